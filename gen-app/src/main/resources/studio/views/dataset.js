// One data set: its pictures, labels and parts.

import { field, h, replace } from "../dom.js";
import { bytes, labelName, number, time } from "../format.js";
import { listed, one, t } from "../language.js";
import { isSeed, seedInput, seedOf } from "../seed.js";
import { tell, tellError } from "../status.js";
import * as api from "../workshop/workshop-api.js";
import { workshop } from "../workshop/workshop.js";
import { trainLink } from "./data.js";
import { facts } from "./parts.js";
import { PictureBoard } from "./picture-board.js";
import { offNotice } from "./workshop-parts.js";

/** A data set, with forms to label, split, rename and delete it. */
export async function datasetView({ parts: [id] }, signal) {
    const state = await workshop();
    if (!state.enabled) {
        return { title: t("data.title"), content: offNotice(t("data.title")) };
    }
    let dataset = await api.dataset(id, signal);
    const title = h("h1", {}, dataset.name);
    const about = h("div", {});
    const labels = h("div", {});
    const from = h("select", {});
    const board = new PictureBoard(id, !state.readOnly, signal, (changed) => show(changed));
    const show = (changed) => {
        dataset = changed;
        replace(title, dataset.name);
        replace(about, description(dataset));
        replace(labels, labelTable(dataset));
        replace(from, dataset.labels.map(({ name }) => h("option", { value: name }, labelName(name))));
        board.labels = dataset.labels.map(({ name }) => name);
    };
    const act = async (action, text) => {
        try {
            const changed = await action();
            show(changed);
            document.title = t("frame.title", { title: changed.name });
            await board.load();
            tell(text);
        } catch (error) {
            tellError(error);
        }
    };
    show(dataset);
    if (!dataset.problem) {
        await board.load();
    }
    const card = (name, heading, ...content) => h("section", { class: "card", "aria-labelledby": name }, h("h2", { id: name }, heading), content);
    return {
        title: dataset.name,
        content: h(
            "div",
            {},
            h(
                "div",
                { class: "head" },
                h("div", {}, h("p", { class: "over" }, h("a", { href: "#/data" }, t("data.title"))), title, h("p", { class: "lead" }, t("dataset.lead"))),
                h("div", { class: "tools" }, h("a", { class: "button primary", href: trainLink(id) }, t("train.button"))),
            ),
            h(
                "div",
                { class: "columns" },
                card("pictures", t("run.pictures"), board.element),
                h("div", { class: "stack" }, card("about", t("dataset.about"), about), card("labels", t("dataset.labels"), labels), !state.readOnly && [splitCard(id, act), manageCard(id, dataset, from, act)]),
            ),
        ),
    };
}

function description(dataset) {
    const { pictures, train, test, unlabelled, sizes, otherSizes, colours, leftOut, notices, problem, created } = dataset;
    const shown = sizes.map(({ width, height, count }) => t("dataset.size", { width, height, count }));
    return h(
        "div",
        {},
        problem && h("p", { class: "problems" }, problem),
        facts([
            [t("dataset.pictures"), t("count.pictures", { count: pictures })],
            [t("dataset.parts"), t("dataset.train_test", { train, test })],
            [t("dataset.sizes"), listed([...shown, ...(otherSizes > 0 ? [t("dataset.other_sizes", { count: otherSizes })] : [])])],
            [t("dataset.colours"), colours > 0 ? t("dataset.coloured", { count: colours }) : t("run.grey")],
            [t("dataset.on_disk"), bytes(dataset.bytes)],
            [t("dataset.created"), time(created)],
        ]),
        unlabelled > 0 && dataset.labels.length > 0 && h("p", { class: "notice" }, t("dataset.unlabelled", { count: unlabelled })),
        notices.map((notice) => h("p", { class: "small muted" }, notice)),
        leftOut.length > 0 && [
            h("h3", { class: "section" }, t("dataset.left_out")),
            h("ul", { class: "notes" }, leftOut.map(({ reason, count, first }) => h("li", {}, t("dataset.left_out_line", { count, reason, first })))),
        ],
    );
}

/** The labels with their counts. */
function labelTable({ labels }) {
    if (labels.length === 0) {
        return h("p", { class: "muted" }, t("dataset.no_labels"));
    }
    return h(
        "div",
        { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t("dataset.label_table") },
        h(
            "table",
            { class: "figures" },
            h("thead", {}, h("tr", {}, ["label", "train", "test"].map((name) => h("th", { scope: "col" }, one("label_column", name))))),
            h("tbody", {}, labels.map(({ name, train, test }) => h("tr", {}, h("th", { scope: "row" }, labelName(name)), h("td", {}, number(train)), h("td", {}, number(test))))),
        ),
    );
}

/** The form that spreads the pictures over training and test. */
function splitCard(id, act) {
    const share = h("input", { type: "number", min: 0, max: 90, step: 1, value: 10, required: true, inputmode: "numeric" });
    const seed = seedInput("1");
    const submit = (event) => {
        event.preventDefault();
        return isSeed(seed.value) && act(() => api.split(id, Number(share.value) / 100, seedOf(seed.value)), t("split.done"));
    };
    return h(
        "section",
        { class: "card", "aria-labelledby": "split" },
        h("h2", { id: "split" }, t("split.title")),
        h("p", { class: "hint" }, t("split.hint")),
        h("form", { class: "row", onsubmit: submit }, field(t("split.share"), share), field(t("seed"), seed), h("button", { type: "submit" }, t("split.button"))),
    );
}

/** Rename, rename a label, delete. */
function manageCard(id, dataset, from, act) {
    const name = h("input", { type: "text", maxlength: 60, required: true, value: dataset.name });
    const to = h("input", { type: "text", maxlength: 60, required: true });
    const rename = (event) => {
        event.preventDefault();
        return act(() => api.renameDataset(id, name.value.trim()), t("notes.saved"));
    };
    const relabel = (event) => {
        event.preventDefault();
        return act(() => api.relabel(id, from.value, to.value), t("notes.saved"));
    };
    const remove = async () => {
        try {
            await api.removeDataset(id);
            location.hash = "#/data";
        } catch (error) {
            tellError(error);
        }
    };
    return h(
        "section",
        { class: "card", "aria-labelledby": "manage" },
        h("h2", { id: "manage" }, t("manage.title")),
        h(
            "div",
            { class: "form" },
            h("form", { class: "row", onsubmit: rename }, field(t("notes.name"), name), h("button", { type: "submit" }, t("manage.rename"))),
            dataset.labels.length > 0 && h("form", { class: "row", onsubmit: relabel }, field(t("manage.label"), from), field(t("manage.new_label"), to), h("button", { type: "submit" }, t("manage.relabel"))),
            h("div", {}, h("button", { type: "button", class: "quiet", onclick: remove }, t("notes.trash"))),
        ),
    );
}
