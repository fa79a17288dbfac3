// The plane of the first two latents.

import * as api from "../api.js";
import { h } from "../dom.js";
import { paint, pictureCanvas } from "../pictures.js";
import { newest } from "./newest.js";

const KEY_STEP = 0.1;

/** The decoded plane: a mark where the picture on the stage lies, and the decoder under the pointer. */
export class Manifold {
    #run;
    #stage;
    #signal;
    #extent = 3;
    #picture = pictureCanvas("The plane of the latents, decoded");
    #mark = h("div", { class: "place", hidden: true });
    #place = h("output", { id: "plane-place", "aria-live": "off" });
    #plane;
    #move = newest((latents) => this.#stage.moveTo(latents, "from the plane"));

    constructor(run, stage, signal) {
        this.#run = run;
        this.#stage = stage;
        this.#signal = signal;
        this.#plane = h(
            "div",
            { class: "plane", tabindex: "0", role: "application", "aria-label": "Latent plane; the arrow keys move", "aria-describedby": "plane-place" },
            this.#picture,
            this.#mark,
        );
        this.element = h(
            "section",
            { class: "card", "aria-labelledby": "plane" },
            h("h2", { id: "plane" }, "Latent plane"),
            h("p", { class: "hint" }, "What the decoder makes of each place. Move over it, or focus it and use the arrow keys; the picture follows."),
            this.#plane,
            h("p", { class: "muted small" }, this.#place),
        );
        this.#plane.addEventListener("pointermove", (event) => this.#goTo(event));
        this.#plane.addEventListener("pointerdown", (event) => {
            this.#plane.setPointerCapture(event.pointerId);
            this.#goTo(event);
        });
        this.#plane.addEventListener("keydown", (event) => this.#key(event));
        stage.addEventListener("change", () => this.#show());
        this.#load();
    }

    async #load() {
        const { bitmap, extent } = await api.manifold(this.#run.id, this.#signal);
        this.#extent = extent;
        paint(this.#picture, bitmap);
        this.#show();
    }

    #goTo(event) {
        const box = this.#plane.getBoundingClientRect();
        const x = (2 * (event.clientX - box.left)) / box.width - 1;
        const y = 1 - (2 * (event.clientY - box.top)) / box.height;
        this.#moveTo(x * this.#extent, y * this.#extent);
    }

    #key(event) {
        const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
        const move = moves[event.key];
        if (move && this.#stage.latents) {
            event.preventDefault();
            const step = event.shiftKey ? 5 * KEY_STEP : KEY_STEP;
            const [x, y] = this.#stage.latents;
            this.#moveTo(x + move[0] * step, y + move[1] * step);
        }
    }

    #moveTo(x, y) {
        const inside = (value) => Math.min(Math.max(value, -this.#extent), this.#extent);
        const rest = Array(Math.max(0, this.#run.latentSize - 2)).fill(0);
        this.#move([inside(x), inside(y), ...rest]);
    }

    #show() {
        const { latents } = this.#stage;
        if (!latents) {
            return;
        }
        const [x, y] = latents;
        this.#mark.hidden = Math.abs(x) > this.#extent || Math.abs(y) > this.#extent;
        this.#mark.style.left = `${50 * (1 + x / this.#extent)}%`;
        this.#mark.style.top = `${50 * (1 - y / this.#extent)}%`;
        this.#place.textContent = `z1 ${x.toFixed(2)}, z2 ${y.toFixed(2)}${this.#mark.hidden ? ", outside the plane" : ""}`;
    }
}
