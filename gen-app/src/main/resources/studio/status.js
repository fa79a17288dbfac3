// The status line at the foot of the page. Screen readers read it out.

const SHOWN_MS = 6000;
const line = document.getElementById("status");
let timer;

/** Shows a success for a while. */
export function tell(text) {
    show(text, false);
    timer = setTimeout(clear, SHOWN_MS);
}

/** Reads out a change that is visible on the page. */
export function announce(text) {
    show(text, false);
    line.classList.add("unseen");
}

/** Shows a failure until the next message. */
export function tellError(error) {
    if (error?.name === "AbortError") {
        return;
    }
    show(error?.message ?? String(error), true);
}

/** Clears the line. */
export function clear() {
    clearTimeout(timer);
    line.textContent = "";
    line.classList.remove("error", "unseen");
}

/** Clears an error; other messages stay. */
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
