// One run: its metrics, pictures and settings.

import * as api from "../api.js";
import { h, replace } from "../dom.js";
import { time } from "../format.js";
import { t } from "../language.js";
import { followRun, loadRun } from "../live.js";
import { MetricCharts } from "../metric-charts.js";
import { afterCard } from "./after.js";
import { configFacts } from "./config.js";
import { EpochStrip } from "./epochs.js";
import { EvaluationCard } from "./evaluation.js";
import { GridSlider } from "./grids.js";
import { notesCard } from "./notes.js";
import { compareLink, facts, nameOf, playLink, problems, standing } from "./parts.js";

/** The view of a run, live while it is running. */
export async function runView({ parts: [id] }, signal) {
    const [loaded, { models }] = await Promise.all([loadRun(id, signal), api.models(id, signal)]);
    const [evaluation, after] = await Promise.all([EvaluationCard.load(loaded.run, models, signal), afterCard(loaded.run, models, signal)]);
    const charts = new MetricCharts(signal);
    const slider = new GridSlider(id, signal);
    const strip = new EpochStrip(id);
    const state = h("p", { class: "line-up" });
    const trouble = h("div", {});
    const title = h("h1", {}, nameOf(loaded.run));
    const play = h("a", { class: "button primary", href: playLink(id) }, t("play"));
    const notes = notesCard(loaded, () => replace(title, nameOf(loaded.run)));
    const show = () => {
        replace(state, standing(loaded.run, loaded));
        replace(trouble, loaded.isGone && h("p", { class: "notice" }, t("run.gone")), problems(loaded.run));
        play.hidden = !loaded.run.hasModel || loaded.isGone;
        charts.show([{ name: nameOf(loaded.run), metrics: loaded.metrics, batchSize: loaded.run.config?.batchSize }]);
        slider.grids = loaded.grids;
        strip.grids = loaded.grids;
        evaluation.reports = loaded.run.reports;
    };
    show();
    followRun(loaded, show, signal);
    const card = (name, heading, ...content) => h("section", { class: "card", "aria-labelledby": name }, h("h2", { id: name }, heading), content);
    return {
        title: nameOf(loaded.run),
        content: h(
            "div",
            {},
            h(
                "div",
                { class: "head" },
                h("div", {}, h("p", { class: "over" }, h("a", { href: "#/runs" }, t("frame.runs")), loaded.run.name && ` / ${id}`), title, h("p", { class: "lead" }, loaded.run.description), state, trouble),
                h("div", { class: "tools" }, h("a", { class: "button", href: compareLink(id) }, t("compare.title")), play),
            ),
            h(
                "div",
                { class: "columns" },
                card("curves", t("curves"), charts.element),
                h("div", { class: "stack" }, card("pictures", t("run.pictures"), slider.element, strip.element), evaluation.element, after, notes, card("settings", t("run.settings"), settings(loaded.run))),
            ),
        ),
    };
}

function settings(run) {
    return h(
        "div",
        {},
        facts([
            [t("run.started"), run.started && time(run.started)],
            [t("run.data"), run.data],
            [t("run.images"), run.width > 0 && t("run.size", { width: run.width, height: run.height, colours: run.channels === 1 ? t("run.grey") : t("count.channels", { count: run.channels }) })],
        ]),
        configFacts(run.config ?? {}),
    );
}
