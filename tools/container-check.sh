#!/bin/sh
# Runs the steps of the Dockerfile by hand in directories that debootstrap makes, where there is no Docker engine.
# tools/container-check.sh [--base DIR] [--jar FILE]     as root, on Debian, with debootstrap, git and curl
# --base  a directory made by debootstrap, to copy instead of making one
# --jar   an app jar to serve, instead of building one
# Debian's OpenJDK 17 and Maven stand for those of the images. Everything else is as the Dockerfile says.
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
base=
jar=
while [ $# -gt 0 ]; do
    case $1 in
        --base) base=$2 ;;
        --jar) jar=$2 ;;
        *) sed -n '2,6s/^# //p' "$0" >&2; exit 2 ;;
    esac
    shift 2
done
[ "$(id -u)" = 0 ] || { echo "container-check: only root can change the root directory" >&2; exit 1; }

if curl -s -o /dev/null http://127.0.0.1:7860/health; then
    echo "container-check: something serves at port 7860 already" >&2
    exit 1
fi

scratch=$(mktemp -d)
service=
finish() {
    [ -z "$service" ] || kill "$service" 2> /dev/null || :
    # What is mounted there belongs to the machine. Nothing is removed while something is mounted.
    awk -v below="$scratch/" 'index($2, below) == 1 { print $2 }' /proc/mounts | sort -r | while read -r place; do
        umount -l "$place"
    done
    if grep -q " $scratch/" /proc/mounts; then
        echo "container-check: $scratch is left, since something is mounted there" >&2
    else
        rm -rf "$scratch"
    fi
}
trap finish EXIT

step() { echo "container-check: $1"; }
# instruction STAGE NAME: the text behind an instruction of the Dockerfile's first or second stage.
instruction() {
    awk -v stage="$1" -v name="$2" '/^FROM/ { at++ } at == stage && $1 == name { sub(/^[A-Z]+ /, ""); print; exit }' "$home/Dockerfile"
}
install() {
    cp /etc/resolv.conf "$scratch/$1/etc/resolv.conf"
    mount -t proc proc "$scratch/$1/proc"
    place=$1
    shift
    chroot "$scratch/$place" sh -c "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $*" \
        > "$scratch/log" 2>&1 || { tail -20 "$scratch/log" >&2; exit 1; }
}

step "root directories"
if [ -z "$base" ]; then
    base=$scratch/base
    debootstrap --variant=minbase --include=ca-certificates bookworm "$base" > "$scratch/log" 2>&1 || { tail -20 "$scratch/log" >&2; exit 1; }
fi
cp -a "$base" "$scratch/run"
install run openjdk-17-jre-headless

if [ -z "$jar" ]; then
    step "stage 1: RUN $(instruction 1 RUN)"
    cp -a "$base" "$scratch/build"
    install build openjdk-17-jdk-headless maven
    mkdir -p "$scratch/build/build"
    git -C "$home" archive HEAD | tar -x -C "$scratch/build/build"
    chroot "$scratch/build" sh -c "cd /build && $(instruction 1 RUN)"
    jar=$scratch/build/build/gen-app/target/gen-app.jar
fi

step "stage 2: RUN $(instruction 2 RUN)"
chroot "$scratch/run" sh -c "$(instruction 2 RUN)"
mkdir -p "$scratch/run/app"
cp "$jar" "$scratch/run/app/gen-app.jar"

step "the service, as the user $(instruction 2 USER), on a read-only root file system"
environment=$(instruction 2 ENV | sed 's/="/=/; s/"$//')
command=$(printf '%s %s' "$(instruction 2 ENTRYPOINT)" "$(instruction 2 CMD)" | tr -d '[],"')
user=$(instruction 2 USER)
# A mount name space of its own: the root directory read-only, /tmp new, /runs as it is.
unshare --mount sh -c "
    mount --bind '$scratch/run' '$scratch/run'
    mount --bind '$scratch/run/runs' '$scratch/run/runs'
    mount -o remount,bind,ro '$scratch/run'
    mount -t proc proc '$scratch/run/proc'
    mount -t tmpfs -o exec,mode=1777 tmpfs '$scratch/run/tmp'
    if touch '$scratch/run/app/x' 2> /dev/null; then
        echo 'the root file system can be written to'
        exit 1
    fi
    exec chroot --userspec='$user:$user' '$scratch/run' env -i PATH=/usr/bin:/bin '$environment' GEN_STUDIO_TOKEN=a-secret-for-this-check sh -c '
        touch /runs/x && rm /runs/x && cd /runs && id && exec $command'
" > "$scratch/service" 2>&1 &
service=$!

check=$(instruction 2 HEALTHCHECK | sed 's/.*CMD //')
healthy=no
for second in $(seq 180); do
    if chroot "$scratch/run" /bin/bash -c "$check" 2> /dev/null; then
        healthy=yes
        break
    fi
    kill -0 "$service" 2> /dev/null || break
    sleep 1
done
cat "$scratch/service"
[ "$healthy" = yes ] || { echo "container-check: the health check never passed" >&2; exit 1; }
step "healthy; without the token: $(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:7860/api/runs), with it: $(curl -s -o /dev/null \
    -w '%{http_code}' -H 'Authorization: Bearer a-secret-for-this-check' http://127.0.0.1:7860/api/runs)"

step "SIGTERM"
kill -TERM "$service"
code=0
wait "$service" || code=$?
service=
[ "$code" = 143 ] || { echo "container-check: the exit code is $code, not 143" >&2; exit 1; }
step "ended with 143; all steps of the Dockerfile worked"
