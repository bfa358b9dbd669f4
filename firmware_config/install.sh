#!/bin/sh
# Installs or updates the kiosk on Raspberry Pi OS or Debian, as root:
#
#   sudo firmware_config/install.sh                    all on this box
#   sudo firmware_config/install.sh watch              only the camera's service (the box at the window)
#   sudo firmware_config/install.sh announce console   only these two
#
# Safe to run again: programs and units are renewed, settings and passwords are kept.
# For tests and images: ROOT=/some/folder installs below it, and leaves this machine's packages and services alone.
set -eu

ROOT=${ROOT:-}
HERE=$(cd "$(dirname "$0")" && pwd)
SOURCE=$(dirname "$HERE")
SERVICES=${*:-watch announce console}
USERS="watcher announcer console"

say() { printf 'kiosk: %s\n' "$*"; }
fail() { printf 'kiosk: %s\n' "$*" >&2; exit 1; }
here() { [ -z "$ROOT" ]; }

for service in $SERVICES; do
    [ -f "$SOURCE/systemd/kiosk-$service.service" ] ||
        fail "There is no service '$service'; choose from watch, announce, console."
done
here && [ "$(id -u)" -ne 0 ] && fail "This writes to /etc and /opt: run it again with sudo."

# The broker lives with the console; a box without the console talks to the other box's broker.
case " $SERVICES " in *" console "*) BROKER=yes ;; *) BROKER=no ;; esac

announces() { case " $SERVICES " in *" announce "*) true ;; *) false ;; esac; }
watches() { case " $SERVICES " in *" watch "*) true ;; *) false ;; esac; }

# own FILE OWNER MODE: ownership only on the real machine, where the users exist
own() {
    if here; then chown "$2" "$1"; fi
    chmod "$3" "$1"
}

# renew FILE TARGET: files that are ours to replace
renew() {
    mkdir -p "$(dirname "$ROOT$2")"
    cp "$1" "$ROOT$2"
    own "$ROOT$2" root:root 0644
}

packages() {
    say "installing packages"
    wanted="python3-venv alsa-utils"
    [ "$BROKER" = yes ] && wanted="$wanted mosquitto"
    apt-get update -q
    # The ribbon camera's library: only Raspberry Pi OS has it, and only there is such a camera.
    if watches && apt-cache show python3-picamera2 >/dev/null 2>&1; then wanted="$wanted python3-picamera2"; fi
    # The pins of buttons, lamp and relay: Debian's, because PyPI has no lgpio for every Python on a Pi.
    if announces && apt-cache show python3-lgpio >/dev/null 2>&1; then wanted="$wanted python3-lgpio"; fi
    # shellcheck disable=SC2086  # a list of words on purpose
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $wanted
}

user() {
    getent passwd kiosk >/dev/null || {
        say "adding the user kiosk"
        mkdir -p /var/lib/kiosk
        adduser --system --group --home /var/lib/kiosk --no-create-home kiosk
    }
    for group in audio video gpio; do # a plain Debian has no group gpio
        if getent group "$group" >/dev/null; then usermod -a -G "$group" kiosk; fi
    done
}

programs() {
    say "installing the programs into /opt/kiosk"
    [ -x /opt/kiosk/bin/python ] || python3 -m venv /opt/kiosk
    # The watcher finds Debian's picamera2 by this file; pip must not take the other packages there for ours.
    debian=/usr/lib/python3/dist-packages
    link=$(/opt/kiosk/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/debian-picamera2.pth
    rm -f "$link"
    numpy=numpy
    if watches && [ -d $debian/picamera2 ]; then
        # Parts of picamera2 were built for Debian's numpy: those for 1.x do not run with 2.x (Bookworm; Trixie has 2.x).
        case $(/usr/bin/python3 -c 'import numpy; print(numpy.__version__)') in 1.*) numpy='numpy<2' ;; esac
    fi
    /opt/kiosk/bin/pip install -q --disable-pip-version-check --upgrade "$SOURCE" "$numpy"
    if watches && [ -d $debian/picamera2 ]; then echo $debian >"$link"; fi
    # lgpio is two files; nothing else of Debian's is wanted for the pins.
    for file in $debian/lgpio.py $debian/_lgpio*.so; do
        if announces && [ -e "$file" ]; then ln -sf "$file" "$(dirname "$link")/"; fi
    done
}

settings() {
    mkdir -p "$ROOT/etc/kiosk/passwords"
    own "$ROOT/etc/kiosk" root:kiosk 0750
    own "$ROOT/etc/kiosk/passwords" root:kiosk 0750
    if [ ! -e "$ROOT/etc/kiosk/kiosk.toml" ]; then
        say "writing /etc/kiosk/kiosk.toml: look through it"
        cp "$HERE/kiosk.toml" "$ROOT/etc/kiosk/kiosk.toml"
    fi
    own "$ROOT/etc/kiosk/kiosk.toml" root:kiosk 0640
    for name in $USERS; do
        file="$ROOT/etc/kiosk/passwords/$name"
        if [ ! -s "$file" ] && [ "$BROKER" = yes ]; then
            # 32 random bytes: nobody ever types it, and there is no default to forget
            (umask 077 && head -c 32 /dev/urandom | base64 | tr -d '=\n+/' >"$file")
        fi
        if [ -e "$file" ]; then own "$file" root:kiosk 0640; fi
    done
}

broker() {
    say "setting up Mosquitto: nobody without a password"
    mkdir -p "$ROOT/etc/mosquitto/kiosk"
    renew "$HERE/mosquitto.conf" /etc/mosquitto/conf.d/kiosk.conf
    new="$ROOT/etc/mosquitto/kiosk/passwords.new"
    # Other users (a till, say) were added by hand with mosquitto_passwd: they are kept.
    (
        umask 077
        for name in $USERS; do printf '%s:%s\n' "$name" "$(cat "$ROOT/etc/kiosk/passwords/$name")"; done >"$new"
    )
    mosquitto_passwd -U "$new"
    old="$ROOT/etc/mosquitto/kiosk/passwords"
    if [ -e "$old" ]; then grep -v -E "^($(echo "$USERS" | tr ' ' '|')):" "$old" >>"$new" || true; fi
    mv "$new" "$old"
    # The access list may have been extended by hand too: an edited one is kept, and the new one laid beside it.
    acl="$ROOT/etc/mosquitto/kiosk/acl"
    if [ ! -e "$acl" ] || cmp -s "$acl" "$acl.shipped"; then
        cp "$HERE/acl" "$acl"
    elif ! cmp -s "$HERE/acl" "$acl.shipped"; then
        say "your $acl is kept; compare it with acl.shipped"
    fi
    cp "$HERE/acl" "$acl.shipped"
    # Newer versions of Mosquitto refuse files that others own or can read.
    for file in "$old" "$acl" "$acl.shipped"; do own "$file" mosquitto:mosquitto 0600; done
}

firmware() {
    renew "$HERE/watchdog.conf" /etc/systemd/system.conf.d/kiosk.conf
    renew "$HERE/journald.conf" /etc/systemd/journald.conf.d/kiosk.conf
    config="$ROOT/boot/firmware/config.txt"
    if [ -e "$config" ] && ! grep -q '^# kiosk: begin' "$config"; then
        say "adding lines to /boot/firmware/config.txt: they count after the next start"
        { printf '\n[all]\n# kiosk: begin\n'; cat "$HERE/config.txt"; printf '# kiosk: end\n'; } >>"$config"
    fi
}

units() {
    for service in $SERVICES; do
        renew "$SOURCE/systemd/kiosk-$service.service" "/etc/systemd/system/kiosk-$service.service"
    done
    renew "$SOURCE/systemd/kiosk.target" /etc/systemd/system/kiosk.target
}

start() {
    [ "$BROKER" = yes ] && systemctl enable --quiet mosquitto
    for service in $SERVICES; do systemctl enable --quiet "kiosk-$service.service"; done
    systemctl enable --quiet kiosk.target
    if [ ! -d /run/systemd/system ]; then
        say "systemd does not run here (an image?): everything starts at the next boot"
        return
    fi
    say "starting: $SERVICES"
    systemctl daemon-reload
    [ "$BROKER" = yes ] && systemctl restart mosquitto
    for service in $SERVICES; do systemctl restart --no-block "kiosk-$service.service"; done
    systemctl start --no-block kiosk.target
}

if here; then
    packages
    user
    programs
fi
settings
[ "$BROKER" = yes ] && broker
firmware
units
if here; then
    if watches; then
        say "fetching the vehicle detector's model"
        /opt/kiosk/bin/kiosk --settings /etc/kiosk/kiosk.toml models install ||
            say "no model: only movement is watched until 'kiosk models install' works"
        chown -R kiosk:kiosk /var/lib/kiosk
    fi
    start
    say "done. 'sudo journalctl -u kiosk-console' shows the address and the one-time code for the owner;"
    say "'sudo -u kiosk /opt/kiosk/bin/kiosk doctor' checks every part."
else
    say "done, below $ROOT"
fi
