// Samples by number and seed.

import * as api from "../api.js";
import { keepInAddress } from "../address.js";
import { CallBox } from "../call.js";
import { field, h, replace } from "../dom.js";
import { labelName } from "../format.js";
import { t } from "../language.js";
import { decodePng, download, fileName, gridOf, paint, pictureCanvas } from "../pictures.js";
import { announce } from "../status.js";
import { newest } from "../newest.js";
import { isSeed, randomSeed, seedInput, seedOf } from "../seed.js";

const GREATEST_COUNT = 256;

/** The form that draws samples. The chosen sample goes on the stage. */
export class Samples {
    #run;
    #stage;
    #signal;
    #samples = [];
    #chosen = 0;
    #count = h("input", { type: "number", min: 1, max: GREATEST_COUNT, value: 16, required: true, inputmode: "numeric" });
    #seed = seedInput("1");
    #list = h("ul", { class: "tiles" });
    #call;
    #draw = newest((isAsked) => this.#request(isAsked));

    constructor(run, stage, signal, query) {
        this.#count.value = countOf(query.get("count")) ?? this.#count.value;
        this.#seed.value = isSeed(query.get("seed")) ? query.get("seed") : this.#seed.value;
        this.#chosen = Math.max(0, Number(query.get("pick") ?? 1) - 1 || 0);
        this.#run = run;
        this.#stage = stage;
        this.#signal = signal;
        this.#call = new CallBox(run, "samples");
        const draw = (event) => {
            event.preventDefault();
            this.draw();
        };
        this.element = h(
            "section",
            { class: "card", "aria-labelledby": "samples" },
            h("h2", { id: "samples" }, t("samples.title")),
            h(
                "form",
                { class: "row", onsubmit: draw },
                field(t("samples.how_many"), this.#count),
                field(t("seed"), this.#seed),
                h("button", { type: "submit", class: "primary" }, t("samples.draw")),
                h("button", { type: "button", class: "quiet", onclick: () => this.#otherSeed() }, t("samples.other")),
                h("button", { type: "button", class: "quiet", onclick: () => this.#download() }, t("download")),
            ),
            this.#list,
            this.#call.element,
        );
        stage.addEventListener("ask", () => this.#draw(true));
    }

    /** Requests the samples of the form, and shows them. */
    draw() {
        return this.#draw(false);
    }

    async #request(isAsked) {
        const asked = this.#stage.asked;
        const isElsewhere = isAsked && asked !== null && this.#stage.latents !== this.#samples[this.#chosen]?.latents;
        const seed = seedOf(this.#seed.value);
        const body = { count: Number(this.#count.value), seed, ...(asked === null ? {} : { label: asked }) };
        const { images, latents, labels } = await api.samples(this.#run.id, body, this.#signal, this.#run.choice);
        const bitmaps = await Promise.all(images.map(decodePng));
        this.#samples = bitmaps.map((bitmap, i) => ({
            bitmap,
            latents: latents[i],
            label: labels?.[i] ?? null,
            origin: t("origin.sample", { seed: String(seed), number: i + 1 }),
            isSeeded: true,
        }));
        this.#call.body = body;
        keepInAddress({ count: body.count, seed });
        this.#show();
        if (isElsewhere) {
            await this.#stage.relabel(asked);
        } else {
            this.#choose(Math.min(this.#chosen, bitmaps.length - 1));
        }
        announce(isAsked && asked !== null ? t("samples.drew_of", { count: bitmaps.length, label: labelName(asked) }) : t("samples.drew", { count: bitmaps.length }));
    }

    #otherSeed() {
        this.#seed.value = randomSeed();
        return this.draw();
    }

    #show() {
        replace(
            this.#list,
            this.#samples.map((sample, i) => {
                const canvas = pictureCanvas("");
                canvas.setAttribute("aria-hidden", "true");
                paint(canvas, sample.bitmap);
                const name = sample.label === null ? t("samples.one", { number: i + 1 }) : t("samples.one_of", { number: i + 1, label: labelName(sample.label) });
                return h("li", {}, h("button", { type: "button", class: "tile", "aria-label": name, "aria-pressed": "false", onclick: () => this.#choose(i) }, canvas));
            }),
        );
    }

    #choose(i) {
        this.#chosen = i;
        this.#list.querySelectorAll("button").forEach((button, at) => button.setAttribute("aria-pressed", String(at === i)));
        this.#stage.show(this.#samples[i]);
        keepInAddress({ pick: i + 1 });
    }

    #download() {
        if (this.#samples.length > 0) {
            const columns = Math.ceil(Math.sqrt(this.#samples.length));
            download(gridOf(this.#samples.map(({ bitmap }) => bitmap), columns), fileName(this.#run.id, t("file.samples"), t("file.seed", { seed: this.#seed.value }), this.#stage.asked));
        }
    }
}

/** The number of samples that an address asks for; undefined if it asks for none that is possible. */
function countOf(text) {
    const count = Number(text ?? "");
    return Number.isInteger(count) && count >= 1 && count <= GREATEST_COUNT ? String(count) : undefined;
}
