#!/bin/sh
# Make a virtual environment with this project in it, once for each state of pyproject.toml.
#
#   sh tools/environment.sh VERSION EXTRAS [GROUP...]
#
# VERSION: "any" (the newest interpreter from 3.11 on that works; the environment is .venv) or for example 3.12
# (.venv-3.12). An interpreter gets one environment: where .venv has the version asked for, .venv-3.12 is another name of
# it, and the other way round. EXTRAS: for example "[catalogue]". GROUP: dependency groups of pyproject.toml.
# Exit status 3: there is no such interpreter here.
set -eu
cd "$(dirname "$0")/.."
version=$1 extras=$2
shift 2
groups=$*

works() { # an interpreter that starts and is new enough; a shim of a version manager may do neither
  command -v "$1" >/dev/null 2>&1 && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

python=
if [ "$version" = any ]; then
  folder=.venv
  for name in python3 python3.13 python3.12 python3.11 python; do
    if works "$name"; then python=$name; break; fi
  done
  if [ -z "$python" ]; then
    echo "Python 3.11 or later is needed, and none was found. On Debian or Ubuntu: apt install python3 python3-venv" >&2
    exit 3
  fi
else
  folder=.venv-$version
  if works "python$version"; then python=python$version; else exit 3; fi
fi

exact=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
if [ ! -e "$folder" ]; then
  other=.venv-$exact
  if [ "$version" != any ]; then other=.venv; fi
  if [ "$("$other/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$exact" ]; then
    ln -s "$other" "$folder"
  fi
fi

if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
  echo "$python has no venv module. On Debian or Ubuntu: apt install python$exact-venv" >&2
  exit 2
fi

stamp="$folder/.installed$(printf %s "$extras $groups" | tr -c "a-z\n" -)"
if [ ! -e "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
  echo "Setting up $folder ($("$python" --version 2>&1)) ..." >&2
  [ -x "$folder/bin/python" ] || "$python" -m venv "$folder"
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
  for group in $groups; do set -- "$@" --group "$group"; shift; done
  "$folder/bin/python" -m pip install --quiet --no-compile --editable ".$extras" "$@"
  touch "$stamp"
fi
