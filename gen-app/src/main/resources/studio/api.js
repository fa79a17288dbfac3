// Calls of the REST API, which /openapi.json describes.

/** What the server, or the way to it, had against a request; the message is for the reader of the page. */
export class ApiError extends Error {
    constructor(message, status) {
        super(message);
        this.name = "ApiError";
        this.status = status;
    }
}

export const JSON_TYPE = "application/json";
export const PNG_TYPE = "image/png";

export const runs = (signal) => json(request("/api/runs", { signal }));
export const run = (id, signal) => json(request(runPath(id), { signal }));
export const metrics = (id, signal) => json(request(runPath(id, "metrics"), { signal }));
export const grids = (id, signal) => json(request(runPath(id, "grids"), { signal }));
export const samples = (id, body, signal) => json(post(id, "samples", body, signal));
export const reconstruct = (id, body, signal) => json(post(id, "reconstruct", body, signal));
export const decode = (id, body, signal) => json(post(id, "decode", body, signal));
export const interpolate = (id, body, signal) => json(post(id, "interpolate", body, signal));

/** The decoded plane of two latents: { image, extent, axes }. */
export const manifold = (id, { label }, signal) =>
    json(request(runPath(id, "manifold") + (label === undefined ? "" : `?label=${encodeURIComponent(label)}`), { headers: { Accept: JSON_TYPE }, signal }));

/**
 * The events of a run after a step, as they happen; handlers are called with the event's data. The browser connects anew
 * by itself, unless the server refuses: then "refused" is called.
 */
export function events(id, after, handlers, signal) {
    const source = new EventSource(`${runPath(id, "events")}?after=${after}`);
    const { refused, ...named } = handlers;
    for (const [name, handler] of Object.entries(named)) {
        source.addEventListener(name, (event) => handler(JSON.parse(event.data)));
    }
    source.addEventListener("error", () => {
        if (source.readyState === EventSource.CLOSED) {
            refused?.();
        }
    });
    signal.addEventListener("abort", () => source.close());
}

/** /api/runs/ID/… */
export function runPath(id, ...rest) {
    return ["/api/runs", encodeURIComponent(id), ...rest].join("/");
}

function post(id, verb, body, signal) {
    return request(runPath(id, verb), {
        method: "POST",
        headers: { "Content-Type": JSON_TYPE, Accept: JSON_TYPE },
        body: JSON.stringify(body),
        signal,
    });
}

async function json(response) {
    return (await response).json();
}

async function request(path, options) {
    let response;
    try {
        response = await fetch(path, options);
    } catch (error) {
        if (error.name === "AbortError") {
            throw error;
        }
        throw new ApiError("The server does not answer. Is gen serve still running?", 0);
    }
    if (!response.ok) {
        throw new ApiError(await problem(response), response.status);
    }
    return response;
}

/** The detail of a problem (RFC 9457), or what there is instead. */
async function problem(response) {
    const isProblem = response.headers.get("Content-Type")?.includes("json");
    const body = isProblem ? await response.json().catch(() => ({})) : {};
    return body.detail ?? body.title ?? `The server answered ${response.status} to ${new URL(response.url).pathname}.`;
}
