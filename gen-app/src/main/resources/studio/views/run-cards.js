// Runs as cards.

import { h, replace } from "../dom.js";
import { time } from "../format.js";
import { grouped, groupName } from "./run-groups.js";
import { gridImage, nameOf, playLink, problems, runLink, standing } from "./parts.js";
import { t } from "../language.js";

/** Cards in the order of the list, by group. Changes of a run update its card in place, so the focus stays. */
export class CardList {
    element = h("div", { class: "stack" });
    #cards = new Map();
    #places = new Map();
    #groups;
    #ticks;
    #choose;

    /** @param choose receives a name, and whether it is chosen */
    constructor(ticks, choose, groups) {
        this.#ticks = ticks;
        this.#choose = choose;
        this.#groups = groups;
    }

    show(runs, _, circumstances) {
        const groups = grouped(runs);
        const isPlain = groups.length <= 1 && !groups[0]?.[0];
        const parts = groups.map(([group, members]) => {
            const { element, list, count } = this.#place(isPlain ? null : group);
            if (element !== list) {
                element.open = this.#groups.isOpen(group);
            }
            count.textContent = ` · ${t("count.runs", { count: members.length })}`;
            replaceIfOther(list, this.#items(members, circumstances));
            return element;
        });
        replaceIfOther(this.element, parts);
    }

    /** The list of a group; null for a list without a heading. */
    #place(group) {
        if (!this.#places.has(group)) {
            const list = h("ul", { class: "runs" });
            const count = h("span", { class: "muted" });
            const details = group === null ? list : h("details", { class: "group", open: this.#groups.isOpen(group), ontoggle: () => this.#groups.setOpen(group, details.open) }, h("summary", {}, groupName(group), count), list);
            this.#places.set(group, { element: details, list, count });
        }
        return this.#places.get(group);
    }

    #items(runs, circumstances) {
        return runs.map((run) => {
            if (!this.#cards.has(run.id)) {
                this.#cards.set(run.id, new RunCard(run, this.#choose));
            }
            const card = this.#cards.get(run.id);
            card.show(run, this.#ticks.has(run.id), circumstances);
            return card.element;
        });
    }
}

function replaceIfOther(element, items) {
    if (items.length !== element.children.length || items.some((item, i) => item !== element.children[i])) {
        replace(element, items);
    }
}

class RunCard {
    #shown = "";
    #grid = null;
    #thumb;
    #name;
    #about = h("p", { class: "muted clip" });
    #standing = h("p", { class: "line-up" });
    #trouble = h("div", {});
    #play;
    #box;

    constructor({ id, started }, choose) {
        this.#box = h("input", { type: "checkbox", "aria-label": t("cards.compare", { id }), onchange: () => choose(id, this.#box.checked) });
        this.#thumb = h("a", { class: "thumb", href: runLink(id), tabindex: "-1", "aria-hidden": "true" }, h("span", {}, t("cards.no_picture")));
        this.#name = h("a", { href: runLink(id) }, id);
        this.#play = h("a", { class: "button", href: playLink(id), "aria-label": t("play.with", { name: id }) }, t("play"));
        this.element = h(
            "li",
            { class: "card run" },
            this.#thumb,
            h("div", { class: "about" }, h("h2", {}, this.#name), this.#about, this.#standing, this.#trouble, started && h("p", { class: "muted small" }, time(started))),
            h("div", { class: "tools" }, h("label", { class: "check" }, this.#box, t("compare.title")), this.#play),
        );
    }

    /** Shows the current state of the run. */
    show(run, isChosen, circumstances) {
        this.#box.checked = isChosen;
        const shown = JSON.stringify([run.name, run.group, run.note, run.state, run.epoch, run.epochs, run.figures, run.problems, run.hasModel, run.grid, circumstances]);
        if (shown === this.#shown) {
            return;
        }
        this.#shown = shown;
        this.#name.textContent = nameOf(run);
        this.#about.textContent = [run.name && run.id, run.group, run.description || run.family, run.data, run.note].filter(Boolean).join(" · ");
        replace(this.#standing, standing(run, circumstances));
        replace(this.#trouble, problems(run));
        this.#play.hidden = !run.hasModel;
        if (run.grid !== this.#grid) {
            this.#grid = run.grid;
            replace(this.#thumb, run.grid ? gridImage(run.grid, "") : h("span", {}, t("cards.no_picture")));
        }
    }
}
