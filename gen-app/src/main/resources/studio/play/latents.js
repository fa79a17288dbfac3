// Sliders over the latents of the picture on the stage, or along directions of the latent space.

import * as api from "../api.js";
import { keepInAddress } from "../address.js";
import { field, h, newId, replace } from "../dom.js";
import { labelName } from "../format.js";
import { one, t } from "../language.js";
import { decodePng } from "../pictures.js";
import { randomSeed, seedOf } from "../seed.js";
import { tellError } from "../status.js";

const FEW = 12;
const REACH = 3;
const MOST_DIRECTIONS = 16;
const WAYS = ["latents", "sefa", "labels"];

/**
 * The sliders, one per latent or per direction. Shuffle draws new latents; reset restores the latents from before the
 * sliders moved.
 */
export class LatentSliders {
    #run;
    #stage;
    #signal;
    #axes;
    #isExpanded = false;
    #sliders = [];
    #start = null;
    #moved = new Map();
    #own = new WeakSet();
    #list = h("ul", { class: "sliders" });
    #more = h("button", { type: "button", class: "quiet", "aria-expanded": "false", onclick: () => this.#expand() });
    #way;

    constructor(run, stage, signal, query) {
        this.#run = run;
        this.#stage = stage;
        this.#signal = signal;
        const ways = WAYS.filter((way) => way !== "labels" || (run.encoder && run.labels.length > 1));
        const wanted = query.get("sliders");
        this.#way = h("select", { onchange: () => this.#choose() }, ways.map((value) => h("option", { value, selected: value === wanted }, one("sliders", value))));
        this.element = h(
            "section",
            { class: "card", "aria-labelledby": "latents" },
            h("h2", { id: "latents" }, t("latents.title")),
            h(
                "div",
                { class: "row" },
                field(t("latents.sliders"), this.#way),
                h("button", { type: "button", class: "quiet", onclick: () => this.#shuffle() }, t("latents.shuffle")),
                h("button", { type: "button", class: "quiet", onclick: () => this.#reset() }, t("latents.reset")),
                this.#more,
            ),
            this.#list,
        );
        this.#use(latentAxes(run.latentSize));
        stage.addEventListener("change", () => this.#follow());
        if (this.#way.value !== "latents") {
            this.#choose();
        }
    }

    /** Loads the directions again, for another model. */
    reload() {
        return this.#way.value === "latents" ? undefined : this.#choose();
    }

    async #choose() {
        const way = this.#way.value;
        keepInAddress({ sliders: way === "latents" ? "" : way });
        try {
            const axes = way === "latents" ? latentAxes(this.#run.latentSize) : directionAxes(await api.directions(this.#run.id, way, this.#signal, this.#run.choice));
            if (way === this.#way.value) {
                this.#use(axes);
            }
        } catch (error) {
            tellError(error);
            if (way === this.#way.value) {
                this.#way.value = "latents";
                this.#use(latentAxes(this.#run.latentSize));
            }
        }
    }

    #use(axes) {
        this.#axes = axes;
        this.#start = this.#stage.latents;
        this.#moved.clear();
        this.#list.classList.toggle("named", axes !== null && this.#way.value !== "latents");
        this.#show();
    }

    #show() {
        const shown = this.#isExpanded ? this.#axes.length : Math.min(FEW, this.#axes.length);
        this.#more.hidden = this.#axes.length <= FEW;
        this.#more.textContent = this.#isExpanded ? t("latents.fewer") : t("latents.all", { count: this.#axes.length });
        this.#sliders = this.#axes.slice(0, shown).map((axis, i) => this.#slider(axis, i));
        replace(this.#list, this.#sliders.map(({ item }) => item));
        if (this.#start) {
            this.#place();
        }
    }

    #slider({ name }, i) {
        const id = newId("latent");
        const output = h("output", { for: id, "aria-live": "off" });
        const input = h("input", { id, type: "range", min: -REACH, max: REACH, step: 0.05, oninput: () => this.#slide(i) });
        return { input, output, item: h("li", {}, h("label", { for: id, class: "clip" }, name), input, output) };
    }

    #slide(i) {
        if (this.#start) {
            const { input, output } = this.#sliders[i];
            this.#moved.set(i, Number(input.value));
            output.textContent = Number(input.value).toFixed(2);
            this.#send(t("latents.by_hand"));
        }
    }

    #send(origin) {
        const latents = this.#current();
        this.#own.add(latents);
        this.#stage.moveTo(latents, origin);
    }

    #current() {
        const latents = [...this.#start];
        this.#moved.forEach((value, i) => this.#axes[i].move(latents, value));
        return latents;
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
        for (const [i, { input, output }] of this.#sliders.entries()) {
            const value = this.#moved.get(i) ?? this.#axes[i].at(this.#start);
            input.value = value;
            output.textContent = value.toFixed(2);
        }
    }

    async #shuffle() {
        const seed = randomSeed();
        const { images, latents, labels } = await api.samples(this.#run.id, { count: 1, seed: seedOf(seed), ...this.#stage.labelBody }, this.#signal, this.#run.choice);
        this.#stage.show({ latents: latents[0], label: labels?.[0] ?? this.#stage.label, bitmap: await decodePng(images[0]), origin: t("origin.seed", { seed }), isSeeded: true });
    }

    #reset() {
        if (this.#start) {
            this.#moved.clear();
            this.#place();
            this.#send(t("latents.before"));
        }
    }

    #expand() {
        this.#isExpanded = !this.#isExpanded;
        this.#more.setAttribute("aria-expanded", String(this.#isExpanded));
        this.#show();
    }
}

/** An axis per number of a latent: its slider shows the number itself. */
function latentAxes(size) {
    return Array.from({ length: size }, (_, i) => ({ name: `z${i + 1}`, at: (start) => start[i], move: (latents, value) => (latents[i] = value) }));
}

/** An axis per direction: its slider shows how far the picture moved along it. */
function directionAxes({ directions }) {
    return directions.slice(0, MOST_DIRECTIONS).map(({ name, vector }) => ({
        name: labelName(name),
        at: () => 0,
        move: (latents, value) => vector.forEach((part, i) => (latents[i] += value * part)),
    }));
}
