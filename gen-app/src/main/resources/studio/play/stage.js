// The picture that the tools change.

import * as api from "../api.js";
import { keepInAddress } from "../address.js";
import { CallBox } from "../call.js";
import { h, replace } from "../dom.js";
import { labelName } from "../format.js";
import { t } from "../language.js";
import { decodePng, download, fileName, paint, pictureCanvas } from "../pictures.js";
import { newest } from "../newest.js";

const MOST_LABEL_BUTTONS = 20;
const MOST_KEPT = 128; // latents in an address

/**
 * One picture: its latents, its label, and its bitmap. Tools read it and change it. It dispatches "change" for a new
 * picture, and "ask" for a new label.
 */
export class Stage extends EventTarget {
    #run;
    #signal;
    #latents = null;
    #label = null;
    #asked = null;
    #bitmap = null;
    #originText = "";
    #canvas = pictureCanvas(t("stage.none"), "big");
    #origin = h("p", { class: "muted", id: "origin" });
    #call;
    #decode = newest((latents, label, origin) => this.#request(latents, label, origin));

    constructor(run, signal, query) {
        super();
        this.#asked = (run.labels ?? []).includes(query.get("label")) ? query.get("label") : null;
        this.#run = run;
        this.#signal = signal;
        this.#call = new CallBox(run, "decode");
        this.element = h(
            "section",
            { class: "card stage", "aria-labelledby": "stage" },
            h("h2", { id: "stage", class: "unseen" }, t("stage.title")),
            this.#canvas,
            h(
                "div",
                { class: "stage-tools" },
                this.#origin,
                run.conditional && this.#labels(),
                h("button", { type: "button", class: "quiet", onclick: () => this.#download() }, t("download")),
                this.#call.element,
            ),
        );
    }

    get latents() {
        return this.#latents;
    }

    /** The requested label of the picture, or null. */
    get label() {
        return this.#label;
    }

    /** The label of the next request, or null for any. */
    get asked() {
        return this.#asked;
    }

    get bitmap() {
        return this.#bitmap;
    }

    /** The label part of a request's body. */
    get labelBody() {
        return this.#run.conditional && this.#label !== null ? { label: this.#label } : {};
    }

    /** Puts an existing picture on the stage. */
    show({ latents, label = null, bitmap, origin, isSeeded = false }) {
        this.#latents = latents;
        this.#label = label;
        this.#bitmap = bitmap;
        this.#originText = origin;
        // Only latents without a seed need a place in the address.
        keepInAddress({ z: isSeeded || latents.length > MOST_KEPT ? "" : latents.map((value) => Number(value.toFixed(3))).join("_") });
        paint(this.#canvas, bitmap);
        this.#canvas.setAttribute("aria-label", label === null ? t("stage.sample", { origin }) : t("stage.sample_of", { label: labelName(label), origin }));
        replace(this.#origin, label !== null && this.#run.conditional ? `${labelName(label)} · ${origin}` : origin);
        this.#call.body = { latents: [latents], ...this.labelBody };
        this.dispatchEvent(new Event("change"));
    }

    /** Draws latents, and puts the picture on the stage. Of many calls in a row, only the newest counts. */
    moveTo(latents, origin) {
        return this.#decode(latents, this.#label, origin);
    }

    /** Draws the same latents with another label. */
    relabel(label) {
        return this.#decode(this.#latents, label, t("stage.relabelled"));
    }

    async #request(latents, label, origin) {
        const body = { latents: [latents], ...(this.#run.conditional && label !== null ? { label } : {}) };
        const { images } = await api.decode(this.#run.id, body, this.#signal, this.#run.choice);
        this.show({ latents, label, bitmap: await decodePng(images[0]), origin });
    }

    #labels() {
        const names = this.#run.labels ?? [];
        if (names.length > MOST_LABEL_BUTTONS) {
            const select = h(
                "select",
                { id: "ask", onchange: () => this.#ask(select.value === "" ? null : select.value) },
                h("option", { value: "" }, t("stage.any")),
                names.map((name) => h("option", { value: name, selected: name === this.#asked }, labelName(name))),
            );
            return h("div", { class: "field" }, h("label", { for: "ask" }, t("stage.ask")), select);
        }
        return h(
            "fieldset",
            { class: names.every((name) => name.length <= 2) ? "labels short" : "labels" },
            h("legend", {}, t("stage.ask")),
            [t("stage.any"), ...names].map((name, i) =>
                h(
                    "label",
                    {},
                    h("input", { type: "radio", name: "ask", value: name, checked: i === 0 ? this.#asked === null : name === this.#asked, onchange: () => this.#ask(i === 0 ? null : name) }),
                    h("span", {}, labelName(name)),
                ),
            ),
        );
    }

    #ask(label) {
        this.#asked = label;
        keepInAddress({ label });
        this.dispatchEvent(new Event("ask"));
    }

    #download() {
        if (this.#bitmap) {
            download(this.#bitmap, fileName(this.#run.id, this.#originText, this.#label));
        }
    }
}
