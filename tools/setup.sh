#!/usr/bin/env bash
# Makes .venv and installs what the project needs; with --test also what its tests need.
# System libraries are installed with apt as root; otherwise the one line to run is printed.
set -euo pipefail
cd "$(dirname "$0")/.."
for_tests=${1:-}

python=""
for name in python3.13 python3.12 python3.11 python3; do
  if command -v "$name" >/dev/null && "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$name
    break
  fi
done

have() { ldconfig -p 2>/dev/null | grep -q "$1" || [ "$(uname)" != Linux ]; }
wanted=()
[ -n "$python" ] || wanted+=(python3 python3-venv)
have libGL.so.1 || wanted+=(libgl1)
have libEGL.so.1 || wanted+=(libegl1)
have libcairo.so.2 || wanted+=(libcairo2)
missing() { ! command -v "$1" >/dev/null; }
if [ "$for_tests" = --test ]; then
  if missing chromium && missing chromium-browser && missing google-chrome; then wanted+=(chromium); fi
fi

if [ ${#wanted[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing ${wanted[*]}"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
  else
    echo "Some system packages are missing. Please run this line, then make again:"
    echo "  sudo apt-get install -y ${wanted[*]}"
    # Without the libraries nothing runs; without what only tests need, these tests are skipped loudly.
    for package in "${wanted[@]}"; do
      case $package in chromium) ;; *) exit 1 ;; esac
    done
  fi
fi
if [ -z "$python" ]; then
  python=python3
  "$python" -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
fi

[ -x .venv/bin/python ] || "$python" -m venv .venv
stamp=.venv/.installed${for_tests}
if [ ! -e "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
  echo "installing Python packages into .venv"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1' 2>&1 | grep -v '^WARNING: Location' || true
  extra=()
  [ "$for_tests" = --test ] && extra=(--group dev)
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -e . "${extra[@]}" 2>&1 | grep -v '^WARNING: Location' || true
  .venv/bin/python -c 'import renderer, skia, cairosvg, pydantic, uharfbuzz' || { echo "the installation did not succeed"; exit 1; }
  touch "$stamp"
fi
