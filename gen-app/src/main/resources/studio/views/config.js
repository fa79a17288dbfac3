// A run's settings.

import { h } from "../dom.js";
import { words } from "../format.js";
import { facts } from "./parts.js";
import { listed, t } from "../language.js";

/** Settings as facts, one group per object. Long lists and texts are shortened. */
export function configFacts(config) {
    const plain = Object.entries(config).filter(([, value]) => !isGroup(value));
    const groups = Object.entries(config).filter(([, value]) => isGroup(value));
    return h(
        "div",
        { class: "config" },
        plain.length > 0 && facts(plain.map(([name, value]) => [words(name), text(value)])),
        groups.map(([name, value]) => h("section", {}, h("h3", {}, words(name)), configFacts(value))),
    );
}

/** A flat list of settings as [path, text]. */
export function flatConfig(config, path = "") {
    return Object.entries(config).flatMap(([name, value]) =>
        isGroup(value) ? flatConfig(value, `${path}${words(name)}: `) : [[`${path}${words(name)}`, text(value)]],
    );
}

function isGroup(value) {
    return value !== null && typeof value === "object" && !Array.isArray(value);
}

function text(value) {
    return value === null ? t("config.none") : Array.isArray(value) ? listed(value.map(text)) : String(value);
}
