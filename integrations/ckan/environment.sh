#!/usr/bin/env bash
# Makes the environment that CKAN runs in, apart from that of the library: CKAN pins its dependencies.
#
#     ./environment.sh [FOLDER]        default: .environment beside this file
#
# Nothing is done where FOLDER was made for the same versions before.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
top="$(cd "$here/../.." && pwd)"
folder="${1:-$here/.environment}"
python="${OPENDATA_RULES_CKAN_PYTHON:-python3}"
made_for="$( { "$python" --version; cat "${BASH_SOURCE[0]}" "$here/pyproject.toml" "$top/pyproject.toml" "$here/requirements.txt"; echo "$top"; } | sha256sum | cut -d' ' -f1)"
if [ -f "$folder/made-for" ] && [ "$(cat "$folder/made-for")" = "$made_for" ]; then exit 0; fi
rm -rf "$folder"
"$python" -m venv "$folder"
pip=("$folder/bin/python" -m pip --quiet --disable-pip-version-check)
# CKAN's own list first, as its documentation says; then ours, within it. Half of the time goes into compiling what is
# never imported, and into an environment more for each build: neither is done.
"${pip[@]}" install --no-compile --requirement "$here/requirements.txt"
"${pip[@]}" install --no-compile --no-build-isolation --editable "$top" --editable "$here"
"${pip[@]}" check
echo "$made_for" > "$folder/made-for"
