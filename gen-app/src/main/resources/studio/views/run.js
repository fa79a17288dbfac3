// One run: how it learns, what it draws, how it was set.

import { h, replace } from "../dom.js";
import { plural, time } from "../format.js";
import { followRun, loadRun } from "../live.js";
import { MetricCharts } from "../metrics.js";
import { configFacts } from "./config.js";
import { GridSlider } from "./grids.js";
import { compareLink, facts, playLink, standing } from "./parts.js";

/** The view of a run, live while it is running. */
export async function runView([id], signal) {
    const loaded = await loadRun(id, signal);
    const { run } = loaded;
    const charts = new MetricCharts(signal);
    const slider = new GridSlider(id, signal);
    const state = h("p", { class: "line-up" });
    const play = h("a", { class: "button primary", href: playLink(id) }, "Play");
    const show = () => {
        replace(state, standing(loaded.run));
        play.hidden = !loaded.run.hasModel;
        charts.show(loaded.metrics);
        slider.grids = loaded.grids;
    };
    show();
    followRun(loaded, show, signal);

    return {
        title: id,
        content: h(
            "div",
            {},
            h(
                "div",
                { class: "head" },
                h("div", {}, h("p", { class: "over" }, h("a", { href: "#/runs" }, "Runs")), h("h1", {}, id), h("p", { class: "lead" }, run.description), state),
                h("div", { class: "tools" }, h("a", { class: "button", href: compareLink(id) }, "Compare"), play),
            ),
            h(
                "div",
                { class: "columns" },
                h("section", { class: "card", "aria-labelledby": "curves" }, h("h2", { id: "curves" }, "Curves"), charts.element),
                h(
                    "div",
                    { class: "stack" },
                    h("section", { class: "card", "aria-labelledby": "pictures" }, h("h2", { id: "pictures" }, "Pictures"), slider.element),
                    h("section", { class: "card", "aria-labelledby": "settings" }, h("h2", { id: "settings" }, "Settings"), settings(run)),
                ),
            ),
        ),
    };
}

function settings(run) {
    return h(
        "div",
        {},
        facts([
            ["started", run.started && time(run.started)],
            ["data", run.data],
            ["images", `${run.width} × ${run.height}, ${run.channels === 1 ? "grey" : plural(run.channels, "channel")}`],
        ]),
        configFacts(run.config ?? {}),
    );
}
