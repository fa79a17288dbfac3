#!/bin/sh
# Builds what is committed a second time, in another directory, and compares the bytes of every jar with those of the first build:
# libraries, tests, sources, Javadoc and the app. The first must be of -Prelease (`./gen test --all`).
set -eu
cd "$(dirname "$0")/.."
first=$(pwd)
second=$(mktemp -d)
trap 'rm -rf "$second"' EXIT

git clone --quiet "$first" "$second"
(cd "$second" && mvn --batch-mode --quiet -Prelease -DskipTests -Dspotless.check.skip package)

jars=$(cd "$second" && find gen-*/target examples/*/target -name '*.jar' | sort)
different=0
for jar in $jars; do
    cmp "$first/$jar" "$second/$jar" || different=1
done
[ "$different" = 0 ] || { echo "two builds gave different bytes, see above" >&2; exit 1; }
echo "two builds gave the same bytes:"
echo "$jars"
