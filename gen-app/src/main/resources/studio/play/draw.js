// The reader's drawing, encoded and decoded.

import * as api from "../api.js";
import { CallBox } from "../call.js";
import { h } from "../dom.js";
import { decodePng, pngOf } from "../pictures.js";
import { newest } from "../newest.js";
import { DrawingPad } from "./pad.js";

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
            h("h2", { id: "draw" }, "Draw"),
            h("p", { class: "hint" }, "Draw inside the frame: the model encodes it while you draw, and the picture becomes its reconstruction."),
            this.#pad.element,
            h(
                "div",
                { class: "tools" },
                h("button", { type: "button", class: "quiet", onclick: () => this.#pad.clear() }, "Clear"),
                h("button", { type: "button", class: "quiet", onclick: () => stage.bitmap && this.#pad.load(stage.bitmap) }, "Encode the picture"),
            ),
            h(
                "p",
                { class: "hint keys", id: "pad-keys" },
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
        const { images, latents } = await api.reconstruct(this.#run.id, body, this.#signal, this.#run.choice);
        this.#call.body = body;
        this.#stage.show({
            latents: latents[0],
            label: this.#stage.label,
            bitmap: await decodePng(images[0]),
            origin: "reconstruction of your drawing",
        });
    }
}
