// The page's colours for canvases, which do not support CSS variables.

const probe = document.createElement("i");
probe.hidden = true;
document.body.append(probe);
let known = new Map();
const listeners = new Set();

/** The colour of a variable of the style sheet, such as "--series-1", in the current theme. */
export function colour(variable) {
    if (!known.has(variable)) {
        probe.style.color = `var(${variable})`;
        known.set(variable, getComputedStyle(probe).color);
    }
    return known.get(variable);
}

/** Calls the listener when the colours change. */
export function onColours(listener, signal) {
    listeners.add(listener);
    signal.addEventListener("abort", () => listeners.delete(listener));
}

function changed() {
    known = new Map();
    listeners.forEach((listener) => listener());
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ["data-theme"] });
