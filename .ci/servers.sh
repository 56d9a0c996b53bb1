# Starts Debian's PostgreSQL and Ceph's S3 gateway when they can be had, and says so when not. Brings ffmpeg and
# bubblewrap too: the specs of the fences go through every ffmpeg of the machine, with and without bubblewrap.
# Sourced: sets VITRINA_REAL_DATABASE_URL and VITRINA_REAL_S3_ENDPOINT.
export LC_ALL=C

ci_packages() {
  command -v radosgw >/dev/null && command -v ffmpeg >/dev/null && command -v bwrap >/dev/null &&
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && return 0
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    radosgw ceph-mon ceph-osd postgresql ffmpeg bubblewrap; } >/tmp/vitrina-ci-apt.log 2>&1
}

# The engine of Safari, for `player/test/webkit`; without it that spec says that it was skipped.
ci_webkit() {
  [ -x /usr/bin/WebKitWebDriver ] && [ -x /usr/bin/Xvfb ] && return 0
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends webkit2gtk-driver xvfb \
    gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-libav \
    >/tmp/vitrina-ci-webkit.log 2>&1
}

ci_postgres() {
  local bin dir port=56432
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
  dir=$(mktemp -d /tmp/vitrina-ci-pg.XXXXXX)
  chown nobody "$dir"
  setpriv --reuid=nobody --clear-groups "$bin/initdb" -D "$dir/data" -U vitrina -A trust >/dev/null
  setpriv --reuid=nobody --clear-groups "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" \
    -o "-p $port -k $dir -c listen_addresses=127.0.0.1 -c max_connections=200" start >/dev/null
  export VITRINA_REAL_DATABASE_URL="postgres://vitrina@127.0.0.1:$port/postgres"
  echo "real PostgreSQL: $("$bin/postgres" --version)"
}

ci_s3() {
  bash .ci/start-s3.sh >/tmp/vitrina-ci-s3.log 2>&1
  export VITRINA_REAL_S3_ENDPOINT="http://127.0.0.1:56480"
  echo "real S3 server: $(radosgw --version | cut -d' ' -f1-3)"
}

# Ends what was started here, by process id.
ci_stop() {
  local pid
  for pid in $(cat /tmp/vitrina-ci-pg.*/data/postmaster.pid 2>/dev/null | head -1) \
    $(pgrep -x radosgw) $(pgrep -x ceph-osd) $(pgrep -x ceph-mon); do
    kill "$pid" 2>/dev/null || true
  done
}

if ci_packages; then
  ci_postgres || echo "skipped: no PostgreSQL server could be started (see /tmp/vitrina-ci-pg.*)"
  ci_s3 || echo "skipped: no S3 server could be started (see /tmp/vitrina-ci-s3.log)"
else
  echo "skipped: real servers cannot be installed here"
fi
ci_webkit || echo "skipped: WebKit cannot be installed here"
