// Seeds: whole numbers of 64 bits, which are exact beyond the range of a JavaScript number.

import { h } from "./dom.js";
import { t } from "./language.js";

const LEAST = -(2n ** 63n);
const GREATEST = 2n ** 63n - 1n;
const RANDOM_SEEDS = 1_000_000;

/** A field for a seed. */
export function seedInput(value, attributes = {}) {
    const input = h("input", { type: "text", class: "seed", inputmode: "numeric", autocomplete: "off", spellcheck: "false", maxlength: 20, required: true, value, ...attributes });
    input.addEventListener("input", () => {
        input.setCustomValidity(input.value === "" || isSeed(input.value) ? "" : t("seed.range", { least: String(LEAST), greatest: String(GREATEST) }));
    });
    return input;
}

/** Whether a text is a seed. */
export function isSeed(text) {
    const trimmed = String(text ?? "").trim();
    return /^-?\d{1,19}$/.test(trimmed) && BigInt(trimmed) >= LEAST && BigInt(trimmed) <= GREATEST;
}

/** The exact seed of a text, for a request's body. */
export function seedOf(text) {
    return BigInt(String(text).trim());
}

/** Any seed, as a text. */
export function randomSeed() {
    return String(Math.floor(Math.random() * RANDOM_SEEDS));
}

/** JSON in which a BigInt is an exact number. */
export function exactJson(value) {
    const mark = `exact ${Math.random()} `;
    const text = JSON.stringify(value, (_, each) => (typeof each === "bigint" ? `${mark}${each}` : each));
    return text.replaceAll(new RegExp(`"${mark.replaceAll(".", String.raw`\.`)}(-?\\d+)"`, "g"), "$1");
}
