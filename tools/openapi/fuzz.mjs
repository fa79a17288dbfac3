// Sends requests that are made from the OpenAPI document, right ones and wrong ones, and checks each answer against it.
//
//   node fuzz.mjs ADDRESS REQUESTS SEED

import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [address, requests = "5000", seed = "1"] = process.argv.slice(2);
const ALWAYS = [400, 403, 404, 405, 408, 414, 421, 431];
const PARALLEL = 8;

let state = Number(seed);
/** A number from 0 to 1 (mulberry32): the same seed, the same requests. */
function random() {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const below = (n) => Math.floor(random() * n);
const pick = (values) => values[below(values.length)];
const chance = (share) => random() < share;

const document = await (await fetch(`${address}/api/openapi.json`)).json();
const runs = (await (await fetch(`${address}/api/runs`)).json()).map(({ id }) => id);
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, "api");

/** Follows a reference within the document. */
function resolved(node) {
    return node?.$ref ? node.$ref.slice(2).split("/").reduce((at, name) => at[name.replaceAll("~1", "/")], document) : node;
}

const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    ["get", "put", "post", "delete"]
        .filter((method) => item[method])
        .map((method) => ({ path, method, operation: item[method], parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map(resolved) })),
);

const ODD = [null, true, "", "8", "1f", "ünï\u0000", -1, 0, 1.5, 1e99, 2 ** 53, -(2 ** 63), [], {}, [[]], "x".repeat(5000), "../x", "NaN"];

/** A value that a schema allows, for the most part. */
function value(schema, depth = 0) {
    schema = resolved(schema);
    if (chance(0.06) || depth > 6) {
        return pick(ODD);
    }
    if (schema.enum) {
        return pick(schema.enum);
    }
    switch (Array.isArray(schema.type) ? pick(schema.type) : schema.type) {
        case "integer":
            return (schema.minimum ?? -5) + below(Math.min(40, (schema.maximum ?? 1e9) - (schema.minimum ?? -5) + 1));
        case "number":
            return Number((random() * 8 - 4).toFixed(3));
        case "boolean":
            return chance(0.5);
        case "string":
            return schema.contentEncoding === "base64" ? pick([PNG, PNG, "AAAA", "no base64!"]) : pick(["0", "1", "8", "text", "ünï", ""]);
        case "array":
            return Array.from({ length: pick([1, 1, 2, 3, 4, 4, 4, 8]) }, () => value(schema.items ?? {}, depth + 1));
        case "object": {
            const names = Object.keys(schema.properties ?? {}).filter((name) => schema.required?.includes(name) || chance(0.4));
            const object = Object.fromEntries(names.map((name) => [name, value(schema.properties[name], depth + 1)]));
            return chance(0.05) ? { ...object, unknown: 1 } : object;
        }
        default:
            return pick(ODD);
    }
}

const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

function requestOf({ path, method, operation, parameters }) {
    const query = new URLSearchParams();
    let url = path;
    for (const parameter of parameters) {
        if (parameter.in === "path") {
            const text = chance(0.85) && runs.length > 0 ? pick(runs) : String(pick(["none", "../x", "a b", "ünï", "%", "x".repeat(300), "sampled-1.png"]));
            url = url.replace(`{${parameter.name}}`, encodeURIComponent(parameter.name === "name" && chance(0.5) ? "sampled-1.png" : text));
        } else if (parameter.in === "query" && chance(0.4)) {
            [value(parameter.schema)].flat().forEach((each) => query.append(parameter.name, typeof each === "object" ? JSON.stringify(each) : String(each)));
        }
    }
    const headers = { Accept: pick(["application/json", "image/png", "*/*", "text/html", "application/json, image/png"]) };
    const schema = operation.requestBody?.content["application/json"].schema;
    let body;
    if (schema) {
        headers["Content-Type"] = chance(0.96) ? "application/json" : "text/plain";
        const text = JSON.stringify(value(schema));
        body = chance(0.04) ? text.slice(0, below(text.length)) : text;
    }
    const wrongMethod = chance(0.03) ? pick(["PUT", "DELETE", "PATCH", "POST", "OPTIONS"]) : null;
    return { url: `${address}${url}${query.size > 0 ? `?${query}` : ""}`, method: (wrongMethod ?? method).toUpperCase(), headers, body, isOther: wrongMethod !== null };
}

const problem = ajv.compile({ $ref: "api#/components/schemas/Problem" });
const validators = new Map();

function validator(path, method, status, type) {
    const key = `${path} ${method} ${status} ${type}`;
    if (!validators.has(key)) {
        const response = document.paths[path][method].responses[status];
        const pointer = response.$ref ? response.$ref : `#/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1")}/${method}/responses/${status}`;
        const content = resolved(response).content?.[type];
        validators.set(key, content?.schema ? ajv.compile({ $ref: `api${pointer}/content/${type.replaceAll("/", "~1")}/schema` }) : content ? () => true : null);
    }
    return validators.get(key);
}

/** What is wrong with an answer, or nothing. */
async function fault(chosen, request) {
    // Events never end: their head is enough.
    const ending = new AbortController();
    const response = await fetch(request.url, { method: request.method, headers: request.headers, body: request.body, redirect: "manual", signal: ending.signal });
    counts[response.status] = (counts[response.status] ?? 0) + 1;
    const type = (response.headers.get("Content-Type") ?? "").split(";")[0];
    if (type === "text/event-stream") {
        ending.abort();
        return response.status === 200 ? null : "events with another status";
    }
    const body = await response.arrayBuffer();
    const { responses } = chosen.operation;
    if (response.status >= 500 && !(response.status === 503 && responses[503])) {
        return `status ${response.status}`;
    }
    if (request.isOther) {
        return response.status < 500 ? null : `status ${response.status}`;
    }
    const isDocumented = responses[response.status] !== undefined;
    if (!isDocumented && !ALWAYS.includes(response.status)) {
        return `undocumented status ${response.status}`;
    }
    if (response.status >= 400) {
        const json = parsed(body);
        return type === "application/problem+json" && problem(json) && json.status === response.status ? null : `no problem of its status: ${type}, ${ajv.errorsText(problem.errors)}`;
    }
    const check = validator(chosen.path, chosen.method, response.status, type);
    if (check === null) {
        return `undocumented type ${type}`;
    }
    return type !== "application/json" || check(parsed(body)) ? null : ajv.errorsText(check.errors);
}

function parsed(body) {
    try {
        return JSON.parse(new TextDecoder().decode(body));
    } catch {
        return undefined;
    }
}

const counts = {};
const faults = [];
let left = Number(requests);
async function work() {
    while (left-- > 0) {
        // Deleting would leave nothing to ask.
        const chosen = pick(operations.filter(({ method }) => method !== "delete" || chance(0.01)));
        const request = requestOf(chosen);
        if (request.method === "DELETE") {
            request.url = request.url.replace(/runs\/[^/?]*/, "runs/none");
        }
        try {
            const wrong = await fault(chosen, request);
            if (wrong) {
                faults.push(`${request.method} ${request.url.slice(0, 200)} ${String(request.body).slice(0, 300)}: ${wrong}`);
            }
        } catch (error) {
            faults.push(`${request.method} ${request.url.slice(0, 200)}: ${error.cause ?? error}`);
        }
    }
}
await Promise.all(Array.from({ length: PARALLEL }, work));
console.log(`${requests} requests, seed ${seed}; answers by status: ${JSON.stringify(counts)}`);
console.log(`${faults.length} answers were not as documented`);
faults.slice(0, 20).forEach((each) => console.log(each));
process.exit(faults.length > 0 ? 1 : 0);
