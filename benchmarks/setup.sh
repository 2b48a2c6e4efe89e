#!/usr/bin/env bash
# The peers' own environment, benchmarks/.peers (git-ignored): a venv, node modules, Debian's Chromium.
# What cannot be installed is noted in .peers/absent/ with the reason; the bench says so and goes on without it.
set -u
cd "$(dirname "$0")"
mkdir -p .peers/absent
rm -f .peers/absent/*

attempt() { # attempt PEERS COMMAND...: notes the last line of what went wrong for each peer
  local peers=$1 log=.peers/setup.log
  shift
  if ! "$@" >"$log" 2>&1; then
    for peer in $peers; do { echo "$*:"; tail -n 1 "$log"; } | tr '\n' ' ' >".peers/absent/$peer"; done
    echo "not installed for $peers: $(tail -n 1 "$log")" >&2
    return 1
  fi
}

if ! command -v chromium >/dev/null; then
  if [ "$(id -u)" = 0 ]; then
    attempt chromium apt-get install -y --no-install-recommends chromium
  else
    echo "no chromium; as root: apt-get install chromium" >.peers/absent/chromium
  fi
fi

python=${PYTHON:-../.venv/bin/python}
[ -x "$python" ] || python=python3
[ -x .peers/venv/bin/python ] || attempt chromium "$python" -m venv .peers/venv
attempt chromium .peers/venv/bin/pip install --quiet --disable-pip-version-check "playwright>=1.50"

if command -v npm >/dev/null; then
  cp engines/package.json .peers/package.json
  attempt "takumi satori" npm install --prefix .peers --no-audit --no-fund --loglevel error
else
  echo "no npm" | tee .peers/absent/takumi .peers/absent/satori >/dev/null
fi
echo "benchmarks/.peers is ready; absent: $(ls .peers/absent | tr '\n' ' ')"
