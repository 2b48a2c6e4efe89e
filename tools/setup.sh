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
missing() { ! command -v "$1" >/dev/null; }
needed=()
[ -n "$python" ] || needed+=(python3 python3-venv)
have libGL.so.1 || needed+=(libgl1)
have libEGL.so.1 || needed+=(libegl1)
have libcairo.so.2 || needed+=(libcairo2)
for_pages=()  # what looks at pages: Chromium, and judges that npm fetches; one runs in Java, one in playwright's Node
if [ "$for_tests" = --test ]; then
  if missing chromium && missing chromium-browser && missing google-chrome; then for_pages+=(chromium); fi
  missing java && for_pages+=(default-jre-headless)
  missing npm && for_pages+=(npm)
fi

# Installs system packages where it may; otherwise tells the line to run, and fails.
install() {
  if [ "$(id -u)" = 0 ] && ! missing apt-get; then
    echo "installing $*"
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; then
      return 0
    fi
  fi
  echo "Some system packages are missing. Please run this line, then make again:"
  echo "  sudo apt-get install -y $*"
  return 1
}

[ ${#needed[@]} = 0 ] || install "${needed[@]}" || exit 1
[ ${#for_pages[@]} = 0 ] || install "${for_pages[@]}" || echo "Until then the tests that look at pages are skipped, and counted."
if [ -z "$python" ]; then
  python=python3
  "$python" -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
fi

# Its exit code is pip's own; of what it says only the noise about absent local indexes is dropped.
pip() {
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --root-user-action ignore "$@" \
    2> >(grep -v '^WARNING: Location' >&2)
}
failed() { echo "the installation did not succeed" >&2; exit 1; }
[ -x .venv/bin/python ] || "$python" -m venv .venv
stamp=.venv/.installed${for_tests}
if [ ! -e "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
  echo "installing Python packages into .venv"
  wanted=(-e .)
  modules=(renderer skia cairosvg pydantic uharfbuzz)
  if [ "$for_tests" = --test ]; then
    wanted+=(--group dev)
    modules+=(pytest xdist mypy ruff importlinter playwright axe_playwright_python hatchling)
  fi
  pip --upgrade 'pip>=25.1' || failed
  pip "${wanted[@]}" || failed
  for module in "${modules[@]}"; do
    .venv/bin/python -c "import $module" || failed
  done
  touch "$stamp"
fi

# The judges of HTML5 banners, exactly those of the lock file, into a folder that git ignores. No script of theirs runs.
judges() {
  local folder=tests/html5
  if cmp -s $folder/package-lock.json $folder/node_modules/.installed; then return 0; fi
  echo "installing what judges banners into $folder/node_modules"
  npm ci --prefix $folder --ignore-scripts --omit=optional --no-audit --no-fund --loglevel error >/dev/null &&
    cp $folder/package-lock.json $folder/node_modules/.installed
}
if [ "$for_tests" = --test ] && ! judges; then
  echo "The judges of banners are not there: their tests are skipped, and counted; in CI they fail." >&2
fi
