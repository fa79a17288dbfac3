// Pictures of the same latents at several epochs.

import { h, replace } from "../dom.js";
import { gridImage } from "./parts.js";
import { t } from "../language.js";

const MOST = 8;

/** The pictures of evenly spaced epochs, including the first and the last. */
export class EpochStrip {
    #runId;
    #shown = "";
    #list = h("ul", { class: "epochs" });

    constructor(runId) {
        this.#runId = runId;
        this.element = h("details", { class: "data" }, h("summary", {}, t("epochs.title")), this.#list);
    }

    /** All pictures: [{ epoch, kind, url }]. */
    set grids(grids) {
        const drawn = grids.filter(({ epoch, kind }) => epoch > 0 && !kind.startsWith("reconst"));
        const count = Math.min(MOST, drawn.length);
        const chosen = Array.from({ length: count }, (_, i) => drawn[count === 1 ? 0 : Math.round((i * (drawn.length - 1)) / (count - 1))]);
        const shown = chosen.map(({ url }) => url).join();
        this.element.hidden = chosen.length < 2;
        if (shown !== this.#shown) {
            this.#shown = shown;
            replace(this.#list, chosen.map(({ epoch, url }) => h("li", {}, h("figure", {}, gridImage(url, t("epochs.of", { id: this.#runId, epoch: String(epoch) })), h("figcaption", {}, t("epoch", { epoch: String(epoch) }))))));
        }
    }
}
