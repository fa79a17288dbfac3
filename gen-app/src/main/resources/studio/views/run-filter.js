// The filter, order and layout of the list of runs.

import { keepInAddress } from "../address.js";
import { field, h } from "../dom.js";
import { flatConfig } from "./config.js";
import { nameOf } from "./parts.js";
import { localeOf, one, t } from "../language.js";

const SORTS = ["newest", "oldest", "name", "best"];
const VIEWS = ["cards", "table"];
const STATES = ["running", "finished", "stopped", "failed"];

/** The controls of the list. The page's address keeps their values. */
export class RunFilter {
    values;
    #changed;
    #selects = {};
    #offered = "";

    /** @param changed is called after a value changes */
    constructor(query, changed) {
        this.#changed = changed;
        const known = (name, values, otherwise) => (values.includes(query.get(name)) ? query.get(name) : otherwise);
        this.values = {
            search: query.get("search") ?? "",
            state: query.get("state") ?? "",
            family: query.get("family") ?? "",
            group: query.get("group") ?? "",
            sort: query.get("sort") ?? "newest",
            view: known("view", VIEWS, "cards"),
        };
        this.element = this.#build();
    }

    /** Sets new values. */
    set(values) {
        Object.assign(this.values, values);
        const { sort, view } = this.values;
        keepInAddress({ ...this.values, sort: sort === "newest" ? "" : sort, view: view === "cards" ? "" : view });
        if (this.#selects.sort && SORTS.includes(sort)) {
            this.#selects.sort.value = sort;
        }
        this.#changed();
    }

    /** Offers the existing families and groups. */
    offer(runs) {
        const choices = Object.fromEntries(["family", "group"].map((name) => [name, distinct(runs, name, this.values[name])]));
        const offered = JSON.stringify(choices);
        if (offered === this.#offered) {
            return;
        }
        this.#offered = offered;
        for (const [name, values] of Object.entries(choices)) {
            const select = this.#selects[name];
            select.replaceChildren(h("option", { value: "" }, t("filter.all")), ...values.map((value) => h("option", { value }, value)));
            select.value = this.values[name];
            select.closest(".field").hidden = values.length < 2 && !(name === "group" && values.length === 1) && this.values[name] === "";
        }
    }

    #build() {
        const search = h("input", { type: "search", value: this.values.search, placeholder: t("filter.placeholder"), oninput: () => this.set({ search: search.value }) });
        return h(
            "div",
            { class: "row filter", role: "search" },
            field(t("filter.search"), search),
            this.#select("state", { "": t("filter.all"), ...named("state", STATES) }),
            this.#select("family", { "": t("filter.all") }),
            this.#select("group", { "": t("filter.all") }),
            this.#select("sort", named("sort", SORTS)),
            h(
                "fieldset",
                { class: "segments" },
                h("legend", { class: "unseen" }, t("filter.layout")),
                VIEWS.map((value) =>
                    h("label", {}, h("input", { type: "radio", name: "view", value, checked: value === this.values.view, onchange: () => this.set({ view: value }) }), one("layout", value)),
                ),
            ),
        );
    }

    #select(name, choices) {
        const select = h(
            "select",
            { onchange: () => this.set({ [name]: select.value }) },
            Object.entries(choices).map(([value, text]) => h("option", { value, selected: value === this.values[name] }, text)),
        );
        this.#selects[name] = select;
        return field(one("filter", name), select);
    }
}

/** The matching runs, in the chosen order. */
export function filtered(runs, { search, state, family, group, sort }) {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (run) => {
        const text = `${run.id} ${run.name} ${run.group} ${run.note} ${run.data} ${run.family}`.toLowerCase();
        return words.every((word) => text.includes(word)) && (!state || run.state === state) && (!family || run.family === family) && (!group || run.group === group);
    };
    return runs.filter(fits).sort(orders[sort] ?? bySetting(sort));
}

const started = (run) => run.started ?? "";
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const orders = {
    newest: (a, b) => compare(started(b), started(a)) || compare(b.id, a.id),
    oldest: (a, b) => compare(started(a), started(b)) || compare(a.id, b.id),
    name: (a, b) => nameOf(a).localeCompare(nameOf(b), localeOf(), { numeric: true }),
    best: (a, b) => compare(a.figures[0]?.value ?? Infinity, b.figures[0]?.value ?? Infinity),
};

/** Orders by a column of the table; a leading "-" reverses the order. */
function bySetting(sort) {
    const sign = sort.startsWith("-") ? -1 : 1;
    const name = sort.replace(/^-/, "");
    const values = new Map();
    const value = (run) => {
        if (!values.has(run)) {
            const setting = flatConfig(run.config ?? {}).find(([path]) => path === name)?.[1];
            values.set(run, name.startsWith("figure:") ? run.figures.find((figure) => `figure:${figure.name}` === name)?.value : (setting ?? run[name]));
        }
        return values.get(run);
    };
    return (a, b) => {
        const [x, y] = [value(a), value(b)];
        return x === y ? 0 : x === undefined ? 1 : y === undefined ? -1 : sign * inOrder(x, y);
    };
}

/** Orders numbers by their size, also those that are texts, and other texts by the alphabet. */
function inOrder(a, b) {
    const [x, y] = [a, b].map((value) => (value === "" ? NaN : Number(value)));
    return Number.isNaN(x) || Number.isNaN(y) ? String(a).localeCompare(String(b), localeOf(), { numeric: true }) : x - y;
}

/** Values with their texts. */
function named(group, values) {
    return Object.fromEntries(values.map((value) => [value, one(group, value)]));
}

/** All values of the runs, and the chosen one, which the address may have. */
function distinct(runs, name, chosen) {
    return [...new Set([...runs.map((run) => run[name]), chosen].filter(Boolean))].sort();
}
