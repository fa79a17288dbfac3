// Two runs side by side.

import * as api from "../api.js";
import { field, h, replace } from "../dom.js";
import { followRun, loadRun } from "../live.js";
import { MetricCharts } from "../metrics.js";
import { flatConfig } from "./config.js";
import { GridSlider } from "./grids.js";
import { compareLink, runLink, standing } from "./parts.js";

const SIDES = ["A", "B"];

/** The choice of two runs, and, once they are chosen, what is alike and what differs. */
export async function compareView(ids, signal) {
    const runs = await api.runs(signal);
    const chosen = [ids[0] ?? runs[0]?.id ?? "", ids[1] ?? ""];
    const choice = SIDES.map((side, i) => {
        const select = h(
            "select",
            { onchange: () => (location.hash = compareLink(...selects.map((each) => each.value).filter(Boolean))) },
            h("option", { value: "" }, "choose a run"),
            runs.map((run) => h("option", { value: run.id, selected: run.id === chosen[i] }, run.id)),
        );
        return { select, field: h("div", { class: `side side-${side.toLowerCase()}` }, field(`Run ${side}`, select)) };
    });
    const selects = choice.map(({ select }) => select);
    const body = h("div", { class: "stack" });
    if (chosen.every(Boolean)) {
        await compare(chosen, body, signal);
    } else {
        replace(body, h("p", { class: "empty muted" }, runs.length < 2 ? "It takes two runs to compare." : "Choose two runs."));
    }
    return {
        title: "Compare",
        content: h("div", {}, h("div", { class: "head" }, h("h1", {}, "Compare")), h("div", { class: "pair choice" }, choice.map((each) => each.field)), body),
    };
}

async function compare(ids, body, signal) {
    const loaded = await Promise.all(ids.map((id) => loadRun(id, signal)));
    const charts = new MetricCharts(signal);
    const sliders = ids.map((id, i) => new GridSlider(id, signal, (epoch) => sliders[1 - i].goTo(epoch)));
    const states = ids.map(() => h("p", { class: "line-up" }));
    const draw = () => charts.compare(loaded.map(({ metrics }, i) => ({ name: SIDES[i], metrics })));
    const show = (i) => {
        replace(states[i], standing(loaded[i].run));
        sliders[i].grids = loaded[i].grids;
    };
    loaded.forEach((each, i) => {
        show(i);
        followRun(each, () => (show(i), draw()), signal);
    });
    draw();
    replace(
        body,
        h(
            "div",
            { class: "pair" },
            ids.map((id, i) =>
                h(
                    "section",
                    { class: `card side side-${SIDES[i].toLowerCase()}`, "aria-label": `Run ${SIDES[i]}` },
                    h("h2", {}, h("a", { href: runLink(id) }, id)),
                    states[i],
                    sliders[i].element,
                ),
            ),
        ),
        h("section", { class: "card", "aria-labelledby": "curves" }, h("h2", { id: "curves" }, "Curves"), charts.element),
        h("section", { class: "card", "aria-labelledby": "settings" }, h("h2", { id: "settings" }, "Settings that differ"), differences(loaded.map(({ run }) => run.config))),
    );
}

function differences(configs) {
    const [a, b] = configs.map((config) => new Map(flatConfig(config)));
    const names = [...new Set([...a.keys(), ...b.keys()])].filter((name) => a.get(name) !== b.get(name));
    if (names.length === 0) {
        return h("p", { class: "muted" }, "None.");
    }
    return h(
        "div",
        { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table of settings" },
        h(
            "table",
            {},
            h("thead", {}, h("tr", {}, ["setting", "A", "B"].map((name) => h("th", { scope: "col" }, name)))),
            h(
                "tbody",
                {},
                names.map((name) => h("tr", {}, h("th", { scope: "row" }, name), [a, b].map((side) => h("td", {}, side.get(name) ?? "–")))),
            ),
        ),
    );
}
