#!/bin/sh
# Writes the licences of the libraries in the app's jar to gen-app/src/main/resources/META-INF/THIRD-PARTY.txt.
# --check  compares instead, and fails where the file is not up to date. Arguments after it go to Maven.
set -eu
cd "$(dirname "$0")/.."
check=no
if [ "${1:-}" = --check ]; then
    check=yes
    shift
fi

mvn --batch-mode --quiet -Pthird-party -pl gen-app -am -DskipTests -Dspotless.check.skip -Dmdep.analyze.skip "$@" \
    process-test-classes
list=gen-app/src/main/resources/META-INF/THIRD-PARTY.txt
new=gen-app/target/THIRD-PARTY-new.txt
{
    echo "Libraries in this jar, each with the licences that its authors declare."
    echo "Where there are several, you choose one. The texts are in LICENSE, LICENSE.txt and LICENSE.md."
    echo
    # Without addresses, which change.
    sed -n 's/^ *\((.*\) - [a-z]*:[^ ]*)$/\1)/p' gen-app/target/THIRD-PARTY.txt | LC_ALL=C sort
    echo
    echo "mlflow-client holds relocated copies of Apache HttpClient, Commons Codec, Commons IO, Commons Logging, Gson, Guava and ini4j"
    echo "(Apache License 2.0), and of Protocol Buffers (BSD 3-Clause)."
} > "$new"
if grep -i 'unknown license' "$new" >&2; then
    echo "these libraries declare no licence" >&2
    exit 1
fi

if [ "$check" = no ]; then
    mkdir -p "$(dirname "$list")"
    cp "$new" "$list"
    echo "wrote $list"
elif ! diff "$list" "$new" >&2; then
    echo "$list is not up to date: run tools/third-party.sh and read the difference" >&2
    exit 1
else
    echo "$list is up to date"
fi
