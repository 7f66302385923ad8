#!/bin/sh
# Run the whole suite on every interpreter named that this machine has, and say which were missing.
#
#   sh tools/test.sh 3.11 3.12 3.13
set -eu
cd "$(dirname "$0")/.."
missing= ran=
for version in "$@"; do
  status=0
  sh tools/environment.sh "$version" "[catalogue]" dev || status=$?
  case $status in
    0) ;;
    3) missing="$missing $version"; continue ;;
    *) exit "$status" ;;
  esac
  echo "== Python $version"
  ".venv-$version/bin/python" -m pytest -q --numprocesses auto
  ran="$ran $version"
done
if [ -z "$ran" ]; then
  # None of those named; any other that is new enough will do.
  sh tools/environment.sh any "[catalogue]" dev
  .venv/bin/python -m pytest -q --numprocesses auto
fi
if [ -n "$missing" ]; then echo "Not tested, since this machine has no such interpreter: Python$missing"; fi
