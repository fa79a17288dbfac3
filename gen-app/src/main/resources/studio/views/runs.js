// All runs: as cards or as a table, searched, filtered, sorted and grouped.

import * as api from "../api.js";
import { keepInAddress, listOf, listText } from "../address.js";
import { h, replace } from "../dom.js";
import { t } from "../language.js";
import { news } from "../news.js";
import { newest } from "../newest.js";
import { workshop } from "../workshop/workshop.js";
import { compareLink } from "./parts.js";
import { CardList } from "./run-cards.js";
import { filtered, RunFilter } from "./run-filter.js";
import { RunGroups } from "./run-groups.js";
import { RunTable } from "./run-table.js";

const SILENT_STATE = { isSilent: true };

/** The view of all runs. It stays up to date, and you can choose runs to compare. */
export async function runsView({ query }, signal) {
    const { enabled: isWorkshop } = await workshop();
    const runs = new Map();
    const ticks = new Set(listOf(query.get("ticks")));
    const intro = h("p", { class: "lead" });
    const hint = h("span", { class: "muted", id: "compare-hint" });
    const compare = h("button", { type: "button", class: "primary", "aria-describedby": "compare-hint", onclick: () => (location.hash = compareLink(...ticks)) }, t("compare.title"));
    const choose = (id, isChosen) => {
        if (isChosen) {
            ticks.add(id);
        } else {
            ticks.delete(id);
        }
        showTicks();
    };
    const showTicks = () => {
        keepInAddress({ ticks: listText([...ticks]) });
        compare.disabled = ticks.size < 2;
        hint.textContent = t("runs.chosen", { count: ticks.size });
        hint.hidden = ticks.size === 0;
    };
    const groups = new RunGroups(query);
    const lists = { cards: new CardList(ticks, choose, groups), table: new RunTable(ticks, choose, (sort) => filter.set({ sort }), groups) };
    const place = h("div", {});
    const content = h("div", {});
    const show = () => {
        const all = [...runs.values()];
        const { view } = filter.values;
        const chosen = filtered(all, filter.values);
        filter.offer(all);
        intro.textContent = summary(all, chosen.length);
        replaceIfOther(place, [chosen.length === 0 && all.length > 0 ? h("p", { class: "empty muted" }, t("runs.none_fits")) : lists[view].element]);
        lists[view].show(chosen, filter.values, news.isLost ? SILENT_STATE : {});
        replaceIfOther(content, all.length > 0 ? [head, filter.element, place] : [head, isWorkshop ? firstSteps() : empty()]);
        compare.hidden = all.length < 2;
        showTicks();
    };
    const load = async () => {
        const list = await (filter.values.view === "table" ? api.runsWithSettings(signal) : api.runs(signal));
        const before = new Map(runs);
        runs.clear();
        list.forEach((run) => runs.set(run.id, { ...before.get(run.id), ...run }));
        forgetTicksOfGoneRuns();
        show();
    };
    const forgetTicksOfGoneRuns = () => [...ticks].filter((id) => !runs.has(id)).forEach((id) => ticks.delete(id));
    const filter = new RunFilter(query, newest(load));
    const head = h("div", { class: "head" }, h("div", {}, h("h1", {}, t("frame.runs")), intro), h("div", { class: "tools" }, hint, compare, h("a", { class: "button quiet", href: "#/trash" }, t("trash"))));

    await load();
    const soon = throttled(show, signal);
    const again = newest(load);
    const listen = (type, handler) => news.addEventListener(type, handler, { signal });
    listen("run", ({ detail }) => {
        const before = runs.get(detail.id);
        runs.set(detail.id, { ...before, ...detail });
        if (filter.values.view === "table" && before?.config === undefined) {
            again(); // news have no settings
        } else {
            soon();
        }
    });
    listen("removed", ({ detail }) => {
        runs.delete(detail.id);
        forgetTicksOfGoneRuns();
        soon();
    });
    listen("lost", soon);
    listen("back", again);
    return { title: t("frame.runs"), content };
}

/** Calls an action after a short delay, once for many calls. */
function throttled(action, signal) {
    let timer = null;
    signal.addEventListener("abort", () => clearTimeout(timer));
    return () => {
        timer ??= setTimeout(() => {
            timer = null;
            action();
        }, 100);
    };
}

/** Replaces the parts only if they differ, so the focus stays. */
function replaceIfOther(element, parts) {
    if (parts.length !== element.children.length || parts.some((part, i) => part !== element.children[i])) {
        replace(element, parts);
    }
}

function summary(runs, shown) {
    if (runs.length === 0) {
        return "";
    }
    const running = runs.filter((run) => run.state === "running").length;
    const texts = { trainings: t("count.trainings", { count: runs.length }), running: running === 0 ? t("runs.none") : t("runs.running", { count: running }) };
    return shown < runs.length ? t("runs.summary_shown", { ...texts, shown }) : t("runs.summary", texts);
}

function empty() {
    return h(
        "section",
        { class: "empty" },
        h("p", {}, t("runs.empty")),
        h("pre", {}, h("code", {}, "./gen train vae --epochs 5")),
        h("p", { class: "muted" }, t("runs.empty_then")),
    );
}

/** The way to a first generator, on a page with a workshop. */
function firstSteps() {
    return h(
        "section",
        { class: "empty" },
        h("p", {}, t("first.lead")),
        h("ol", { class: "steps" }, h("li", {}, t("first.data")), h("li", {}, t("first.train")), h("li", {}, t("first.play"))),
        h("a", { class: "button primary", href: "#/data" }, t("first.start")),
    );
}
