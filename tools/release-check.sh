#!/bin/sh
# Checks whether the last commit can be published as VERSION: tools/release-check.sh VERSION
# Runs every check, prints one line for each, and fails if one failed. The quick checks come first. --quick leaves out the builds and tests.
set -u
cd "$(dirname "$0")/.."
quick=no
if [ "${1:-}" = --quick ]; then
    quick=yes
    shift
fi
[ $# -eq 1 ] || { echo "usage: tools/release-check.sh [--quick] VERSION" >&2; exit 2; }
version=$1
failed=0
mkdir -p target
log=target/release-check.log
: > "$log"

# check NAME COMMAND...: runs the command, whose output goes to the log.
check() {
    name=$1
    shift
    echo "== $name" >> "$log"
    if "$@" >> "$log" 2>&1; then
        echo "passed  $name"
    else
        echo "FAILED  $name"
        failed=1
    fi
}

clean_tree() { [ -z "$(git status --porcelain)" ]; }
same_version() { ! grep -rn --include=pom.xml -e '-SNAPSHOT' . && grep -q "<version>$version</version>" pom.xml gen-bom/pom.xml; }
in_changelog() { grep -F "## $version" CHANGELOG.md | grep -v 'not released' | grep -q .; }
address() { ! grep -n 'example\.invalid' pom.xml gen-bom/pom.xml; }
compatible() {
    tag=$(git tag --merged HEAD^ --sort=-creatordate --list 'v*' | head -1)
    if [ -z "$tag" ]; then
        echo "there is no earlier release"
        return 0
    fi
    tools/compatibility.sh "$tag"
}
sbom() {
    mvn --batch-mode --quiet -Prelease,sbom -DskipTests package && [ -s gen-app/target/bom.json ]
}

check "clean working tree" clean_tree
check "version $version everywhere, no SNAPSHOT" same_version
check "CHANGELOG.md has $version, released" in_changelog
check "the project's address is set in both POMs" address
if [ "$quick" = no ]; then
    check "licences of the app's jar are listed" tools/third-party.sh --check
    check "tests, Javadoc, embedding and reproducible build" ./gen test --all
    check "compatible with the last tag v*" compatible
    check "list of components (SBOM)" sbom
fi
if [ "$failed" != 0 ]; then
    echo "$version cannot be published yet, see $log" >&2
    exit 1
fi
