// A plane of latents, decoded.

import * as api from "../api.js";
import { h } from "../dom.js";
import { listed, t } from "../language.js";
import { decodePng, paint, pictureCanvas } from "../pictures.js";
import { newest } from "../newest.js";

const KEY_STEP = 0.1;
const BIG_KEY_STEP = 0.5;

/** The decoded plane. A mark shows the place of the stage's picture, and the pointer decodes any place. */
export class Manifold {
    #run;
    #stage;
    #signal;
    #frame = null;
    #label;
    #picture = pictureCanvas(t("plane.picture"));
    #mark = h("div", { class: "place", hidden: true });
    #place = h("output", { id: "plane-place", "aria-live": "off" });
    #plane;
    #move = newest((latents) => this.#stage.moveTo(latents, t("plane.origin")));
    #load = newest(() => this.#request());

    constructor(run, stage, signal) {
        this.#run = run;
        this.#stage = stage;
        this.#signal = signal;
        this.#plane = h(
            "div",
            { class: "plane", tabindex: "0", role: "application", "aria-label": t("plane.name"), "aria-describedby": "plane-place" },
            this.#picture,
            this.#mark,
        );
        this.element = h(
            "section",
            { class: "card", "aria-labelledby": "plane" },
            h("h2", { id: "plane" }, t("plane.title")),
            h(
                "p",
                { class: "hint" },
                run.latentSize > 2 && t("plane.first"),
                t("plane.hint"),
            ),
            this.#plane,
            h("p", { class: "muted small" }, this.#place),
        );
        this.#plane.addEventListener("pointermove", (event) => this.#goTo(event));
        this.#plane.addEventListener("pointerdown", (event) => {
            this.#plane.setPointerCapture(event.pointerId);
            this.#goTo(event);
        });
        this.#plane.addEventListener("keydown", (event) => this.#key(event));
        stage.addEventListener("change", () => {
            if (stage.label !== this.#label) {
                this.#load();
            }
            this.#show();
        });
    }

    async #request() {
        this.#label = this.#stage.label;
        const { image, extent, axes } = await api.manifold(this.#run.id, { ...this.#stage.labelBody, model: this.#run.choice }, this.#signal);
        const bitmap = await decodePng(image);
        this.#frame = new Frame(extent, axes, bitmap, this.#run);
        paint(this.#picture, bitmap);
        this.#show();
    }

    #goTo(event) {
        if (this.#frame) {
            const box = this.#plane.getBoundingClientRect();
            this.#moveTo(this.#frame.at((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height));
        }
    }

    #key(event) {
        const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
        const move = moves[event.key];
        if (move && this.#frame && this.#stage.latents) {
            event.preventDefault();
            const step = event.shiftKey ? BIG_KEY_STEP : KEY_STEP;
            const [x, y] = this.#frame.of(this.#stage.latents);
            this.#moveTo(this.#frame.inside([x + move[0] * step, y + move[1] * step]));
        }
    }

    #moveTo([x, y]) {
        const latents = Array(this.#run.latentSize).fill(0);
        [latents[this.#frame.axes[0]], latents[this.#frame.axes[1]]] = [x, y];
        this.#move(latents);
    }

    #show() {
        if (!this.#frame || !this.#stage.latents) {
            return;
        }
        const place = this.#frame.of(this.#stage.latents);
        const [left, top] = this.#frame.share(place);
        this.#mark.hidden = [left, top].some((share) => share < 0 || share > 1);
        this.#mark.style.left = `${100 * left}%`;
        this.#mark.style.top = `${100 * top}%`;
        const numbers = listed(place.map((value, i) => `z${this.#frame.axes[i] + 1} ${value.toFixed(2)}`));
        this.#place.textContent = this.#mark.hidden ? t("plane.outside", { place: numbers }) : numbers;
    }
}

/** The map between latents and the picture. The centres of the outermost images are at -extent and extent. */
class Frame {
    #extent;
    #margin;

    constructor(extent, axes, bitmap, run) {
        this.#extent = extent;
        this.axes = axes;
        this.#margin = [run.width / 2 / bitmap.width, run.height / 2 / bitmap.height];
    }

    /** The two latents at a place, given in shares from the top left corner. */
    at(left, top) {
        const values = [left, 1 - top].map((share, i) => ((2 * (share - this.#margin[i])) / (1 - 2 * this.#margin[i]) - 1) * this.#extent);
        return this.inside(values);
    }

    /** The place of two latents, in shares from the top left corner. */
    share(values) {
        const [left, up] = values.map((value, i) => this.#margin[i] + ((value / this.#extent + 1) / 2) * (1 - 2 * this.#margin[i]));
        return [left, 1 - up];
    }

    /** Selects the plane's two latents from all latents. */
    of(latents) {
        return this.axes.map((axis) => latents[axis]);
    }

    /** The nearest two values inside the plane. */
    inside(values) {
        return values.map((value) => Math.min(Math.max(value, -this.#extent), this.#extent));
    }
}
