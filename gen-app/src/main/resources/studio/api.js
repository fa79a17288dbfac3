// Calls of the REST API, which api/openapi.json describes.

import { t } from "./language.js";
import { exactJson } from "./seed.js";

/** The failure of a request, in the server or on the way to it. The page shows its message. */
export class ApiError extends Error {
    constructor(message, status) {
        super(message);
        this.name = "ApiError";
        this.status = status;
    }
}

export const JSON_TYPE = "application/json";
export const PNG_TYPE = "image/png";

/** The base address of the studio: the root, or a proxy's path. */
export const BASE = new URL(".", document.baseURI);

export const runs = (signal) => json(request("api/runs", { signal }));
export const runsWithSettings = (signal) => json(request("api/runs?settings=true", { signal }));
export const run = (id, signal) => json(request(runPath(id), { signal }));
export const grids = (id, after, signal) => json(request(`${runPath(id, "grids")}?after=${after}`, { signal }));
export const samples = (id, body, signal, model) => json(post(id, "samples", body, signal, model));
export const reconstruct = (id, body, signal, model) => json(post(id, "reconstruct", body, signal, model));
export const decode = (id, body, signal, model) => json(post(id, "decode", body, signal, model));
export const interpolate = (id, body, signal, model) => json(post(id, "interpolate", body, signal, model));
export const models = (id, signal) => json(request(runPath(id, "models"), { signal }));
export const directions = (id, method, signal, model) => json(request(`${runPath(id, "directions")}?${new URLSearchParams({ method, model })}`, { signal }));
export const scores = (id, body, signal, model) => json(post(id, "scores", body, signal, model));
export const evaluations = (id, signal) => json(request(runPath(id, "evaluations"), { signal }));
export const evaluate = (id, body) => json(post(id, "evaluations", body));
export const jobs = (signal) => json(request("api/jobs", { signal }));
export const cancelJob = (id) => json(request(`api/jobs/${encodeURIComponent(id)}`, { method: "DELETE" }));
export const trash = (signal) => json(request("api/trash", { signal }));
export const remove = (id) => json(request(runPath(id), { method: "DELETE" }));
export const restore = (id) => json(request(`api/trash/${encodeURIComponent(id)}/restore`, { method: "POST" }));

/** Numbers of a run: { points, after, to, evaluatedAfter, measuredAfter }, each optional. */
export const metrics = (id, query, signal) => json(request(`${runPath(id, "metrics")}?${new URLSearchParams(query)}`, { signal }));

/** Replaces the notes of a run: { name, group, text }. */
export const putNotes = (id, notes) =>
    json(request(runPath(id, "notes"), { method: "PUT", headers: { "Content-Type": JSON_TYPE }, body: JSON.stringify(notes) }));

/** The decoded plane of two latents: { image, extent, axes }. */
export const manifold = (id, { label, model = "last" }, signal) => {
    const query = new URLSearchParams(label === undefined ? { model } : { label, model });
    return json(request(`${runPath(id, "manifold")}?${query}`, { headers: { Accept: JSON_TYPE }, signal }));
};

/** api/runs/ID/…, relative to the page. */
export function runPath(id, ...rest) {
    return ["api/runs", encodeURIComponent(id), ...rest].join("/");
}

/** Makes an address from the server relative to the page, since a proxy may move both. */
export function local(url) {
    return url.slice(url.search(/\/api\/(runs|workshop)\//) + 1);
}

function post(id, verb, body, signal, model = "last") {
    return request(`${runPath(id, verb)}${model === "last" ? "" : `?model=${model}`}`, {
        method: "POST",
        headers: { "Content-Type": JSON_TYPE, Accept: JSON_TYPE },
        body: exactJson(body),
        signal,
    });
}

/** The JSON of an answer. */
export async function json(response) {
    return (await response).json();
}

/** Sends a request; a refusal becomes an ApiError with one line. */
export async function request(path, options) {
    let response;
    try {
        response = await fetch(new URL(path, BASE), options);
    } catch (error) {
        if (error.name === "AbortError") {
            throw error;
        }
        throw new ApiError(t("api.silent"), 0);
    }
    if (response.status === 401) {
        // Shows the page that asks for the token.
        location.reload();
    }
    if (!response.ok) {
        throw new ApiError(await problem(response), response.status);
    }
    return response;
}

/** The detail of a problem (RFC 9457), or a substitute. */
async function problem(response) {
    const isProblem = response.headers.get("Content-Type")?.includes("json");
    const body = isProblem ? await response.json().catch(() => ({})) : {};
    return body.detail ?? body.title ?? t("api.status", { status: String(response.status), path: new URL(response.url).pathname });
}
