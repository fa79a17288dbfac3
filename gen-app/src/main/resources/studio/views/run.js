// One run: how it learns, what it draws, how it was set.

import * as api from "../api.js";
import { h, replace } from "../dom.js";
import { plural, time } from "../format.js";
import { MetricCharts, RunMetrics } from "../metrics.js";
import { tell, tellError } from "../status.js";
import { configFacts } from "./config.js";
import { GridSlider } from "./grids.js";
import { compareLink, facts, metric, playLink, progress, stateBadge } from "./parts.js";

/** The view of a run, live while it is running. */
export async function runView([id], signal) {
    const [run, columns, grids] = await Promise.all([api.run(id, signal), api.metrics(id, signal), api.grids(id, signal)]);
    const metrics = new RunMetrics(columns);
    const charts = new MetricCharts(signal);
    const slider = new GridSlider(id, signal);
    const state = h("p", { class: "line-up" });
    const play = h("span", {});

    const draw = () => charts.show(metrics);
    const about = (current) => {
        replace(state, stateBadge(current.state), progress(current), metric(current.metric));
        replace(play, current.hasModel && h("a", { class: "button primary", href: playLink(id) }, "Play"));
    };
    about(run);
    draw();
    slider.grids = grids;
    if (run.state !== "finished") {
        api.events(id, metrics.lastStep, {
            metrics: ({ rows }) => {
                metrics.add(rows);
                draw();
            },
            epoch: async () => {
                const [current, fresh, pictures] = await Promise.all([api.run(id, signal), api.metrics(id, signal), api.grids(id, signal)]);
                metrics.evaluation = fresh.evaluation ?? metrics.evaluation;
                metrics.add(fresh.rows);
                draw();
                about(current);
                slider.grids = pictures;
            },
            refused: () => tellError(new Error("The server sends no news of this run: load the page again.")),
            state: async ({ state: now }) => {
                if (now !== run.state) {
                    run.state = now;
                    about(await api.run(id, signal));
                    tell(`${id} is ${now}.`);
                }
            },
        }, signal);
    }

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
            ["latents", run.latentSize],
        ]),
        configFacts(run.config ?? {}),
    );
}
