// A run's pictures over the epochs.

import { local } from "../api.js";
import { field, h, replace } from "../dom.js";
import { gridImage } from "./parts.js";
import { one, t } from "../language.js";

const FRAME_MS = 500;
const KINDS = ["fake_images", "sampled", "reconst", "real_images"];

/** A slider over pictures of one kind, by epoch. It follows the newest picture until you move the slider. */
export class GridSlider {
    #grids = [];
    #kind = null;
    #isChosen = false;
    #follows = true;
    #runId;
    #name;
    #timer = null;
    #frame = h("div", { class: "grid-frame" });
    #kinds = h("fieldset", { class: "segments" });
    #range = h("input", { type: "range", min: 0, step: 1, oninput: () => this.#slide() });
    #play = h("button", { type: "button", class: "quiet", onclick: () => this.#togglePlay() }, t("grids.animate"));
    #controls = h("div", { class: "row" }, field(t("grids.epoch"), this.#range), this.#play);
    #onMove;

    /** @param onMove receives the epoch when the reader moves the slider */
    constructor(runId, signal, onMove = () => {}, name = runId) {
        this.#name = name;
        this.#runId = runId;
        this.#onMove = onMove;
        this.element = h("div", { class: "grids" }, this.#kinds, this.#frame, this.#controls);
        signal.addEventListener("abort", () => clearInterval(this.#timer));
    }

    /** All pictures: [{ epoch, kind, url }]; an epoch of 0 or null stands for the whole run. */
    set grids(grids) {
        this.#grids = grids;
        const kinds = [...new Set(grids.map((grid) => grid.kind))].sort((a, b) => KINDS.indexOf(a) - KINDS.indexOf(b));
        if (!this.#isChosen || !kinds.includes(this.#kind)) {
            this.#kind = kinds[0] ?? null;
        }
        this.#drawKinds(kinds);
        this.#draw();
    }

    /** Goes to the picture nearest to an epoch. */
    goTo(epoch) {
        const pictures = this.#pictures();
        const at = pictures.findLastIndex((grid) => grid.epoch <= epoch);
        this.#follows = at === pictures.length - 1;
        this.#range.value = Math.max(0, at);
        this.#draw();
    }

    #pictures() {
        return this.#grids.filter((grid) => grid.kind === this.#kind).sort((a, b) => a.epoch - b.epoch);
    }

    #drawKinds(kinds) {
        if (this.#kinds.dataset.kinds === kinds.join()) {
            return;
        }
        this.#kinds.dataset.kinds = kinds.join();
        this.#kinds.hidden = kinds.length < 2;
        replace(
            this.#kinds,
            h("legend", { class: "unseen" }, t("grids.kinds")),
            kinds.map((kind) =>
                h(
                    "label",
                    {},
                    h("input", { type: "radio", name: `kind-${this.#range.id}`, checked: kind === this.#kind, onchange: () => this.#choose(kind) }),
                    one("kind", kind),
                ),
            ),
        );
    }

    #choose(kind) {
        this.#kind = kind;
        this.#isChosen = true;
        this.#draw();
    }

    #slide() {
        this.#follows = Number(this.#range.value) === this.#pictures().length - 1;
        this.#draw();
        this.#onMove(this.#pictures()[this.#range.value]?.epoch);
    }

    #draw() {
        const pictures = this.#pictures();
        this.#controls.hidden = pictures.length < 2;
        this.#range.max = Math.max(0, pictures.length - 1);
        if (this.#follows) {
            this.#range.value = this.#range.max;
        }
        const picture = pictures[this.#range.value];
        if (!picture) {
            replace(this.#frame, h("p", { class: "muted" }, t("grids.none")));
            return;
        }
        const when = picture.epoch ? t("epoch", { epoch: String(picture.epoch) }) : t("grids.data");
        this.#range.setAttribute("aria-valuetext", when);
        const text = t("grids.of", { kind: one("kind", this.#kind), name: this.#name, when });
        const image = this.#frame.querySelector("img");
        if (image) {
            image.src = local(picture.url);
            image.alt = text;
            this.#frame.querySelector("figcaption").textContent = when;
        } else {
            replace(this.#frame, h("figure", {}, gridImage(picture.url, text), h("figcaption", {}, when)));
        }
    }

    #togglePlay() {
        if (this.#timer) {
            this.#stop();
            return;
        }
        const last = Number(this.#range.max);
        if (Number(this.#range.value) === last) {
            this.#range.value = 0;
        }
        this.#play.textContent = t("grids.pause");
        this.#timer = setInterval(() => {
            if (Number(this.#range.value) >= Number(this.#range.max)) {
                this.#stop();
            } else {
                this.#range.value = Number(this.#range.value) + 1;
            }
            this.#slide();
        }, FRAME_MS);
        this.#follows = false;
        this.#slide();
    }

    #stop() {
        clearInterval(this.#timer);
        this.#timer = null;
        this.#play.textContent = t("grids.animate");
    }
}
