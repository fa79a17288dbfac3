// Runs as a table: their state, their figures, and their different settings.

import { h, replace } from "../dom.js";
import { metricName, number, time, words } from "../format.js";
import { flatConfig } from "./config.js";
import { nameOf, runLink } from "./parts.js";
import { grouped, groupName } from "./run-groups.js";
import { one, t } from "../language.js";

const MOST_ROWS = 200;

/** A table with one column per figure and per different setting. A click on a heading sorts the table. */
export class RunTable {
    element = h("div", { class: "table-scroll wide", tabindex: "0", role: "region", "aria-label": t("table.runs") });
    #ticks;
    #choose;
    #sort;
    #groups;
    #shape = "";
    #rows = MOST_ROWS;
    #lines = new Map();
    #folds = [];

    /** @param sort receives the column to sort by */
    constructor(ticks, choose, sort, groups) {
        this.#groups = groups;
        this.#ticks = ticks;
        this.#choose = choose;
        this.#sort = sort;
    }

    show(runs, { sort }, { isSilent = false } = {}) {
        const configs = new Map(runs.map((run) => [run.id, new Map(flatConfig(run.config ?? {}))]));
        const figures = [...new Set(runs.flatMap((run) => run.figures.map(({ name }) => name)))];
        const settings = differing([...configs.values()]);
        const columns = [
            ["state", one("column", "state"), (run) => (isSilent && run.state === "running" ? one("badge", "silent") : one("state", run.state))],
            ["epoch", one("column", "epoch"), (run) => (run.epochs ? t("table.epoch_of", { epoch: run.epoch ?? 0, epochs: run.epochs }) : run.epoch)],
            ...figures.map((name) => [`figure:${name}`, metricName(name), (run) => figureOf(run, name)]),
            ...["group", "data"].filter((name) => runs.some((run) => run[name] !== runs[0][name])).map((name) => [name, one("column", name), (run) => run[name]]),
            ...settings.map((name) => [name, name, (run) => configs.get(run.id).get(name) ?? "–"]),
            ["started", one("column", "started"), (run) => (run.started ? time(run.started) : "")],
        ];
        const shape = JSON.stringify([runs.map((run) => [run.id, run.group]), columns.map(([key]) => key), sort, this.#rows]);
        if (shape !== this.#shape) {
            this.#shape = shape;
            this.#build(runs, columns, sort);
        }
        this.#fill(runs, columns);
    }

    /** Writes the cells of the shown rows. The elements stay, and with them the focus. */
    #fill(runs, columns) {
        this.#folds.forEach((fold) => fold());
        for (const run of runs) {
            const line = this.#lines.get(run.id);
            if (line) {
                const texts = columns.map(([, , text]) => String(text(run)));
                line.box.checked = this.#ticks.has(run.id);
                [nameOf(run), ...texts].forEach((text, i) => line.cells[i].textContent !== text && (line.cells[i].textContent = text));
            }
        }
    }

    #build(runs, columns, sort) {
        this.#lines.clear();
        this.#folds = [];
        replace(
            this.element,
            h(
                "table",
                { class: "runs-table" },
                h("caption", { class: "unseen" }, t("table.caption")),
                h("thead", {}, h("tr", {}, h("th", { scope: "col" }, h("span", { class: "unseen" }, t("table.chosen"))), [["id", one("column", "id")], ...columns].map(([key, text]) => this.#heading(key, text, sort)))),
                this.#bodies(runs, columns),
            ),
            runs.length > this.#rows && h("p", {}, h("button", { type: "button", onclick: () => this.#more(runs, sort) }, t("table.show_all", { count: runs.length }))),
        );
    }

    /** One body per group, with a heading that collapses it. */
    #bodies(runs, columns) {
        const groups = grouped(runs);
        const shown = new Set(runs.slice(0, this.#rows));
        if (groups.length <= 1 && !groups[0]?.[0]) {
            return h("tbody", {}, [...shown].map((run) => this.#row(run, columns)));
        }
        return groups.map(([group, members]) => {
            const rows = members.filter((run) => shown.has(run)).map((run) => this.#row(run, columns));
            const show = (isOpen) => {
                rows.forEach((row) => (row.hidden = !isOpen));
                button.setAttribute("aria-expanded", String(isOpen));
            };
            const toggle = () => {
                this.#groups.setOpen(group, !this.#groups.isOpen(group));
                show(this.#groups.isOpen(group));
            };
            const button = h("button", { type: "button", class: "heading folding", onclick: toggle }, `${groupName(group)} · ${t("count.runs", { count: members.length })}`);
            this.#folds.push(() => show(this.#groups.isOpen(group)));
            return h("tbody", {}, h("tr", { class: "group-row" }, h("th", { scope: "rowgroup", colspan: columns.length + 2 }, button)), rows);
        });
    }

    #more(runs, sort) {
        this.#rows = Infinity;
        this.show(runs, { sort });
    }

    #heading(key, text, sort) {
        const direction = sort === key ? "ascending" : sort === `-${key}` ? "descending" : undefined;
        return h(
            "th",
            { scope: "col", "aria-sort": direction },
            h("button", { type: "button", class: "heading", onclick: () => this.#sort(sort === key ? `-${key}` : key) }, words(text), direction && h("span", { "aria-hidden": "true" }, direction === "ascending" ? " ↑" : " ↓")),
        );
    }

    #row(run, columns) {
        const box = h("input", { type: "checkbox", "aria-label": t("cards.compare", { id: run.id }), onchange: () => this.#choose(run.id, box.checked) });
        const name = h("a", { href: runLink(run.id) });
        const cells = columns.map(() => h("td", {}));
        this.#lines.set(run.id, { box, cells: [name, ...cells] });
        return h("tr", {}, h("td", {}, box), h("th", { scope: "row" }, name), cells);
    }
}

function figureOf(run, name) {
    const figure = run.figures.find((each) => each.name === name);
    return figure ? number(figure.value) : "–";
}

/** Names of the settings that differ between runs. */
export function differing(configs) {
    const names = [...new Set(configs.flatMap((config) => [...config.keys()]))];
    return names.filter((name) => configs.some((config) => config.get(name) !== configs[0].get(name)));
}
