#!/bin/sh
# Checks the studio's API by validators that are not ours: redocly reads the document, ajv the answers to fuzzed requests.
#
#   tools/openapi/check.sh http://127.0.0.1:7860 [REQUESTS] [SEED]
#
# The studio must run, with at least one run that has a model. Needs Node.js 20; npm fetches the validators.
set -eu
address=${1:?"the address of a running studio is missing, such as http://127.0.0.1:7860"}
cd "$(dirname "$0")"
npm install --silent --no-audit --no-fund --no-package-lock
document=$(mktemp --suffix=.json)
trap 'rm -f "$document"' EXIT
curl -sSf "$address/api/openapi.json" -o "$document"
npx --no-install redocly lint --config redocly.yaml "$document"
node fuzz.mjs "$address" "${2:-5000}" "${3:-1}"
