// Scores of images: how unlike they are to those that the model learnt from.

import * as api from "../api.js";
import { saveBlob } from "../chart/export.js";
import { field, h, replace } from "../dom.js";
import { labelName, number } from "../format.js";
import { one, t } from "../language.js";
import { decodePng, fileName, paint, pictureCanvas } from "../pictures.js";
import { announce, tellError } from "../status.js";

const MOST_FILES = 64;
const GREATEST_SIDE = 512; // larger pictures are reduced before they are sent

/** A form for the reader's own pictures, or for test images of the run's data, and a table of their scores. */
export class Scores {
    #run;
    #signal;
    #stage;
    #files = h("input", { type: "file", accept: "image/*", multiple: true });
    #count = h("input", { type: "number", min: 1, max: 256, value: 16, required: true, inputmode: "numeric" });
    #quantile = h("input", { type: "number", min: 0.5, max: 1, step: "any", value: 0.95, required: true, inputmode: "decimal" });
    #button = h("button", { type: "submit" }, t("scores.button"));
    #normal;
    #result = h("div", {});

    constructor(run, stage, signal) {
        this.#run = run;
        this.#stage = stage;
        this.#signal = signal;
        this.#normal = run.labels.slice(0, 50).map((label) => h("input", { type: "checkbox", value: label }));
        const score = (event) => {
            event.preventDefault();
            return this.#score();
        };
        this.element = h(
            "section",
            { class: "card", "aria-labelledby": "scores" },
            h("h2", { id: "scores" }, t("scores.title")),
            h("p", { class: "hint" }, t("scores.hint")),
            h("form", { class: "row", onsubmit: score }, field(t("scores.files"), this.#files), field(t("scores.test"), this.#count), field(t("scores.quantile"), this.#quantile), this.#button),
            this.#normal.length > 1 &&
                h("details", { class: "data" }, h("summary", {}, t("scores.normal")), h("fieldset", { class: "tools" }, h("legend", { class: "unseen" }, t("scores.normal_legend")), this.#normal.map((box) => h("label", { class: "check" }, box, h("span", { class: "clip" }, labelName(box.value)))))),
            this.#result,
        );
    }

    async #score() {
        this.#button.disabled = true;
        try {
            const normal = this.#normal.filter((box) => box.checked).map((box) => box.value);
            const files = [...this.#files.files];
            if (files.length > MOST_FILES) {
                throw new Error(t("scores.too_many", { count: files.length, most: MOST_FILES }));
            }
            const body = { quantile: Number(this.#quantile.value), ...(normal.length > 0 ? { normal } : {}) };
            if (files.length > 0) {
                Object.assign(body, { images: await Promise.all(files.map(pngOfFile)), ...this.#stage.labelBody });
            } else {
                body.count = Number(this.#count.value);
            }
            const answer = await api.scores(this.#run.id, body, this.#signal, this.#run.choice);
            await this.#show(answer, files.map(({ name }) => name));
            announce(t("scores.done", { count: answer.scores.length, above: answer.above }));
        } catch (error) {
            tellError(error);
        } finally {
            this.#button.disabled = false;
        }
    }

    async #show(answer, names) {
        const bitmaps = await Promise.all(answer.pictures.map(decodePng));
        const measure = one("measure", answer.measure);
        const rows = [...answer.scores].sort((a, b) => b.value - a.value);
        const hasBounds = rows.some(({ negativeLogLikelihood }) => negativeLogLikelihood !== null);
        const nameOf = ({ image, label }) => names[image] ?? (label === null ? t("scores.image", { number: image + 1 }) : t("scores.image_of", { number: image + 1, label: labelName(label) }));
        replace(
            this.#result,
            h(
                "p",
                { class: "small" },
                t("scores.above", { above: answer.above, count: rows.length, threshold: number(answer.threshold), measure, share: number(100 * answer.quantile), calibrated: answer.calibrated }),
                answer.rocArea !== null && t("scores.areas", { area: number(answer.rocArea), precision: number(answer.averagePrecision) }),
            ),
            h(
                "div",
                { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t("scores.table") },
                h(
                    "table",
                    { class: "figures" },
                    h("thead", {}, h("tr", {}, [t("scores.picture"), "", t("scores.is_above"), t("scores.error"), ...(hasBounds ? ["−ELBO", "−log p(x)"] : [])].map((text) => h(text === "" ? "td" : "th", text === "" ? {} : { scope: "col" }, text)))),
                    h(
                        "tbody",
                        {},
                        rows.map((row) => {
                            const canvas = pictureCanvas("", "thumbnail");
                            canvas.setAttribute("aria-hidden", "true");
                            paint(canvas, bitmaps[row.image]);
                            return h(
                                "tr",
                                {},
                                h("th", { scope: "row" }, nameOf(row)),
                                h("td", {}, canvas),
                                h("td", {}, row.above ? h("strong", {}, t("yes")) : t("no")),
                                h("td", {}, number(row.reconstructionError)),
                                hasBounds && [h("td", {}, number(row.negativeElbo)), h("td", {}, number(row.negativeLogLikelihood))],
                            );
                        }),
                    ),
                ),
            ),
            h("p", {}, h("button", { type: "button", class: "quiet", onclick: () => this.#save(rows, nameOf) }, t("scores.save"))),
        );
    }

    #save(rows, nameOf) {
        const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
        const lines = rows.map((row) => [quoted(nameOf(row)), row.reconstructionError, row.negativeElbo ?? "", row.negativeLogLikelihood ?? "", row.above].join(","));
        const text = ["picture,reconstruction_mse,negative_elbo_nats,negative_log_likelihood_nats,above_threshold", ...lines, ""].join("\n");
        saveBlob(fileName(this.#run.id, t("file.scores")).replace(/\.png$/, ".csv"), new Blob([text], { type: "text/csv" }));
    }
}

/** A picture file as PNG in base64, reduced if it is large. */
async function pngOfFile(file) {
    let bitmap;
    try {
        bitmap = await createImageBitmap(file);
    } catch {
        throw new Error(t("scores.unreadable", { name: file.name }));
    }
    const scale = Math.min(1, GREATEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
    let text = "";
    bytes.forEach((byte) => (text += String.fromCharCode(byte)));
    return btoa(text);
}
