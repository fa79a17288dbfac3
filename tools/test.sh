#!/bin/sh
# Builds and tests everything: ./gen test [--all] [ARGUMENT OF MAVEN ...]
# Tests that need MNIST or a browser are skipped where these are missing, and listed with the reason.
# --all  is for CI: installs a missing browser, fails if a test was skipped, and tries what a release promises: Javadoc without a
#        warning, the projects examples/embed and examples/spring-boot against the installed libraries, a client generated from the
#        studio's document, and the same bytes from a second build.
set -eu
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$home/tools/build.sh"

all=no
if [ "${1:-}" = --all ]; then
    all=yes
    shift
fi

have_browser() {
    { command -v chromium || command -v google-chrome || command -v chromium-browser; } > /dev/null \
        && command -v chromedriver > /dev/null
}

# Prints each skipped test with its reason, from the reports of the tests.
skipped() {
    find "$home"/gen-*/target "$home"/examples/*/target -name 'TEST-*.xml' -newer "$start" -print0 2> /dev/null \
        | xargs -0 -r awk '
            match($0, /<testcase name="[^"]*" classname="[^"]*"/) {
                split(substr($0, RSTART, RLENGTH), part, "\"")
                test = part[4] "." part[2]
            }
            /<skipped/ {
                # Surefire gives the reason as an attribute or as text.
                reason = $0
                sub(/.*<skipped[^>]*message="/, "", reason) || sub(/.*<skipped[^>]*>(<!\[CDATA\[)?/, "", reason)
                sub(/".*|\]\]>.*|<\/skipped.*|&#10;.*/, "", reason)
                gsub(/org.opentest4j.TestAbortedException: |Assumption failed: /, "", reason)
                print "  " test ": " reason
            }'
}

if ! have_browser && [ "$all" = yes ]; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver > /dev/null
fi

lock
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
start=$scratch/start
: > "$start"
if [ "$all" = no ]; then
    maven "$@" verify
else
    # As from a fresh clone. Maven's clean would also delete the log that it writes to.
    rm -rf "$home"/gen-*/target "$home"/examples/*/target
    # A repository of links to the machine's own, so that the libraries can be installed for another project.
    repository=$scratch/repository
    mkdir -p "$HOME/.m2/repository"
    cp -as "$HOME/.m2/repository" "$repository"
    maven "-Dmaven.repo.local=$repository" -Prelease "$@" install
fi

unlock
skipped=$(skipped)
if [ -n "$skipped" ]; then
    echo "gen: these tests were skipped:" >&2
    echo "$skipped" >&2
    [ "$all" = no ] || exit 1
else
    echo "gen: all tests passed, and none was skipped" >&2
fi

if [ "$all" = yes ]; then
    "$home/tools/embed-test.sh" "$repository"
    "$home/tools/documents-test.sh" "$repository"
    "$home/tools/openapi/client.sh"
    "$home/tools/reproducible.sh"
fi
