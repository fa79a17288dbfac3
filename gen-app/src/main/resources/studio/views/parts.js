// The parts of a run that several views show.

import { local } from "../api.js";
import { h } from "../dom.js";
import { metricName, metricUnit, number } from "../format.js";
import { one, t } from "../language.js";

/** The state of a run, as a word with a mark. */
function stateBadge(state) {
    return h("span", { class: `state ${state}` }, one("badge", state));
}

/** The progress of a run. */
function progress(run, isLive) {
    const [epoch, epochs] = [run.epoch ?? 0, run.epochs];
    const text = epochs ? t("progress.of", { epoch, epochs }) : t("progress", { epoch });
    return h("span", { class: "progress" }, h("span", {}, text), isLive && h("progress", { max: run.epochs || 1, value: run.epoch ?? 0, "aria-label": text }));
}

/** The quality figures of a run, each with its name and unit. */
export function figures(run) {
    return run.figures.map(({ name, value, best }) =>
        h("span", { class: "metric" }, best && (/^loss/.test(name) ? t("figure.best_test") : t("figure.best")), metricName(name), " ", h("strong", {}, number(value)), ` ${metricUnit(name)}`),
    );
}

/** The state, progress and figures of a run. They claim nothing if the run is gone or the server is silent. */
export function standing(run, { isGone = false, isSilent = false } = {}) {
    const state = isGone ? "gone" : isSilent && run.state === "running" ? "silent" : run.state;
    return [stateBadge(state), progress(run, state === "running"), figures(run)];
}

/** The unreadable files of a run. */
export function problems(run) {
    return run.problems.length > 0 && h("ul", { class: "problems" }, run.problems.map((problem) => h("li", {}, problem)));
}

/** A picture of samples from the server, loaded when it scrolls into view. */
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

/** The address of a run's play view. */
export function playLink(id) {
    return `#/play/${encodeURIComponent(id)}`;
}

/** The address of the comparison of runs. */
export function compareLink(...ids) {
    return ["#/compare", ...ids.map(encodeURIComponent)].join("/");
}
