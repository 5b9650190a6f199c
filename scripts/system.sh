# Which system packages the tests need and this machine lacks; sourced by setup and check.

has_postgresql() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

has_browser() {
  local name
  for name in chromium chromium-browser google-chrome; do
    ! command -v "$name" >/dev/null || return 0
  done
  return 1
}

has_pango() { ldconfig -p 2>/dev/null | grep -q libpangoft2; }
