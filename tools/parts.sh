#!/usr/bin/env bash
# Find, install or start the parts that tests need: Chromium, LibreOffice, PostgreSQL, Redis, pdftotext.
# Prints `export NAME=value` lines for what it started. Never fails: tests name what is missing.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
state="$root/var/parts"
mkdir -p "$state"

say() { printf '%s\n' "$*" >&2; }

debian_install() { # debian_install PACKAGE...
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  say "Installing $* …"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@"; } >"$state/apt.log" 2>&1
}

find_program() { # find_program NAME: on the PATH, or where Debian hides servers
  command -v "$1" 2>/dev/null || ls /usr/lib/postgresql/*/bin/"$1" 2>/dev/null | sort -V | tail -1
}

answers() { "$root/.venv/bin/python" - "$1" "$2" <<'PY'
import socket, sys
try:
    socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=2).close()
except OSError:
    sys.exit(1)
PY
}

find_chromium() {
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    found=$(type -P "$name") && [ -n "$found" ] && break
  done
  [ -n "${found:-}" ] || { debian_install chromium && found=$(type -P chromium); }
  [ -n "${found:-}" ] && printf 'export CHROMIUM=%q\n' "$found"
}

find_soffice() { # without screen, which is the smallest that opens a workbook
  for name in "${SOFFICE:-}" soffice libreoffice; do
    found=$(type -P "$name") && [ -n "$found" ] && break
  done
  [ -n "${found:-}" ] || { debian_install --no-install-recommends libreoffice-calc-nogui && found=$(type -P soffice); }
  [ -n "${found:-}" ] && printf 'export SOFFICE=%q\n' "$found"
}

postgres() {
  [ -n "${TEST_POSTGRES:-}" ] && return
  answers 127.0.0.1 5432 && return
  initdb=$(find_program initdb)
  [ -n "$initdb" ] || { debian_install postgresql && initdb=$(find_program initdb); }
  [ -n "$initdb" ] || return
  bin=$(dirname "$initdb") data="$state/postgres" port=54329 as=()
  if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
    chmod 755 "$state" 2>/dev/null
    data=/var/lib/postgresql/ropa-tests as=(runuser -u postgres --)
  fi
  [ -d "$data" ] || ${as[@]+"${as[@]}"} "$bin/initdb" -D "$data" -U postgres -A trust >"$state/initdb.log" 2>&1
  answers 127.0.0.1 $port || ${as[@]+"${as[@]}"} "$bin/pg_ctl" -D "$data" -w -l "$data/log" \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=''" start >"$state/pg_ctl.log" 2>&1
  answers 127.0.0.1 $port && printf 'export TEST_POSTGRES=postgresql://postgres@127.0.0.1:%s\n' $port
}

redis() {
  [ -n "${TEST_REDIS:-}" ] && return
  answers 127.0.0.1 6379 && return
  server=$(find_program redis-server)
  [ -n "$server" ] || { debian_install redis-server && server=$(find_program redis-server); }
  [ -n "$server" ] || return
  port=63799
  answers 127.0.0.1 $port || "$server" --port $port --bind 127.0.0.1 --save '' --appendonly no \
    --daemonize yes --dir "$state" --logfile "$state/redis.log" >/dev/null 2>&1
  for _ in 1 2 3 4 5 6 7 8 9 10; do answers 127.0.0.1 $port && break; done
  answers 127.0.0.1 $port && printf 'export TEST_REDIS=redis://127.0.0.1:%s/15\n' $port
}

pdf_reader() {
  type -P pdftotext >/dev/null || debian_install poppler-utils
}

find_chromium
find_soffice
postgres
redis
pdf_reader
exit 0
