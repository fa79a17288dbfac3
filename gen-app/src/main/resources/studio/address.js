// The address of a view: #/name/part/part?key=value.

/** Reads { name, parts, query } from the page's address. */
export function readAddress() {
    const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
    const [name, ...parts] = path.split("/");
    return { name, parts: parts.filter(Boolean).map(decoded), query: new URLSearchParams(query) };
}

/** Keeps a view's state in the address, so that reload, Back and a copied link restore it. Drops empty values. */
export function keepInAddress(values) {
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
    history.replaceState(history.state, "", `${path || "#/runs"}${text ? `?${text}` : ""}`);
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
