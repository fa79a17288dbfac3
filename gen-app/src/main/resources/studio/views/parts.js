// What several views show of a run.

import { h } from "../dom.js";
import { metricName, metricUnit, number } from "../format.js";

const STATES = { running: "Running", finished: "Finished", stopped: "Stopped", failed: "Failed" };

/** The state of a run, as a word with a mark. */
function stateBadge(state) {
    return h("span", { class: `state ${state}` }, STATES[state] ?? state);
}

/** How far a run is. */
function progress(run) {
    const text = run.epochs ? `Epoch ${run.epoch ?? 0} of ${run.epochs}` : `Epoch ${run.epoch ?? 0}`;
    return h(
        "span",
        { class: "progress" },
        h("span", {}, text),
        run.state === "running" && h("progress", { max: run.epochs || 1, value: run.epoch ?? 0, "aria-label": text }),
    );
}

/** What a run is judged by: each figure with its name and unit. */
function figures(run) {
    return run.figures.map(({ name, value, best }) =>
        h(
            "span",
            { class: "metric" },
            best && `best ${/^loss/.test(name) ? "test " : ""}`,
            metricName(name),
            " ",
            h("strong", {}, number(value)),
            ` ${metricUnit(name)}`,
        ),
    );
}

/** How a run stands: its state, how far it is, and its figures. */
export function standing(run) {
    return [stateBadge(run.state), progress(run), figures(run)];
}

/** A picture of samples from the server. */
export function gridImage(url, text, className = "") {
    return h("img", { class: `pixels ${className}`, src: url, alt: text, decoding: "async" });
}

/** Facts as names and values. */
export function facts(entries) {
    return h(
        "dl",
        { class: "facts" },
        entries.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    );
}

/** The address of a run's view. */
export function runLink(id) {
    return `#/runs/${encodeURIComponent(id)}`;
}

/** The address where one plays with a run. */
export function playLink(id) {
    return `#/play/${encodeURIComponent(id)}`;
}

/** The address where two runs stand side by side. */
export function compareLink(...ids) {
    return ["#/compare", ...ids.map(encodeURIComponent)].join("/");
}
