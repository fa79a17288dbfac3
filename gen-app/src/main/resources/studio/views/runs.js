// The list of runs.

import * as api from "../api.js";
import { h, replace } from "../dom.js";
import { plural, time } from "../format.js";
import { clear, tellError } from "../status.js";
import { compareLink, gridImage, playLink, runLink, standing } from "./parts.js";

const REFRESH_MS = 3000;

/** All runs, newest first; stays up to date, and lets two be chosen for comparison. */
export async function runsView(_, signal) {
    const chosen = new Set();
    const list = h("ul", { class: "runs" });
    const intro = h("p", { class: "lead" });
    const compare = h("button", { type: "button", class: "primary", disabled: true }, "Compare");
    compare.addEventListener("click", () => (location.hash = compareLink(...chosen)));
    const hint = h("span", { class: "muted", id: "compare-hint" });
    compare.setAttribute("aria-describedby", hint.id);

    const choose = (box, id) => {
        if (box.checked) {
            chosen.add(id);
        } else {
            chosen.delete(id);
        }
        update();
    };
    const update = () => {
        compare.disabled = chosen.size !== 2;
        hint.textContent = chosen.size === 2 ? "" : `${chosen.size} of 2 chosen`;
        for (const box of list.querySelectorAll("input")) {
            box.disabled = chosen.size === 2 && !box.checked;
        }
    };

    const cards = new Map();
    const show = (runs) => {
        intro.textContent = summary(runs);
        for (const run of runs) {
            if (!cards.has(run.id)) {
                cards.set(run.id, new RunCard(run, choose));
            }
            cards.get(run.id).show(run);
        }
        const items = runs.map((run) => cards.get(run.id).element);
        if (items.length !== list.children.length || items.some((item, i) => item !== list.children[i])) {
            replace(list, items);
        }
        update();
    };

    const runs = await api.runs(signal);
    const content = h("div", {});
    const fill = (current) =>
        replace(
            content,
            h("div", { class: "head" }, h("div", {}, h("h1", {}, "Runs"), intro), current.length > 1 && h("div", { class: "tools" }, hint, compare)),
            current.length > 0 ? list : empty(),
        );
    show(runs);
    fill(runs);
    let count = runs.length;
    let isSilent = false;
    const timer = setInterval(async () => {
        if (document.hidden) {
            return;
        }
        try {
            const current = await api.runs(signal);
            if (isSilent) {
                isSilent = false;
                clear();
            }
            show(current);
            if (current.length !== count) {
                fill(current);
                count = current.length;
            }
        } catch (error) {
            isSilent = true;
            tellError(error);
        }
    }, REFRESH_MS);
    signal.addEventListener("abort", () => clearInterval(timer));
    return { title: "Runs", content };
}

function summary(runs) {
    const running = runs.filter((run) => run.state === "running").length;
    return runs.length === 0
        ? ""
        : `${plural(runs.length, "training")}, ${running === 0 ? "none" : running} of them running. Open one to see how it learns, or play with what it learnt.`;
}

/** A run in the list. What changes of it is changed in its place, so that the focus stays where it is. */
class RunCard {
    #grid = null;
    #thumb;
    #standing = h("p", { class: "line-up" });
    #play;

    constructor(run, choose) {
        const { id } = run;
        const box = h("input", { type: "checkbox", "aria-label": `Compare ${id}`, onchange: () => choose(box, id) });
        this.#thumb = h("a", { class: "thumb", href: runLink(id), tabindex: "-1", "aria-hidden": "true" }, h("span", { class: "muted" }, "no picture yet"));
        this.#play = h("a", { class: "button", href: playLink(id), "aria-label": `Play with ${id}` }, "Play");
        this.element = h(
            "li",
            { class: "card run" },
            this.#thumb,
            h(
                "div",
                { class: "about" },
                h("h2", {}, h("a", { href: runLink(id) }, id)),
                h("p", { class: "muted" }, [run.description || run.family, run.data].filter(Boolean).join(" · ")),
                this.#standing,
                run.started && h("p", { class: "muted small" }, time(run.started)),
            ),
            h("div", { class: "tools" }, h("label", { class: "check" }, box, "Compare"), this.#play),
        );
    }

    /** Shows how the run stands now. */
    show(run) {
        replace(this.#standing, standing(run));
        this.#play.hidden = !run.hasModel;
        if (run.grid !== this.#grid) {
            this.#grid = run.grid;
            replace(this.#thumb, gridImage(run.grid, ""));
        }
    }
}

function empty() {
    return h(
        "section",
        { class: "empty" },
        h("p", {}, "Nothing has been trained here yet. Start with"),
        h("pre", {}, h("code", {}, "gen train vae --epochs 5")),
        h("p", { class: "muted" }, "and the run appears on this page."),
    );
}
