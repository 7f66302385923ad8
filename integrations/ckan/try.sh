#!/usr/bin/env bash
# A CKAN with the extension on this machine, for trying: http://127.0.0.1:5000, user admin, password opendata-rules.
# Needs PostgreSQL and Redis (Debian: postgresql, redis-server); Ctrl-C ends it, and nothing stays but .environment.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
./environment.sh
exec .environment/bin/python -m trial
