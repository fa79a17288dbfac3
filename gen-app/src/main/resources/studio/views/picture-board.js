// The pictures of a data set, to look at, to select and to label.

import { field, h, replace } from "../dom.js";
import { labelName } from "../format.js";
import { one, t } from "../language.js";
import { newest } from "../newest.js";
import { tell, tellError } from "../status.js";
import * as api from "../workshop/workshop-api.js";
import { localPicture } from "./workshop-parts.js";

const PAGE = 60;
const NEW = "\u0000";

/** Thumbnails with a box each. Selected ones move to a label by a choice, or by a drop on the label. */
export class PictureBoard {
    #id;
    #isOpen;
    #signal;
    #changed;
    #labels = [];
    #pictures = [];
    #selected = new Set();
    #last = null;
    #total = 0;
    #tabs = h("ul", { class: "label-tabs" });
    #grid = h("ul", { class: "thumbs" });
    #count = h("p", { class: "small muted", role: "status" });
    #more = h("button", { type: "button", onclick: () => this.#next() }, t("board.more"));
    #target = h("select", { onchange: () => this.#showNew() });
    #name = h("input", { type: "text", maxlength: 60 });
    #nameField;
    #part = h("select", { onchange: () => this.load() }, ["", "train", "test"].map((part) => h("option", { value: part }, one("part", part || "all"))));
    #label = undefined; // undefined shows all, "" those without a label
    #load = newest(() => this.#request());

    /** @param changed receives the data set after a change */
    constructor(id, isOpen, signal, changed) {
        this.#id = id;
        this.#isOpen = isOpen;
        this.#signal = signal;
        this.#changed = changed;
        this.#nameField = field(t("board.new_name"), this.#name);
        const move = (event) => {
            event.preventDefault();
            const value = this.#target.value;
            return this.#move(value === NEW ? this.#name.value.trim() : value === "" ? null : value);
        };
        this.element = h(
            "div",
            { class: "board" },
            this.#tabs,
            h("div", { class: "row" }, field(t("board.part"), this.#part), isOpen && h("button", { type: "button", class: "quiet", onclick: () => this.#selectAll() }, t("board.all"))),
            isOpen && h("p", { class: "hint" }, t("board.hint")),
            this.#grid,
            this.#more,
            this.#count,
            isOpen && h("form", { class: "row mover", onsubmit: move }, field(t("board.move"), this.#target), this.#nameField, h("button", { type: "submit" }, t("board.move_button")), h("button", { type: "button", class: "quiet", onclick: () => this.#remove() }, t("board.remove"))),
        );
    }

    /** The names of the labels. */
    set labels(names) {
        this.#labels = names;
        const wanted = this.#target.options.length > 0 ? this.#target.value : null;
        replace(this.#target, names.map((name) => h("option", { value: name }, labelName(name))), h("option", { value: NEW }, t("board.new")), h("option", { value: "" }, t("board.none")));
        this.#target.value = names.includes(wanted) || wanted === "" ? wanted : (names[0] ?? NEW);
        this.#showNew();
        this.#showTabs();
    }

    /** Loads the first pictures again. */
    load() {
        return this.#load();
    }

    async #request() {
        const { total, pictures } = await api.pictures(this.#id, this.#query(0), this.#signal);
        this.#pictures = pictures;
        this.#total = total;
        this.#selected = new Set();
        this.#show();
    }

    async #next() {
        try {
            const { total, pictures } = await api.pictures(this.#id, this.#query(this.#pictures.length), this.#signal);
            this.#pictures = [...this.#pictures, ...pictures];
            this.#total = total;
            this.#show();
        } catch (error) {
            tellError(error);
        }
    }

    #query(after) {
        return { after, count: PAGE, ...(this.#label === undefined ? {} : { label: this.#label }), ...(this.#part.value ? { part: this.#part.value } : {}) };
    }

    /** A button per label, which shows its pictures and takes dropped ones. */
    #showTabs() {
        const tab = (label, text) => {
            const button = h("button", { type: "button", class: "tab", "aria-pressed": String(label === this.#label), onclick: () => this.#filter(label) }, text);
            if (this.#isOpen && label !== undefined) {
                button.addEventListener("dragover", (event) => (event.preventDefault(), button.classList.add("over")));
                button.addEventListener("dragleave", () => button.classList.remove("over"));
                button.addEventListener("drop", (event) => {
                    event.preventDefault();
                    return this.#move(label === "" ? null : label);
                });
            }
            return h("li", {}, button);
        };
        replace(this.#tabs, tab(undefined, t("board.everything")), this.#labels.map((name) => tab(name, labelName(name))), tab("", t("board.without")));
    }

    #filter(label) {
        this.#label = label;
        const at = [...this.#tabs.querySelectorAll("button")].indexOf(document.activeElement);
        this.#showTabs();
        this.#tabs.querySelectorAll("button")[at]?.focus();
        return this.load().catch(tellError);
    }

    #show() {
        replace(this.#grid, this.#pictures.map((picture, i) => this.#tile(picture, i)));
        this.#more.hidden = this.#pictures.length >= this.#total;
        this.#showCount();
    }

    #tile({ file, label, url }, i) {
        const name = label === null ? t("board.picture", { file }) : t("board.picture_of", { file, label: labelName(label) });
        const image = localPicture(url, this.#isOpen ? "" : name);
        if (!this.#isOpen) {
            return h("li", {}, image);
        }
        const box = h("input", { type: "checkbox", "aria-label": name, checked: this.#selected.has(file), onclick: (event) => this.#tick(i, event) });
        const tile = h("label", { class: "thumb-box", draggable: "true" }, box, image);
        tile.addEventListener("dragstart", (event) => {
            if (!this.#selected.has(file)) {
                box.checked = true;
                this.#selected.add(file);
                this.#showCount();
            }
            event.dataTransfer.effectAllowed = "move";
            event.dataTransfer.setData("text/plain", file);
        });
        return h("li", {}, tile);
    }

    /** Selects a picture; with Shift, all from the last one to it. */
    #tick(i, event) {
        const { checked } = event.target;
        const [from, to] = event.shiftKey && this.#last !== null ? [Math.min(this.#last, i), Math.max(this.#last, i)] : [i, i];
        const boxes = this.#grid.querySelectorAll("input");
        for (let at = from; at <= to; at++) {
            boxes[at].checked = checked;
            if (checked) {
                this.#selected.add(this.#pictures[at].file);
            } else {
                this.#selected.delete(this.#pictures[at].file);
            }
        }
        this.#last = i;
        this.#showCount();
    }

    #selectAll() {
        const isAll = this.#selected.size === this.#pictures.length;
        this.#selected = new Set(isAll ? [] : this.#pictures.map(({ file }) => file));
        this.#grid.querySelectorAll("input").forEach((box) => (box.checked = !isAll));
        this.#showCount();
    }

    #showCount() {
        this.#count.textContent = t("board.count", { shown: this.#pictures.length, count: this.#total, selected: this.#selected.size });
    }

    #showNew() {
        const isNew = this.#target.value === NEW;
        this.#nameField.hidden = !isNew;
        this.#name.required = isNew;
    }

    #move(label) {
        return this.#change((files) => api.label(this.#id, files, label), (count) => (label === null ? t("board.unlabelled", { count }) : t("board.moved", { count, label: labelName(label) })));
    }

    #remove() {
        return this.#change((files) => api.removePictures(this.#id, files), (count) => t("board.removed", { count }));
    }

    async #change(action, text) {
        const files = [...this.#selected];
        if (files.length === 0) {
            tellError(new Error(t("board.select_first")));
            return;
        }
        try {
            const dataset = await action(files);
            this.#name.value = "";
            this.#changed(dataset);
            await this.load();
            tell(text(files.length));
        } catch (error) {
            tellError(error);
        }
    }
}
