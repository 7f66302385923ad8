#!/bin/sh
# Run the suite on every interpreter named that this machine has, to the end on each, and say which were missing. What
# needs servers, a browser or minutes (marked one_interpreter) or says the same on each (same_everywhere) runs on the
# first of them only, and so do the databases that come as large packages (group engines).
#
#   sh tools/test.sh 3.11 3.12 3.13
set -eu
cd "$(dirname "$0")/.."
missing= ran= failed= engines=engines
for version in "$@"; do
  status=0
  sh tools/environment.sh "$version" "[catalogue]" dev $engines || status=$?
  case $status in
    0) ;;
    3) missing="$missing $version"; continue ;;
    *) exit "$status" ;;
  esac
  echo "== Python $version"
  ".venv-$version/bin/python" -m pytest -q --numprocesses auto ${ran:+-m "not one_interpreter and not same_everywhere"} || failed="$failed $version"
  ran="$ran $version" engines=
done
if [ -z "$ran" ]; then
  # None of those named; any other that is new enough will do.
  sh tools/environment.sh any "[catalogue]" dev engines
  .venv/bin/python -m pytest -q --numprocesses auto
fi
if [ -n "$failed" ]; then
  echo "Failed on Python$failed" >&2
  exit 1
fi
if [ -n "$missing" ]; then echo "Not tested, since this machine has no such interpreter: Python$missing"; fi
