// Interpolation from one picture to another.

import * as api from "../api.js";
import { CallBox } from "../call.js";
import { field, h, replace } from "../dom.js";
import { t } from "../language.js";
import { decodePng, download, fileName, gridOf, paint, pictureCanvas } from "../pictures.js";
import { newest } from "../newest.js";
import { seedInput, seedOf } from "../seed.js";

const GREATEST_STEPS = 32;

/** Pictures between two others, each given by its seed or taken from the stage. */
export class Interpolation {
    #run;
    #stage;
    #signal;
    #ends;
    #steps = h("input", { type: "number", min: 2, max: GREATEST_STEPS, value: 9, required: true, inputmode: "numeric" });
    #method = h("select", {}, h("option", { value: "spherical" }, t("between.spherical")), h("option", { value: "linear" }, t("between.linear")));
    #list = h("ul", { class: "tiles strip" });
    #bitmaps = [];
    #call;
    #draw = newest(() => this.#request());

    constructor(run, stage, signal) {
        this.#run = run;
        this.#stage = stage;
        this.#signal = signal;
        this.#call = new CallBox(run, "interpolate");
        this.#ends = [new End(t("between.from"), 1, stage), new End(t("between.to"), 2, stage)];
        const draw = (event) => {
            event.preventDefault();
            this.#draw();
        };
        this.element = h(
            "section",
            { class: "card", "aria-labelledby": "interpolate" },
            h("h2", { id: "interpolate" }, t("between.title")),
            h(
                "form",
                { onsubmit: draw },
                h("div", { class: "row" }, this.#ends.map((end) => end.element)),
                h(
                    "div",
                    { class: "row" },
                    field(t("between.pictures"), this.#steps),
                    field(t("between.way"), this.#method),
                    h("button", { type: "submit", class: "primary" }, t("between.title")),
                    h("button", { type: "button", class: "quiet", onclick: () => this.#download() }, t("download")),
                ),
            ),
            this.#list,
            this.#call.element,
        );
    }

    async #request() {
        const [from, to] = this.#ends.map((end) => end.body);
        const body = { from, to, steps: Number(this.#steps.value), method: this.#method.value, ...this.#stage.labelBody };
        const { label } = this.#stage;
        const { images, latents } = await api.interpolate(this.#run.id, body, this.#signal, this.#run.choice);
        this.#bitmaps = await Promise.all(images.map(decodePng));
        this.#call.body = body;
        replace(
            this.#list,
            this.#bitmaps.map((bitmap, i) => {
                const canvas = pictureCanvas("");
                canvas.setAttribute("aria-hidden", "true");
                paint(canvas, bitmap);
                const place = { step: i + 1, count: images.length };
                const origin = t("between.origin", place);
                const show = () => this.#stage.show({ latents: latents[i], label, bitmap, origin });
                return h("li", {}, h("button", { type: "button", class: "tile", "aria-label": t("between.picture", place), onclick: show }, canvas));
            }),
        );
    }

    #download() {
        if (this.#bitmaps.length > 0) {
            download(gridOf(this.#bitmaps, this.#bitmaps.length), fileName(this.#run.id, t("file.interpolation"), ...this.#ends.map((end) => end.name), this.#stage.label));
        }
    }
}

/** One end of the interpolation: a seed, or the latents of an earlier picture on the stage. */
class End {
    #latents = null;

    constructor(name, seed, stage) {
        this.seed = seedInput(String(seed), { oninput: () => this.#use(null) });
        this.taken = h("small", { class: "muted" });
        const take = h("button", { type: "button", class: "quiet", onclick: () => this.#use(stage.latents) }, t("between.take"));
        take.setAttribute("aria-label", t("between.take_of", { end: name }));
        this.element = h("div", { class: "row end" }, field(t("between.seed", { end: name }), this.seed), take, this.taken);
    }

    /** The name of this end in a file name. */
    get name() {
        return this.#latents ? t("file.picture") : t("file.seed", { seed: this.seed.value });
    }

    get body() {
        return this.#latents ? { latents: this.#latents } : { seed: seedOf(this.seed.value) };
    }

    #use(latents) {
        this.#latents = latents;
        this.taken.textContent = latents ? t("between.taken") : "";
        this.seed.required = latents === null;
        if (latents) {
            this.seed.value = "";
        }
    }
}
