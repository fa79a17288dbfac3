// The address of a view: #/name/part/part?key=value.

/** Reads { name, parts, query } from the page's address. */
export function readAddress() {
    const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
    const [name, ...parts] = path.split("/");
    return { name, parts: parts.filter(Boolean).map(decoded), query: new URLSearchParams(query) };
}

// Browsers allow so many changes of the address: Safari 100 in 30 seconds, Chromium 200 in 10.
const MOST_CHANGES = 60;
const SPAN_MS = 30_000;
const LATER_MS = 1000;

const changes = []; // when the address was changed
let timer = null;
let kept = null; // { path, values } that wait for the timer

/** Keeps a view's state in the address, so that reload, Back and a copied link restore it. Drops empty values. */
export function keepInAddress(values) {
    const path = pathOf();
    kept = { path, values: { ...(kept?.path === path ? kept.values : {}), ...values } };
    const now = Date.now();
    while (changes.length > 0 && now - changes[0] > SPAN_MS) {
        changes.shift();
    }
    if (changes.length < MOST_CHANGES) {
        write();
    } else {
        timer ??= setTimeout(write, LATER_MS);
    }
}

/** Writes what waits, unless the page shows another view by now. */
function write() {
    clearTimeout(timer);
    timer = null;
    if (kept?.path === pathOf()) {
        changes.push(Date.now());
        history.replaceState(history.state, "", addressWith(kept.values));
    }
    kept = null;
}

function pathOf() {
    return location.hash.split("?")[0];
}

function addressWith(values) {
    const [path, query = ""] = location.hash.split("?");
    const parameters = new URLSearchParams(query);
    for (const [name, value] of Object.entries(values)) {
        if (value === "" || value === null || value === undefined || value === false) {
            parameters.delete(name);
        } else {
            parameters.set(name, String(value));
        }
    }
    const text = parameters.toString();
    return `${path || "#/runs"}${text ? `?${text}` : ""}`;
}

/** Writes a list of names as one value of the address. */
export function listText(names) {
    return names.map((name) => encodeURIComponent(name).replaceAll("~", "%7E")).join("~");
}

/** Reads a list of names. */
export function listOf(text) {
    return (text ?? "").split("~").filter(Boolean).map(decoded);
}

function decoded(part) {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}
