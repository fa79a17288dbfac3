#!/bin/sh
# Builds examples/embed as another team would, with the libraries installed in a repository, and lets it draw: embed-test.sh REPOSITORY
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
