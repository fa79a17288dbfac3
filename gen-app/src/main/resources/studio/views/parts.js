// What several views show of a run.

import { local } from "../api.js";
import { h } from "../dom.js";
import { metricName, metricUnit, number } from "../format.js";

const STATES = { running: "Running", finished: "Finished", stopped: "Stopped", failed: "Failed", gone: "Gone", silent: "No news" };

/** The state of a run, as a word with a mark. */
function stateBadge(state) {
    return h("span", { class: `state ${state}` }, STATES[state] ?? state);
}

/** How far a run is. */
function progress(run, isLive) {
    const [epoch, epochs] = [run.epoch, run.epochs].map((count) => (count ?? 0).toLocaleString("en"));
    const text = run.epochs ? `Epoch ${epoch} of ${epochs}` : `Epoch ${epoch}`;
    return h("span", { class: "progress" }, h("span", {}, text), isLive && h("progress", { max: run.epochs || 1, value: run.epoch ?? 0, "aria-label": text }));
}

/** What a run is judged by: each figure with its name and unit. */
export function figures(run) {
    return run.figures.map(({ name, value, best }) =>
        h("span", { class: "metric" }, best && `best ${/^loss/.test(name) ? "test " : ""}`, metricName(name), " ", h("strong", {}, number(value)), ` ${metricUnit(name)}`),
    );
}

/** How a run stands: its state, how far it is, and its figures. Nothing is claimed of a run that is gone, or of a silent server. */
export function standing(run, { isGone = false, isSilent = false } = {}) {
    const state = isGone ? "gone" : isSilent && run.state === "running" ? "silent" : run.state;
    return [stateBadge(state), progress(run, state === "running"), figures(run)];
}

/** What of a run cannot be read. */
export function problems(run) {
    return run.problems.length > 0 && h("ul", { class: "problems" }, run.problems.map((problem) => h("li", {}, problem)));
}

/** A picture of samples from the server, loaded when it comes into view. */
export function gridImage(url, text, className = "") {
    return h("img", { class: `pixels ${className}`, src: local(url), alt: text, decoding: "async", loading: "lazy" });
}

/** Facts as names and values. */
export function facts(entries) {
    return h(
        "dl",
        { class: "facts" },
        entries.filter(([, value]) => value !== false && value !== null && value !== undefined && value !== "").map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    );
}

/** The name of a run for people. */
export function nameOf(run) {
    return run.name || run.id;
}

/** The address of a run's view. */
export function runLink(id) {
    return `#/runs/${encodeURIComponent(id)}`;
}

/** The address where one plays with a run. */
export function playLink(id) {
    return `#/play/${encodeURIComponent(id)}`;
}

/** The address where runs stand side by side. */
export function compareLink(...ids) {
    return ["#/compare", ...ids.map(encodeURIComponent)].join("/");
}
