// A comparison of several runs.

import * as api from "../api.js";
import { h, replace } from "../dom.js";
import { listed, t } from "../language.js";
import { followRun, loadRun } from "../live.js";
import { newest } from "../newest.js";
import { MetricCharts } from "../metric-charts.js";
import { flatConfig } from "./config.js";
import { GridSlider } from "./grids.js";
import { compareLink, nameOf, runLink, standing } from "./parts.js";
import { evaluationTable, titleOf } from "./evaluation.js";
import { differing } from "./run-table.js";

const MOST = 12;
const COLOURS = 6;

/** The choice of runs. From two runs on, the view shows their common and different settings. */
export async function compareView({ parts }, signal) {
    const ids = [...new Set(parts)].slice(0, MOST);
    const runs = await api.runs(signal);
    const body = h("div", { class: "stack" });
    const known = new Set(runs.map(({ id }) => id));
    const found = ids.filter((id) => known.has(id));
    const missing = ids.filter((id) => !known.has(id));
    if (found.length > 1) {
        await compare(found, body, signal);
    } else {
        replace(body, h("p", { class: "empty muted" }, runs.length < 2 ? t("compare.two") : t("compare.add_more")));
    }
    return {
        title: t("compare.title"),
        content: h("div", {}, h("div", { class: "head" }, h("h1", {}, t("compare.title"))), choice(ids, runs), missing.length > 0 && h("p", { class: "notice" }, t("compare.gone", { names: listed(missing) })), body),
    };
}

/** The chosen runs, each with a button to remove it, and a field to add one. */
function choice(ids, runs) {
    const names = new Map(runs.map((run) => [run.id, nameOf(run)]));
    const found = ids.filter((id) => names.has(id));
    const side = (id) => (names.has(id) ? ` side-${(found.indexOf(id) % COLOURS) + 1}` : "");
    const select = h(
        "select",
        { id: "add-run", onchange: () => (location.hash = compareLink(...ids, select.value)) },
        h("option", { value: "" }, t("compare.add_more_option")),
        runs.filter(({ id }) => !ids.includes(id)).map((run) => h("option", { value: run.id }, nameOf(run))),
    );
    return h(
        "div",
        { class: "row chosen" },
        h("ul", { class: "chips" }, ids.map((id) =>
            h("li", { class: `chip${side(id)}` }, h("span", { class: "clip" }, names.get(id) ?? id), h("button", { type: "button", class: "quiet icon", "aria-label": t("compare.away", { id }), onclick: () => (location.hash = compareLink(...ids.filter((each) => each !== id))) }, "×")))),
        ids.length < MOST && h("div", { class: "field" }, h("label", { for: "add-run", class: "unseen" }, t("compare.add")), select),
    );
}

async function compare(ids, body, signal) {
    const loaded = await Promise.all(ids.map((id) => loadRun(id, signal)));
    const figures = h("div", {});
    const evaluate = newest(async () => {
        const all = await Promise.all(ids.map((id) => api.evaluations(id, signal)));
        replace(figures, comparedEvaluations(loaded.map(({ run }) => run), all));
    });
    await evaluate();
    const charts = new MetricCharts(signal);
    const sliders = loaded.map(({ run }, i) => new GridSlider(run.id, signal, (epoch) => sliders.forEach((slider, at) => at !== i && slider.goTo(epoch)), nameOf(run)));
    const states = ids.map(() => h("p", { class: "line-up" }));
    const draw = () => charts.show(loaded.map(({ run, metrics }) => ({ name: nameOf(run), metrics, batchSize: run.config?.batchSize })));
    const show = (i) => {
        replace(states[i], standing(loaded[i].run, loaded[i]));
        sliders[i].grids = loaded[i].grids;
    };
    loaded.forEach((each, i) => {
        show(i);
        let { reports } = each.run;
        followRun(each, () => {
            show(i);
            draw();
            if (each.run.reports !== reports) {
                reports = each.run.reports;
                evaluate();
            }
        }, signal);
    });
    draw();
    replace(
        body,
        h(
            "div",
            { class: ids.length === 2 ? "pair" : "pair many" },
            loaded.map(({ run }, i) =>
                h(
                    "section",
                    { class: `card side side-${(i % COLOURS) + 1}`, "aria-label": t("compare.side", { number: i + 1, name: nameOf(run) }) },
                    h("h2", {}, h("a", { href: runLink(run.id) }, nameOf(run))),
                    states[i],
                    sliders[i].element,
                ),
            ),
        ),
        h("section", { class: "card", "aria-labelledby": "curves" }, h("h2", { id: "curves" }, t("curves")), charts.element),
        h("section", { class: "card", "aria-labelledby": "evaluations" }, h("h2", { id: "evaluations" }, t("evaluations")), figures),
        h("section", { class: "card", "aria-labelledby": "settings" }, h("h2", { id: "settings" }, t("compare.settings")), differences(loaded.map(({ run }) => run))),
    );
}

/** The newest evaluation of each run that has one. */
function comparedEvaluations(runs, all) {
    const columns = runs.flatMap((run, i) => {
        const evaluation = all[i].evaluations.find(({ problem }) => problem === null);
        return evaluation ? [{ title: t("compare.column", { run: nameOf(run), title: titleOf(evaluation) }), evaluation }] : [];
    });
    return columns.length > 0 ? evaluationTable(columns) : h("p", { class: "muted" }, t("compare.none_evaluated"));
}

function differences(runs) {
    const configs = runs.map((run) => new Map(flatConfig(run.config ?? {})));
    const names = differing(configs);
    if (names.length === 0) {
        return h("p", { class: "muted" }, t("none"));
    }
    return h(
        "div",
        { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t("compare.table") },
        h(
            "table",
            {},
            h("thead", {}, h("tr", {}, [t("compare.setting"), ...runs.map(nameOf)].map((name) => h("th", { scope: "col" }, name)))),
            h("tbody", {}, names.map((name) => h("tr", {}, h("th", { scope: "row" }, name), configs.map((config) => h("td", {}, config.get(name) ?? "–"))))),
        ),
    );
}
