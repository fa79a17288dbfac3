// A picture of the reader's own, through the encoder and back.

import * as api from "../api.js";
import { CallBox } from "../call.js";
import { h } from "../dom.js";
import { decodePng, paint, pictureCanvas, pngOf } from "../pictures.js";
import { newest } from "./newest.js";
import { DrawingPad } from "./pad.js";

/** A pad whose drawing is encoded while it grows; the reconstruction goes on the stage. */
export class Drawing {
    #run;
    #stage;
    #signal;
    #pad;
    #reconstruction = pictureCanvas("No reconstruction yet");
    #call;
    #encode = newest(() => this.#request());

    constructor(run, stage, signal) {
        this.#run = run;
        this.#stage = stage;
        this.#signal = signal;
        this.#call = new CallBox(run.id, "encode");
        this.#pad = new DrawingPad({ width: run.width, height: run.height }, () => this.#encode());
        this.element = h(
            "section",
            { class: "card", "aria-labelledby": "draw" },
            h("h2", { id: "draw" }, "Draw"),
            h("p", { class: "hint" }, "Draw inside the frame, with the mouse or a finger: the model encodes it while you draw."),
            h(
                "div",
                { class: "pair tight" },
                h("figure", {}, this.#pad.element, h("figcaption", {}, "Yours")),
                h("figure", {}, this.#reconstruction, h("figcaption", {}, "Reconstruction")),
            ),
            h(
                "div",
                { class: "tools" },
                h("button", { type: "button", class: "quiet", onclick: () => this.#pad.clear() }, "Clear"),
                h("button", { type: "button", class: "quiet", onclick: () => stage.bitmap && this.#pad.load(stage.bitmap) }, "Encode the picture on the stage"),
            ),
            h(
                "p",
                { class: "hint", id: "pad-keys" },
                "With the keyboard: ",
                ["←", "↑", "→", "↓"].map((key) => [h("kbd", {}, key), " "]),
                "move the pen, ", h("kbd", {}, "Space"), " puts it down or lifts it, ", h("kbd", {}, "Delete"), " clears.",
            ),
            this.#call.element,
        );
    }

    async #request() {
        if (this.#pad.isEmpty) {
            return;
        }
        const body = { images: [pngOf(this.#pad.toCanvas())], ...this.#stage.labelBody };
        const { latents } = await api.encode(this.#run.id, body, this.#signal);
        const { images } = await api.decode(this.#run.id, { latents, ...this.#stage.labelBody }, this.#signal);
        const bitmap = await decodePng(images[0]);
        paint(this.#reconstruction, bitmap);
        this.#reconstruction.setAttribute("aria-label", "Reconstruction of your drawing");
        this.#call.body = body;
        this.#stage.show({ latents: latents[0], label: this.#stage.label, bitmap, origin: "reconstruction of your drawing" });
    }
}
