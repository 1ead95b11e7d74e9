#!/bin/bash
# Boots one Debian host with systemd in namespaces of its own and runs a script in it. Called by `unshare` (see host.ts):
#   boot.sh ROOT SHARED PROGRAM
# ROOT is the debootstrap tree, never written to; SHARED is seen inside as /mnt; PROGRAM becomes /usr/local/bin/vigie.
# SHARED/run.sh runs when the host is up and writes to SHARED/out.log; then the host powers off.
set -euo pipefail
base=$1 shared=$2 program=$3

mount --make-rprivate /
work=$(mktemp -d)
mount -t tmpfs tmpfs "$work"
mkdir "$work/upper" "$work/work" "$work/host"
host=$work/host
mount -t overlay overlay -o "lowerdir=$base,upperdir=$work/upper,workdir=$work/work" "$host"
cp "$program" "$host/usr/local/bin/vigie"
cat > "$host/etc/systemd/system/lab-run.service" <<UNIT
[Unit]
After=multi-user.target
[Service]
Type=oneshot
ExecStart=/bin/bash /mnt/run.sh
ExecStopPost=/bin/systemctl --no-block poweroff
StandardOutput=file:/mnt/out.log
StandardError=file:/mnt/out.log
TimeoutStartSec=110
UNIT
ln -s /etc/systemd/system/lab-run.service "$host/etc/systemd/system/multi-user.target.wants/lab-run.service"

mount -t proc proc "$host/proc"
mount -t sysfs sysfs "$host/sys"
mount -t tmpfs tmpfs "$host/run"
mount -t tmpfs tmpfs "$host/tmp"
mount -t cgroup2 cgroup2 "$host/sys/fs/cgroup"
mount --rbind /dev "$host/dev"
mount --bind "$shared" "$host/mnt"
ip link set lo up
mkdir "$host/old"
cd "$host"
pivot_root . old
umount -l /old
export container=vigie
exec /lib/systemd/systemd --log-target=null
