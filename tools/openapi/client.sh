#!/bin/sh
# Generates a Java client from the studio's OpenAPI document by openapi-generator, and compiles it.
#
#   tools/openapi/client.sh [DOCUMENT]
#
# Needs Maven, which fetches the generator and what the client depends on.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
document=${1:-$root/gen-app/src/main/resources/io/gen4j/app/studio/openapi.yaml}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mvn -q org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
    -Dartifact=org.openapitools:openapi-generator-cli:7.14.0 -DoutputDirectory="$work"
java -jar "$work/openapi-generator-cli-7.14.0.jar" generate -g java --library native -i "$document" \
    -o "$work/client" > "$work/log" 2>&1 || { tail -20 "$work/log" >&2; exit 1; }
cd "$work/client"
mvn -q -Dmaven.test.skip=true compile
for operation in listDatasets putFile planTraining train stopTraining resumeRun; do
    grep -rq " $operation(" src/main/java/org/openapitools/client/api || { echo "the client has no $operation" >&2; exit 1; }
done
echo "the client compiles: $(find src/main/java -name '*.java' | wc -l) files"
