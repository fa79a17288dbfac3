// A field for every setting of a model, as the server lists them.

import { field, h } from "../dom.js";
import { words } from "../format.js";
import { t } from "../language.js";

/** The fields, which start with a preset's values. It knows what the reader changed. */
export class SettingsForm {
    changes;
    #base;
    #changed;
    #size;
    #rgb;
    #limit;

    /** @param changed is called after a value changes */
    constructor(settings, base, imageSize, changes, changed) {
        this.#base = base;
        this.#changed = changed;
        const names = new Set(settings.map(({ name }) => name));
        this.changes = Object.fromEntries(Object.entries(changes).filter(([name]) => names.has(name)));
        this.#size = h("input", { type: "number", min: 1, max: 512, value: imageSize ?? "", inputmode: "numeric", onchange: changed });
        this.#size.dataset.base = imageSize ?? "";
        this.#rgb = h("input", { type: "checkbox", onchange: changed });
        this.#limit = h("input", { type: "number", min: 1, inputmode: "numeric", onchange: changed });
        const groups = grouped(settings);
        this.element = h(
            "div",
            { class: "settings-form" },
            h("fieldset", { class: "fields" }, h("legend", {}, t("settings.pictures")), field(t("settings.size"), this.#size, t("settings.size_help")), field(t("settings.limit"), this.#limit, t("settings.limit_help")), h("label", { class: "check" }, this.#rgb, t("settings.rgb"))),
            [...groups].map(([group, members]) => h("fieldset", { class: "fields" }, h("legend", {}, group || t("settings.training")), members.map((setting) => this.#field(setting)))),
        );
    }

    /** The parts of a request that are about the pictures. */
    get extras() {
        const size = this.#size.value === this.#size.dataset.base || this.#size.value === "" ? {} : { imageSize: Number(this.#size.value) };
        return { ...size, ...(this.#rgb.checked ? { rgb: true } : {}), ...(this.#limit.value ? { limit: Number(this.#limit.value) } : {}) };
    }

    #field(setting) {
        const { name, option, help, type } = setting;
        const value = this.changes[name] ?? this.#base[name] ?? null;
        const control = type === "boolean" ? this.#box(name, value) : type === "choice" ? this.#select(setting, value) : this.#number(setting, value);
        control.dataset.setting = name;
        if (type === "boolean") {
            const id = `setting-${name}`;
            control.id = id;
            return h("div", { class: "field" }, h("label", { class: "check", for: id }, control, words(name)), h("small", {}, help, " ", h("code", {}, option)));
        }
        return field(words(name), control, [help, " ", h("code", {}, option)]);
    }

    #box(name, value) {
        const box = h("input", { type: "checkbox", checked: value === true || value === "true", onchange: () => this.#set(name, box.checked) });
        return box;
    }

    #select({ name, choices }, value) {
        const select = h("select", { onchange: () => this.#set(name, select.value) }, choices.map((choice) => h("option", { value: choice, selected: choice === String(value) }, choice)));
        return select;
    }

    /** A text field, since a seed is larger than a page's numbers; the server checks the value. */
    #number({ name, type }, value) {
        const input = h("input", { type: "text", inputmode: type === "whole" ? "numeric" : "decimal", autocomplete: "off", spellcheck: "false", value: value ?? "", onchange: () => this.#set(name, input.value.trim() === "" ? null : input.value.trim()) });
        return input;
    }

    #set(name, value) {
        const isBase = value === null || String(value) === String(this.#base[name] ?? "");
        if (isBase) {
            delete this.changes[name];
        } else {
            this.changes[name] = value;
        }
        this.#changed();
    }
}

function grouped(settings) {
    const groups = new Map();
    settings.forEach((setting) => groups.set(setting.group, [...(groups.get(setting.group) ?? []), setting]));
    return groups;
}
