#!/bin/sh
# Builds examples/embed and examples/spring-boot as another team would, with the libraries installed in a repository, and lets them draw:
# embed-test.sh REPOSITORY
set -eu
repository=$1
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

java -jar "$home/gen-app/target/gen-app.jar" train cgan --data synthetic --epochs 1 --limit 500 --out "$scratch/cgan" > /dev/null
mvn --batch-mode --quiet "-Dmaven.repo.local=$repository" -f "$home/examples/embed/pom.xml" package
java -jar "$home/examples/embed/target/embed-1.0.jar" "$scratch/cgan/model.zip" "$scratch/eight.png"
test -s "$scratch/eight.png"
echo "examples/embed: built against the installed libraries, and drew a picture"

mvn --batch-mode --quiet "-Dmaven.repo.local=$repository" -f "$home/examples/spring-boot/pom.xml" package > "$scratch/log" 2>&1 || {
    cat "$scratch/log" >&2
    exit 1
}
java -Xmx256m -Dorg.bytedeco.javacpp.maxbytes=256m -jar "$home/examples/spring-boot/target/digits-1.0.jar" \
    "--digits.model=$scratch/cgan/model.zip" --server.port=0 --server.address=127.0.0.1 > "$scratch/log" 2>&1 &
service=$!
trap 'kill $service 2> /dev/null || :; rm -rf "$scratch"' EXIT
port=
for second in $(seq 120); do
    port=$(sed -n 's/.*Tomcat started on port \([0-9]*\).*/\1/p' "$scratch/log")
    [ -z "$port" ] || break
    sleep 1
done
curl --fail --silent --show-error --output "$scratch/eights.png" "http://127.0.0.1:$port/digits/8?count=16" || {
    cat "$scratch/log" >&2
    exit 1
}
test -s "$scratch/eights.png"
kill $service
wait $service || :
echo "examples/spring-boot: passed its tests, and drew a picture from its jar"
