// Sliders over the latents of the picture on the stage.

import * as api from "../api.js";
import { h, newId, replace } from "../dom.js";
import { decodePng } from "../pictures.js";

const FEW = 12;
const REACH = 3;
const SEEDS = 1_000_000;

/** The sliders, one per latent. Shuffle draws new latents; reset restores the latents from before the sliders moved. */
export class LatentSliders {
    #run;
    #stage;
    #signal;
    #sliders = [];
    #start = null;
    #moved = new Map();
    #own = new WeakSet();
    #list = h("ul", { class: "sliders" });

    constructor(run, stage, signal) {
        this.#run = run;
        this.#stage = stage;
        this.#signal = signal;
        const more = h("button", { type: "button", class: "quiet", "aria-expanded": "false", onclick: () => this.#expand(more) }, `Show all ${run.latentSize}`);
        this.element = h(
            "section",
            { class: "card", "aria-labelledby": "latents" },
            h("h2", { id: "latents" }, "Latents"),
            h(
                "div",
                { class: "tools" },
                h("button", { type: "button", class: "quiet", onclick: () => this.#shuffle() }, "Shuffle"),
                h("button", { type: "button", class: "quiet", onclick: () => this.#reset() }, "Reset"),
                run.latentSize > FEW && more,
            ),
            this.#list,
        );
        this.#show(FEW);
        stage.addEventListener("change", () => this.#follow());
    }

    #show(count) {
        const shown = Math.min(count, this.#run.latentSize);
        this.#sliders = Array.from({ length: shown }, (_, i) => this.#slider(i));
        replace(this.#list, this.#sliders.map(({ item }) => item));
        if (this.#start) {
            this.#place();
        }
    }

    #slider(i) {
        const id = newId("latent");
        const output = h("output", { for: id, "aria-live": "off" });
        const input = h("input", { id, type: "range", min: -REACH, max: REACH, step: 0.05, oninput: () => this.#slide(i) });
        return { input, output, item: h("li", {}, h("label", { for: id }, `z${i + 1}`), input, output) };
    }

    #slide(i) {
        if (this.#start) {
            const { input, output } = this.#sliders[i];
            this.#moved.set(i, Number(input.value));
            output.textContent = Number(input.value).toFixed(2);
            this.#send("moved by hand");
        }
    }

    #send(origin) {
        const latents = this.#current();
        this.#own.add(latents);
        this.#stage.moveTo(latents, origin);
    }

    #current() {
        return this.#start.map((value, i) => this.#moved.get(i) ?? value);
    }

    /** Follows a new picture on the stage, from these sliders or from elsewhere. */
    #follow() {
        if (!this.#own.has(this.#stage.latents)) {
            this.#start = this.#stage.latents;
            this.#moved.clear();
            this.#place();
        }
    }

    #place() {
        const latents = this.#current();
        for (const [i, { input, output }] of this.#sliders.entries()) {
            input.value = latents[i];
            output.textContent = latents[i].toFixed(2);
        }
    }

    async #shuffle() {
        const seed = Math.floor(Math.random() * SEEDS);
        const { images, latents, labels } = await api.samples(this.#run.id, { count: 1, seed, ...this.#stage.labelBody }, this.#signal, this.#run.choice);
        this.#stage.show({ latents: latents[0], label: labels?.[0] ?? this.#stage.label, bitmap: await decodePng(images[0]), origin: `seed ${seed}` });
    }

    #reset() {
        if (this.#start) {
            this.#moved.clear();
            this.#place();
            this.#send("as before the sliders moved");
        }
    }

    #expand(button) {
        const all = button.getAttribute("aria-expanded") !== "true";
        button.setAttribute("aria-expanded", String(all));
        button.textContent = all ? "Show fewer" : `Show all ${this.#run.latentSize}`;
        this.#show(all ? this.#run.latentSize : FEW);
    }
}
