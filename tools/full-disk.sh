#!/bin/bash
# Trains on a disk of a few megabytes until it is full: the training must fail in a line, keep its last checkpoint, and go on
# once there is room. Needs the right to mount.
#
#     tools/full-disk.sh [MEGABYTES]
#
# GEN is the program, by default the jar of the last build.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
program=${GEN:-java -jar $root/gen-app/target/gen-app.jar}
disk=$(mktemp -d)
mount -t tmpfs -o "size=${1:-3}m" tmpfs "$disk"
trap 'umount "$disk"; rmdir "$disk"' EXIT

code=0
$program train gan --limit 500 --epochs 50 --hidden 32 --out "$disk/run" || code=$?
echo "the training on the small disk ended with the exit code $code"
[ $code -ne 0 ]
[ -z "$(find "$disk" -name '*.part')" ]
mount -o "remount,size=100m" "$disk"
$program resume "$disk/run" > "$disk/resume.log"
tail -1 "$disk/resume.log"
