// The picture on the stage, as other models of the run draw it.

import * as api from "../api.js";
import { h, replace } from "../dom.js";
import { t } from "../language.js";
import { modelName } from "../models.js";
import { newest } from "../newest.js";
import { decodePng, paint, pictureCanvas } from "../pictures.js";
import { tellError } from "../status.js";

const MOST = 8;

/** The same latents drawn by every model, the oldest first. It follows the stage while it is open. */
export class CheckpointStrip {
    #run;
    #stage;
    #signal;
    #list = h("ul", { class: "epochs small-pictures" });
    #figures;
    #draw = newest(() => this.#request());

    constructor(run, stage, signal) {
        this.#run = run;
        this.#stage = stage;
        this.#signal = signal;
        this.#figures = spread(inOrder(run.models)).map(({ name, epoch }) => {
            const canvas = pictureCanvas(t("checkpoints.none", { model: modelName(name, epoch) }));
            return { name, epoch, canvas, item: h("li", {}, h("figure", {}, canvas, h("figcaption", {}, modelName(name, epoch)))) };
        });
        replace(this.#list, this.#figures.map(({ item }) => item));
        const details = h("details", { class: "data", ontoggle: () => details.open && this.#draw() }, h("summary", {}, t("checkpoints.title")), this.#list);
        this.element = h("section", { class: "card", "aria-label": t("checkpoints.card"), hidden: this.#figures.length < 2 }, details);
        stage.addEventListener("change", () => details.open && this.#draw());
    }

    async #request() {
        const { latents, labelBody } = this.#stage;
        if (!latents) {
            return;
        }
        for (const { name, epoch, canvas } of this.#figures) {
            try {
                const { images } = await api.decode(this.#run.id, { latents: [latents], ...labelBody }, this.#signal, name);
                paint(canvas, await decodePng(images[0]));
                canvas.setAttribute("aria-label", t("checkpoints.by", { model: modelName(name, epoch) }));
            } catch (error) {
                // While a run trains, old checkpoints are removed.
                tellError(error);
            }
        }
    }
}

/** Checkpoints by their age, then the best and the newest. */
function inOrder(models) {
    return [...models.filter(({ name }) => !["last", "best"].includes(name)), ...["best", "last"].flatMap((name) => models.filter((model) => model.name === name))];
}

/** Some of many, evenly spaced, the first and the last among them. */
function spread(models) {
    const count = Math.min(MOST, models.length);
    return Array.from({ length: count }, (_, i) => models[count === 1 ? 0 : Math.round((i * (models.length - 1)) / (count - 1))]);
}
