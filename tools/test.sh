#!/bin/sh
# Run the suite on every interpreter named that this machine has, to the end on each, and say which were missing. All of
# it runs on the first that is there. On the second, what needs no servers, browser or minutes (marked one_interpreter) and
# may differ from one version to the next (not same_everywhere). On further ones the same, of the folders in `between` alone.
# Databases that come as large packages (group engines) are for the first alone.
#
#   sh tools/test.sh OLDEST NEWEST [BETWEEN...]
set -eu
cd "$(dirname "$0")/.."
missing= ran= failed= engines=engines
# One more than there are cores: many tests wait for a server or a browser.
processes=$(($(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1) + 1))
between="tests/contract tests/formats tests/logic tests/packs tests/storage tests/vocabulary"
for version in "$@"; do
  status=0
  sh tools/environment.sh "$version" "[catalogue]" dev $engines || status=$?
  case $status in
    0) ;;
    3) missing="$missing $version"; continue ;;
    *) exit "$status" ;;
  esac
  case $ran in
    "") what= ;;
    *" "*" "*) what="$between" ;;
    *) what=tests ;;
  esac
  echo "== Python $version"
  # shellcheck disable=SC2086
  ".venv-$version/bin/python" -m pytest -q --numprocesses $processes ${what:+-m "not one_interpreter and not same_everywhere" $what} || failed="$failed $version"
  ran="$ran $version" engines=
done
if [ -z "$ran" ]; then
  # None of those named; any other that is new enough will do.
  sh tools/environment.sh any "[catalogue]" dev engines
  .venv/bin/python -m pytest -q --numprocesses $processes
fi
if [ -n "$failed" ]; then
  echo "Failed on Python$failed" >&2
  exit 1
fi
if [ -n "$missing" ]; then echo "Not tested, since this machine has no such interpreter: Python$missing"; fi
