// The line at the foot of the page that tells what happened, and is read out.

const SHOWN_MS = 6000;
const line = document.getElementById("status");
let timer;

/** Something went as wished; gone after a while. */
export function tell(text) {
    show(text, false);
    timer = setTimeout(clear, SHOWN_MS);
}

/** Something that is plain to see; only read out. */
export function announce(text) {
    show(text, false);
    line.classList.add("unseen");
}

/** Something failed; stays until the next message. */
export function tellError(error) {
    if (error?.name === "AbortError") {
        return;
    }
    show(error?.message ?? String(error), true);
}

/** Takes the line away. */
export function clear() {
    clearTimeout(timer);
    line.textContent = "";
    line.classList.remove("error", "unseen");
}

/** Takes an error away; other messages stay. */
export function clearError() {
    if (line.classList.contains("error")) {
        clear();
    }
}

function show(text, isError) {
    clearTimeout(timer);
    line.classList.remove("unseen");
    line.textContent = text;
    line.classList.toggle("error", isError);
}
