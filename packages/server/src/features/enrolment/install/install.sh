#!/bin/sh
# Installs the Vigie agent on this host and joins it to your server. Read it before you run it:
#
#   curl -fsSL https://SERVER/install.sh | sh -s -- --server https://SERVER --token vge_…
#
# It downloads the agent from that server only, checks it against the authority named by the token, puts it in
# /usr/local/lib/vigie-agent, keeps its state in /var/lib/vigie-agent and runs it as the systemd unit vigie-agent.
# Nothing here comes from the request: this file is the same for everybody.
set -eu

PROGRAM_DIR=/usr/local/lib/vigie-agent
STATE_DIR=/var/lib/vigie-agent
UNIT=/etc/systemd/system/vigie-agent.service
OWN_USER=vigie-agent

SERVER=${VIGIE_SERVER:-}
TOKEN=${VIGIE_TOKEN:-}
PROXY=${VIGIE_PROXY:-}
CA_FILE=${VIGIE_CA_FILE:-}
NAME=${VIGIE_NAME:-}
USER_MODE=${VIGIE_AGENT_USER:-root}
ACTION=install
DRY_RUN=
REINSTALL=
WORK=

case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
  fr*) FRENCH=1 ;;
  *) FRENCH= ;;
esac

# say ENGLISH FRENCH
say() {
  if [ -n "$FRENCH" ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi
}

die() {
  say "vigie: $1" "vigie : $2" >&2
  exit 1
}

usage() {
  say "Options:
  --server URL     address of your Vigie (VIGIE_SERVER)
  --token TOKEN    enrolment token, from “Add a host” (VIGIE_TOKEN)
  --name NAME      name to join under; the host's own by default (VIGIE_NAME)
  --user           run as the user $OWN_USER with capabilities instead of root
  --proxy URL      HTTP proxy for the download and the link (VIGIE_PROXY)
  --ca-file FILE   PEM of the authority behind the server's HTTPS, if private (VIGIE_CA_FILE)
  --reinstall      join again as a new host; needs a token
  --uninstall      stop the agent and remove everything it has here
  --dry-run        say what would be done, change nothing
  --non-interactive, --yes   accepted; nothing is ever asked" \
    "Options :
  --server URL       adresse de votre Vigie (VIGIE_SERVER)
  --token JETON      jeton d’inscription, de « Ajouter un hôte » (VIGIE_TOKEN)
  --name NOM         nom sous lequel rejoindre ; celui de l’hôte par défaut (VIGIE_NAME)
  --user             sous l’utilisateur $OWN_USER avec des capacités, plutôt que root
  --proxy URL        mandataire HTTP pour le téléchargement et le lien (VIGIE_PROXY)
  --ca-file FICHIER  PEM de l’autorité du HTTPS du serveur, si elle est privée (VIGIE_CA_FILE)
  --reinstall        rejoindre à nouveau, comme nouvel hôte ; demande un jeton
  --uninstall        arrêter l’agent et enlever tout ce qu’il a ici
  --dry-run          dire ce qui serait fait, ne rien changer
  --non-interactive, --yes   acceptées ; rien n’est jamais demandé"
}

# value OPTION ARGUMENT…: an option that needs a value has one.
need_value() {
  [ "$#" -ge 2 ] && [ -n "$2" ] || die "$1 needs a value" "$1 demande une valeur"
}

parse() {
  while [ "$#" -gt 0 ]; do
    case "$1" in
      --server) need_value "$@"; SERVER=$2; shift 2 ;;
      --server=*) SERVER=${1#*=}; shift ;;
      --token) need_value "$@"; TOKEN=$2; shift 2 ;;
      --token=*) TOKEN=${1#*=}; shift ;;
      --name) need_value "$@"; NAME=$2; shift 2 ;;
      --name=*) NAME=${1#*=}; shift ;;
      --proxy) need_value "$@"; PROXY=$2; shift 2 ;;
      --proxy=*) PROXY=${1#*=}; shift ;;
      --ca-file) need_value "$@"; CA_FILE=$2; shift 2 ;;
      --ca-file=*) CA_FILE=${1#*=}; shift ;;
      --user) USER_MODE=own; shift ;;
      --reinstall) REINSTALL=1; shift ;;
      --uninstall) ACTION=uninstall; shift ;;
      --dry-run) DRY_RUN=1; shift ;;
      --non-interactive | --yes | -y) shift ;;
      -h | --help) usage; exit 0 ;;
      *) usage >&2; die "unknown option: $1" "option inconnue : $1" ;;
    esac
  done
}

# run COMMAND…: does it, or only says it.
run() {
  if [ -n "$DRY_RUN" ]; then
    printf '+ %s\n' "$*"
  else
    "$@"
  fi
}

has() { command -v "$1" >/dev/null 2>&1; }

require_host() {
  [ "$(uname -s)" = Linux ] || die "this is not Linux" "ce n’est pas Linux"
  [ "$(id -u)" = 0 ] || die "run it as root (sudo sh)" "à lancer en tant que root (sudo sh)"
  [ -d /run/systemd/system ] || die "systemd does not run here; start the agent by your own means: see the guide “Add hosts”" \
    "systemd ne tourne pas ici ; lancez l’agent par vos propres moyens : voir le guide « Ajouter des hôtes »"
}

require_server() {
  case "$SERVER" in
    http://?* | https://?*) SERVER=${SERVER%/} ;;
    '') die "needed and missing: --server" "nécessaire et absent : --server" ;;
    *) die "--server must begin with http:// or https://" "--server doit commencer par http:// ou https://" ;;
  esac
  case "$TOKEN" in
    '') ;;
    *[!a-z0-9_]*) die "this is not an enrolment token" "ce n’est pas un jeton d’inscription" ;;
    vge_*) ;;
    *) die "this is not an enrolment token (vge_…)" "ce n’est pas un jeton d’inscription (vge_…)" ;;
  esac
  [ -z "$CA_FILE" ] || [ -r "$CA_FILE" ] || die "cannot read $CA_FILE" "impossible de lire $CA_FILE"
}

platform() {
  case "$(uname -m)" in
    x86_64 | amd64) echo linux-x64 ;;
    aarch64 | arm64) echo linux-arm64 ;;
    *) die "there is no agent for $(uname -m)" "il n’y a pas d’agent pour $(uname -m)" ;;
  esac
}

# fetch PATH FILE
fetch() {
  if has curl; then
    set -- "$SERVER$1" "$2" curl -fsS --connect-timeout 15 --retry 2 --proto '=http,https' -o "$2"
    fetch_by "$@"
  elif has wget; then
    set -- "$SERVER$1" "$2" wget -q -O "$2"
    fetch_by "$@"
  else
    die "curl or wget is needed" "curl ou wget est nécessaire"
  fi
}

# fetch_by URL FILE PROGRAM OPTIONS…
fetch_by() {
  url=$1
  shift 2
  if [ -n "$CA_FILE" ]; then
    if [ "$1" = curl ]; then set -- "$@" --cacert "$CA_FILE"; else set -- "$@" --ca-certificate="$CA_FILE"; fi
  fi
  if [ -n "$PROXY" ]; then
    http_proxy=$PROXY https_proxy=$PROXY "$@" "$url"
  else
    "$@" "$url"
  fi || die "$url could not be downloaded" "$url n’a pas pu être téléchargé"
}

sha256_of() { sha256sum "$1" | cut -d' ' -f1; }

# The authority is the one the token names, or the one this host has joined.
verify_authority() {
  if [ -n "$TOKEN" ]; then
    expected=${TOKEN##*_}
  else
    expected=$(cat "$STATE_DIR/authority.sha256")
  fi
  [ "$(sha256_of "$WORK/ca.crt")" = "$expected" ] || die "this server's authority is not the one the token names: somebody is in between, or the token is of another server" \
    "l’autorité de ce serveur n’est pas celle que le jeton nomme : quelqu’un est entre les deux, ou le jeton est d’un autre serveur"
}

verify_signature() {
  if has openssl; then
    openssl x509 -in "$WORK/ca.crt" -pubkey -noout >"$WORK/ca.pub"
    openssl dgst -sha256 -verify "$WORK/ca.pub" -signature "$WORK/checksums.sig" "$WORK/checksums" >/dev/null 2>&1 ||
      die "the signature of the checksums is wrong" "la signature des sommes de contrôle est fausse"
    return
  fi
  case "$SERVER" in
    https://*) say "openssl is not here: the download is trusted by HTTPS and its checksum" "openssl n’est pas là : le téléchargement est cru par HTTPS et sa somme de contrôle" ;;
    *) die "without HTTPS the signature must be checked: install openssl first" "sans HTTPS la signature doit être vérifiée : installez d’abord openssl" ;;
  esac
}

download() {
  has sha256sum || die "sha256sum is needed (coreutils)" "sha256sum est nécessaire (coreutils)"
  WORK=$(mktemp -d /var/tmp/vigie-install.XXXXXX)
  trap 'rm -rf "$WORK"' EXIT
  trap 'exit 130' INT TERM
  fetch /install/ca.crt "$WORK/ca.crt"
  verify_authority
  fetch /install/checksums "$WORK/checksums"
  fetch /install/checksums.sig "$WORK/checksums.sig"
  verify_signature
  file="vigie-$(platform)"
  sum=$(awk -v name="$file" '$2 == name { print $1 }' "$WORK/checksums")
  [ -n "$sum" ] || die "this server has no program for $(platform): run “npm run compile -- linux-x64 linux-arm64” there" \
    "ce serveur n’a pas de programme pour $(platform) : lancez-y « npm run compile -- linux-x64 linux-arm64 »"
  if [ -x "$PROGRAM_DIR/vigie" ] && [ "$(sha256_of "$PROGRAM_DIR/vigie")" = "$sum" ]; then
    say "The program is up to date" "Le programme est à jour"
    return
  fi
  say "Downloading $SERVER/install/$file" "Téléchargement de $SERVER/install/$file"
  fetch "/install/$file" "$WORK/vigie"
  [ "$(sha256_of "$WORK/vigie")" = "$sum" ] || die "the checksum of the download is wrong" "la somme de contrôle du téléchargement est fausse"
  CHANGED=1
}

install_program() {
  run mkdir -p "$PROGRAM_DIR"
  if [ -n "$DRY_RUN" ] || [ -f "$WORK/vigie" ]; then
    run cp "$WORK/vigie" "$PROGRAM_DIR/vigie.new"
    run chmod 0755 "$PROGRAM_DIR/vigie.new"
    run mv -f "$PROGRAM_DIR/vigie.new" "$PROGRAM_DIR/vigie"
  fi
}

make_user() {
  [ "$USER_MODE" = own ] || return 0
  if ! id "$OWN_USER" >/dev/null 2>&1; then
    run useradd --system --home-dir "$STATE_DIR" --no-create-home --shell /usr/sbin/nologin "$OWN_USER"
  fi
}

join() {
  run mkdir -p "$STATE_DIR"
  run chmod 0700 "$STATE_DIR"
  if [ -f "$STATE_DIR/identity.json" ] && [ -z "$REINSTALL" ]; then
    say "This host has joined already; its identity stays (--reinstall makes a new one)" \
      "Cet hôte a déjà rejoint ; son identité reste (--reinstall en fait une nouvelle)"
    return 0
  fi
  [ -n "$TOKEN" ] || die "needed and missing: --token" "nécessaire et absent : --token"
  set -- "$PROGRAM_DIR/vigie" agent enrol --server "$SERVER" --state-dir "$STATE_DIR" --force
  [ -z "$NAME" ] || set -- "$@" --name "$NAME"
  [ -z "$PROXY" ] || set -- "$@" --proxy "$PROXY"
  [ -z "$CA_FILE" ] || set -- "$@" --ca-file "$CA_FILE"
  if [ -n "$DRY_RUN" ]; then
    run "$@"
  else
    VIGIE_TOKEN=$TOKEN "$@" || die "this host could not join" "cet hôte n’a pas pu rejoindre"
    printf '%s\n' "${TOKEN##*_}" >"$STATE_DIR/authority.sha256"
  fi
  CHANGED=1
}

unit_text() {
  cat <<'UNIT'
# Vigie agent: sees this host and acts on it for your server. Written by install.sh; changes go to a drop-in.
[Unit]
Description=Vigie agent
After=network-online.target
Wants=network-online.target

[Service]
Type=exec
ExecStart=/usr/local/lib/vigie-agent/vigie agent --state-dir /var/lib/vigie-agent
Environment=LANG=C.UTF-8 BUN_JSC_useDFGJIT=0
Restart=always
RestartSec=5
# What it restarted for you goes on when it stops.
KillMode=process
TimeoutStopSec=20
UMask=0077
LimitNOFILE=65536
LimitCORE=0
OOMScoreAdjust=-100
UNIT
  if [ "$USER_MODE" = own ]; then
    cat <<'UNIT'
User=vigie-agent
Group=vigie-agent
# See every process and its files, hear of starts and ends, signal, renice. It cannot become another user, so that
# processes of others are not restarted by it.
AmbientCapabilities=CAP_DAC_READ_SEARCH CAP_SYS_PTRACE CAP_NET_ADMIN CAP_KILL CAP_SYS_NICE
CapabilityBoundingSet=CAP_DAC_READ_SEARCH CAP_SYS_PTRACE CAP_NET_ADMIN CAP_KILL CAP_SYS_NICE
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=/var/lib/vigie-agent
ProtectHome=read-only
ProtectClock=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectHostname=yes
LockPersonality=yes
RestrictSUIDSGID=yes
RestrictRealtime=yes
RestrictNamespaces=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
RemoveIPC=yes
SystemCallArchitectures=native
UNIT
  else
    cat <<'UNIT'
# As root without a sandbox, on purpose: a process that is restarted must come back as it was, and would inherit the
# namespaces, filters and bounds of this unit. `--user` gives the hardened form, which restarts nothing of others.
UNIT
  fi
  printf '\n[Install]\nWantedBy=multi-user.target\n'
}

install_unit() {
  if [ -n "$DRY_RUN" ]; then
    say "+ write $UNIT:" "+ écrire $UNIT :"
    unit_text
  else
    unit_text >"$UNIT.new"
    if [ -f "$UNIT" ] && cmp -s "$UNIT" "$UNIT.new"; then
      rm -f "$UNIT.new"
    else
      chmod 0644 "$UNIT.new"
      mv -f "$UNIT.new" "$UNIT"
      CHANGED=1
    fi
  fi
  if [ "$USER_MODE" = own ]; then
    run chown -R "$OWN_USER:$OWN_USER" "$STATE_DIR"
  else
    run chown -R root:root "$STATE_DIR"
  fi
  run systemctl daemon-reload
  run systemctl enable --quiet vigie-agent
  if [ -n "$CHANGED" ]; then
    run systemctl restart vigie-agent
  else
    run systemctl start vigie-agent
  fi
}

confirm_runs() {
  [ -z "$DRY_RUN" ] || return 0
  sleep 1
  systemctl --quiet is-active vigie-agent ||
    die "the agent does not run: journalctl -u vigie-agent -n 50" "l’agent ne tourne pas : journalctl -u vigie-agent -n 50"
  say "The Vigie agent runs. This host appears at $SERVER within seconds; follow it with: journalctl -u vigie-agent -f" \
    "L’agent Vigie tourne. Cet hôte apparaît sur $SERVER en quelques secondes ; suivez-le avec : journalctl -u vigie-agent -f"
}

uninstall() {
  if [ -f "$UNIT" ]; then
    run systemctl disable --now --quiet vigie-agent
    run rm -f "$UNIT"
    run rm -rf "$UNIT.d"
    run systemctl daemon-reload
    run systemctl reset-failed vigie-agent 2>/dev/null || true
  fi
  run rm -rf "$PROGRAM_DIR" "$STATE_DIR"
  if id "$OWN_USER" >/dev/null 2>&1; then
    run userdel "$OWN_USER"
  fi
  say "The Vigie agent is gone from this host. Retire the host in Vigie if it does not come back." \
    "L’agent Vigie n’est plus sur cet hôte. Retirez l’hôte dans Vigie s’il ne revient pas."
}

main() {
  CHANGED=
  parse "$@"
  if [ "$ACTION" = uninstall ]; then
    [ "$(id -u)" = 0 ] || [ -n "$DRY_RUN" ] || die "run it as root (sudo sh)" "à lancer en tant que root (sudo sh)"
    uninstall
    return
  fi
  [ -n "$DRY_RUN" ] || require_host
  require_server
  [ -n "$TOKEN" ] || [ -f "$STATE_DIR/identity.json" ] || die "needed and missing: --token" "nécessaire et absent : --token"
  [ -z "$REINSTALL" ] || [ -n "$TOKEN" ] || die "--reinstall needs a token" "--reinstall demande un jeton"
  platform >/dev/null
  umask 077
  if [ -n "$DRY_RUN" ]; then
    WORK=/var/tmp/vigie-install
    say "+ download and verify $SERVER/install/vigie-$(platform)" "+ télécharger et vérifier $SERVER/install/vigie-$(platform)"
    CHANGED=1
  else
    download
  fi
  install_program
  make_user
  join
  run chmod 0755 "$PROGRAM_DIR"
  install_unit
  confirm_runs
}

# At the very end, so that a download that breaks off runs nothing.
main "$@"
