// Formats for numbers, times and names.

import { localeOf, one, t } from "./language.js";

/** A metric's name without its unit: "kl_nats" is "KL divergence". */
export function metricName(column) {
    const bare = column.replace(/_nats$/, "");
    const name = one("metric", bare);
    return name === bare ? bare.replaceAll("_", " ") : name;
}

/** A metric's unit, or nothing. */
export function metricUnit(column) {
    return column.endsWith("_nats") ? t("nats") : "";
}

const MOST_DECIMALS = 12;

/**
 * Formats four significant digits, without an exponent if possible.
 *
 * @param step the distance to the next number, if there is one: then with the digits that tell them apart
 */
export function number(value, step) {
    if (value === null || value === undefined || !Number.isFinite(value)) {
        return "–";
    }
    const size = Math.abs(value);
    if (step > 0 && size >= 1e-3 && step < size / 100) {
        const decimals = decimalsOf(step);
        return value.toLocaleString(localeOf(), { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    }
    if (size >= 1e9) {
        return value.toExponential(2);
    }
    if (size >= 1000) {
        return Math.round(value).toLocaleString(localeOf());
    }
    if (size !== 0 && size < 0.001) {
        return value.toExponential(2);
    }
    return (value + 0).toLocaleString(localeOf(), { maximumSignificantDigits: 4 });
}

/** How many decimals a number has. */
function decimalsOf(value) {
    let decimals = 0;
    while (decimals < MOST_DECIMALS && Math.abs(value * 10 ** decimals - Math.round(value * 10 ** decimals)) > 1e-6) {
        decimals += 1;
    }
    return decimals;
}

/** Formats a point in time in the reader's own zone. */
export function time(instant) {
    const date = new Date(instant);
    return Number.isNaN(date.getTime())
        ? String(instant)
        : date.toLocaleString(localeOf(), { dateStyle: "medium", timeStyle: "short" });
}

/** A number of bytes, in the unit that fits. */
export function bytes(count) {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
    const at = count < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(count) / 3));
    const value = count / 1000 ** at;
    return value.toLocaleString(localeOf(), { style: "unit", unit: units[at], unitDisplay: at === 0 ? "long" : "short", maximumFractionDigits: value < 10 && at > 0 ? 1 : 0 });
}

/** A setting's name in words: "learningRate" is "learning rate". */
export function words(name) {
    return name.replace(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`).replaceAll("_", " ");
}

/** A label's name for people, which may be blank in the data. */
export function labelName(label) {
    return label.trim() === "" ? t("label.blank") : label;
}

/** Capitalizes the first letter. */
export function capital(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}
