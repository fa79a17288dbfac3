// Formats for numbers, times and names.

const NAMES = {
    loss: "loss",
    d_loss: "discriminator loss",
    g_loss: "generator loss",
    reconstruction: "reconstruction",
    kl: "KL divergence",
    d_real: "D(x)",
    d_fake: "D(G(z))",
    d_real_output: "D(x)",
    d_fake_output: "D(G(z))",
    images_per_second: "images per second",
    frechet_distance: "Fréchet distance",
};

/** A metric's name without its unit: "kl_nats" is "KL divergence". */
export function metricName(column) {
    const bare = column.replace(/_nats$/, "");
    return NAMES[bare] ?? bare.replaceAll("_", " ");
}

/** A metric's unit, or nothing. */
export function metricUnit(column) {
    return column.endsWith("_nats") ? "nats" : "";
}

/** Formats four significant digits, without an exponent if possible. */
export function number(value) {
    if (value === null || value === undefined || !Number.isFinite(value)) {
        return "–";
    }
    const size = Math.abs(value);
    if (size >= 1000) {
        return Math.round(value).toLocaleString("en");
    }
    if (size !== 0 && size < 0.001) {
        return value.toExponential(2);
    }
    return String(Number(value.toPrecision(4)));
}

/** Formats a point in time in the reader's own zone. */
export function time(instant) {
    const date = new Date(instant);
    return Number.isNaN(date.getTime())
        ? String(instant)
        : date.toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
}

/** A count with its noun in the singular or the plural. */
export function plural(count, one, several = `${one}s`) {
    return `${count.toLocaleString("en")} ${count === 1 ? one : several}`;
}

/** A setting's name in words: "learningRate" is "learning rate". */
export function words(name) {
    return name.replace(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`).replaceAll("_", " ");
}

/** A label's name for people, which may be blank in the data. */
export function labelName(label) {
    return label.trim() === "" ? "(blank)" : label;
}

/** Capitalizes the first letter. */
export function capital(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}
