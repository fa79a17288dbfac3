#!/bin/sh
# Compares the public API of the libraries with that at a tag, and fails where a program compiled against the tag would break.
# Packages named internal are left out. Builds the tag in a temporary directory. Arguments after the tag go to Maven.
set -eu
cd "$(dirname "$0")/.."
[ $# -ge 1 ] || { echo "usage: tools/compatibility.sh TAG [MAVEN OPTIONS]" >&2; exit 2; }
tag=$1
shift
git rev-parse --quiet --verify "$tag^{commit}" >/dev/null || {
    echo "there is no tag $tag: choose one of: $(git tag | tr '\n' ' ')" >&2
    exit 2
}
scratch=$(mktemp -d)
trap 'git worktree remove --force "$scratch/tree" 2>/dev/null; rm -rf "$scratch"' EXIT
git worktree add --quiet --detach "$scratch/tree" "$tag"
mkdir "$scratch/jars"

libraries=$(cd "$scratch/tree" && ls -d gen-*/src/main | cut -d/ -f1 | grep -v '^gen-app$' | paste -sd, -)
(cd "$scratch/tree" && mvn --batch-mode --quiet -DskipTests -Dspotless.check.skip -Dmdep.analyze.skip -pl "$libraries" -am "$@" package)
for jar in "$scratch"/tree/gen-*/target/gen-*.jar; do
    case $jar in
    *-sources.jar | *-javadoc.jar | *-tests.jar | */original-*) ;;
    *)
        module=$(basename "$(dirname "$(dirname "$jar")")")
        cp "$jar" "$scratch/jars/$module.jar"
        ;;
    esac
done

now=$(ls -d gen-*/src/main | cut -d/ -f1 | grep -v '^gen-app$' | paste -sd, -)
mvn --batch-mode --quiet -Pcompatibility -Dcompatibility.baseline="$scratch/jars" -DskipTests -Dmdep.analyze.skip -pl "$now" -am "$@" verify
echo "a program compiled against $tag runs on this build"
