// The reader's drawing, encoded and decoded.

import * as api from "../api.js";
import { CallBox } from "../call.js";
import { h } from "../dom.js";
import { pieces, t } from "../language.js";
import { decodePng, pngOf } from "../pictures.js";
import { newest } from "../newest.js";
import { DrawingPad } from "./pad.js";

const ARROWS = ["←", "↑", "→", "↓"];

/** A pad that encodes the drawing while it grows, and puts the reconstruction on the stage. */
export class Drawing {
    #run;
    #stage;
    #signal;
    #pad;
    #call;
    #reconstruct = newest(() => this.#request());

    constructor(run, stage, signal) {
        this.#run = run;
        this.#stage = stage;
        this.#signal = signal;
        this.#call = new CallBox(run, "reconstruct");
        this.#pad = new DrawingPad({ width: run.width, height: run.height }, () => this.#reconstruct());
        this.element = h(
            "section",
            { class: "card", "aria-labelledby": "draw" },
            h("h2", { id: "draw" }, t("draw.title")),
            h("p", { class: "hint" }, t("draw.hint")),
            this.#pad.element,
            h(
                "div",
                { class: "tools" },
                h("button", { type: "button", class: "quiet", onclick: () => this.#pad.clear() }, t("draw.clear")),
                h("button", { type: "button", class: "quiet", onclick: () => stage.bitmap && this.#pad.load(stage.bitmap) }, t("draw.encode")),
            ),
            h(
                "p",
                { class: "hint keys", id: "pad-keys" },
                pieces("draw.keys", { arrows: ARROWS.map((key) => [h("kbd", {}, key), " "]), space: h("kbd", {}, "Space"), delete: h("kbd", {}, "Delete") }),
            ),
            this.#call.element,
        );
    }

    async #request() {
        if (this.#pad.isEmpty) {
            return;
        }
        const body = { images: [pngOf(this.#pad.toCanvas())], ...this.#stage.labelBody };
        const { images, latents } = await api.reconstruct(this.#run.id, body, this.#signal, this.#run.choice);
        this.#call.body = body;
        this.#stage.show({
            latents: latents[0],
            label: this.#stage.label,
            bitmap: await decodePng(images[0]),
            origin: t("draw.origin"),
        });
    }
}
