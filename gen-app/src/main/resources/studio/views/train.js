// The form that starts a training.

import { keepInAddress } from "../address.js";
import { CodeBlock } from "../copy.js";
import { field, h, replace } from "../dom.js";
import { number } from "../format.js";
import { one, t } from "../language.js";
import { newest } from "../newest.js";
import { tellError } from "../status.js";
import * as api from "../workshop/workshop-api.js";
import { trainings, workshop } from "../workshop/workshop.js";
import { SettingsForm } from "./settings-form.js";
import { offNotice } from "./workshop-parts.js";

const PLAN_MS = 300;
const LEAST_UPDATES = 1000;
const MOST_EPOCHS = 500; // each epoch writes pictures and a checkpoint
const POLL_MS = 1000;

/** Data, purpose, preset and settings, with the time that they take and the equivalent command. */
export async function trainView({ query }, signal) {
    const state = await workshop();
    if (!state.enabled) {
        return { title: t("train.title"), content: offNotice(t("train.title")) };
    }
    const [{ datasets, builtin }, { purposes }, { models }] = await Promise.all([api.datasets(signal), api.purposes(signal), api.models(signal)]);
    const form = new TrainForm([...datasets.filter(({ problem }) => !problem), ...builtin], purposes, models, state, query, signal);
    await form.plan();
    return {
        title: t("train.title"),
        content: h("div", {}, h("div", { class: "head" }, h("div", {}, h("h1", {}, t("train.title")), h("p", { class: "lead" }, t("train.lead")))), form.element),
    };
}

class TrainForm {
    #data;
    #purposes;
    #models;
    #signal;
    #key = newKey();
    #dataset;
    #purpose;
    #model;
    #preset;
    #settings;
    #fitted = {}; // values that the page chose for the data set
    #timer;
    #isReadOnly;
    #minutes = h("p", { class: "minutes", role: "status" });
    #notices = h("div", {});
    #problem = h("p", { class: "problems", role: "alert", hidden: true });
    #command = new CodeBlock(t("train.command"));
    #java = new CodeBlock(t("train.java"));
    #start;
    #parts = { data: h("div", {}), purpose: h("fieldset", { class: "cards" }), model: h("div", {}), preset: h("fieldset", { class: "cards" }), settings: h("div", {}) };
    #plan = newest(() => this.#request());

    constructor(data, purposes, models, state, query, signal) {
        this.#data = data;
        this.#purposes = purposes;
        this.#models = new Map(models.map((model) => [model.name, model]));
        this.#isReadOnly = state.readOnly;
        this.#signal = signal;
        signal.addEventListener("abort", () => clearTimeout(this.#timer));
        this.#dataset = data.find(({ id }) => id === query.get("dataset")) ?? data[0];
        this.#start = h("button", { type: "submit", class: "primary" }, t("train.start"));
        const start = (event) => {
            event.preventDefault();
            return this.#train();
        };
        const step = (name, ...content) => h("section", { class: "card", "aria-labelledby": `step-${name}` }, h("h2", { id: `step-${name}` }, one("step", name)), content);
        this.element = h(
            "form",
            { class: "stack", onsubmit: start },
            step("data", this.#parts.data),
            step("purpose", this.#parts.purpose),
            step("preset", this.#parts.preset, this.#parts.model, h("details", { class: "data all-settings" }, h("summary", {}, t("train.all_settings")), this.#parts.settings)),
            h("section", { class: "card", "aria-labelledby": "step-start" }, h("h2", { id: "step-start" }, one("step", "start")), this.#minutes, this.#notices, this.#problem, h("div", { class: "tools" }, this.#start), h("details", { class: "data" }, h("summary", {}, t("train.elsewhere")), this.#command.element, this.#java.element)),
        );
        this.#showData();
        this.#choosePurpose(this.#possible(query.get("purpose")) ?? this.#possible("ask") ?? this.#possible("like") ?? purposes[0]);
    }

    /** Asks the server what the form's training means. */
    plan() {
        return this.#plan();
    }

    #labelCount() {
        return this.#dataset?.labels.length ?? 0;
    }

    #possible(id) {
        return this.#purposes.find((purpose) => purpose.id === id && (!purpose.needsLabels || this.#labelCount() > 1));
    }

    #showData() {
        const select = h(
            "select",
            {
                onchange: () => {
                    this.#dataset = this.#data.find(({ id }) => id === select.value);
                    keepInAddress({ dataset: select.value });
                    this.#choosePurpose(this.#possible(this.#purpose.id) ?? this.#possible("like") ?? this.#purposes[0]);
                    this.#soon();
                },
            },
            this.#data.map(({ id, name, pictures }) => h("option", { value: id, selected: id === this.#dataset?.id }, t("train.dataset", { name, count: pictures }))),
        );
        replace(this.#parts.data, h("div", { class: "row" }, field(t("train.data"), select), h("a", { class: "button quiet", href: "#/data" }, t("train.add"))));
    }

    #choosePurpose(purpose) {
        this.#purpose = purpose;
        const card = (each) => {
            const isPossible = Boolean(this.#possible(each.id));
            return h(
                "label",
                { class: "choice" },
                h("input", { type: "radio", name: "purpose", value: each.id, checked: each === purpose, disabled: !isPossible, onchange: () => (this.#choosePurpose(each), this.#soon()) }),
                h("span", {}, h("strong", {}, one("purpose", each.id)), h("small", {}, isPossible ? one("purpose_more", each.id) : t("purpose.no_labels"))),
            );
        };
        this.#redraw(this.#parts.purpose, h("legend", { class: "unseen" }, one("step", "purpose")), this.#purposes.map(card));
        this.#chooseModel(purpose.choices[0]);
    }

    #chooseModel(choice) {
        this.#model = choice;
        const { choices } = this.#purpose;
        const select = h("select", { onchange: () => (this.#chooseModel(choices[select.value]), this.#soon()) }, choices.map((each, i) => h("option", { value: i, selected: each === choice }, one("family", each.model))));
        this.#redraw(this.#parts.model, choices.length > 1 && h("div", { class: "row" }, field(t("train.model"), select)));
        const { presets } = this.#models.get(choice.model);
        this.#choosePreset(presets.find(({ name }) => name === this.#preset?.name) ?? presets[0]);
    }

    #choosePreset(preset) {
        this.#preset = preset;
        const model = this.#models.get(this.#model.model);
        const card = (each) =>
            h(
                "label",
                { class: "choice" },
                h("input", { type: "radio", name: "preset", value: each.name, checked: each === preset, onchange: () => (this.#choosePreset(each), this.#soon()) }),
                h("span", {}, h("strong", {}, one("preset", each.name || "plain")), h("small", {}, presetText(each))),
            );
        this.#redraw(this.#parts.preset, h("legend", { class: "unseen" }, one("step", "preset")), model.presets.map(card));
        this.#parts.preset.hidden = model.presets.length < 2;
        const chosen = Object.entries(this.#settings?.changes ?? {}).filter(([name, value]) => value !== this.#fitted[name]);
        this.#fitted = smallSet(this.#dataset, preset.values);
        this.#settings = new SettingsForm(model.settings, { ...preset.values, ...this.#model.settings }, preset.imageSize, { ...this.#fitted, ...Object.fromEntries(chosen) }, () => this.#soon());
        replace(this.#parts.settings, this.#settings.element);
    }

    /** Replaces choices, and keeps the focus on the chosen one. */
    #redraw(place, ...content) {
        const focused = place.contains(document.activeElement);
        replace(place, ...content);
        if (focused) {
            place.querySelector("input:checked, select")?.focus();
        }
    }

    #soon() {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#plan(), PLAN_MS);
    }

    get #body() {
        return {
            dataset: this.#dataset.id,
            model: this.#model.model,
            ...(this.#preset.name ? { preset: this.#preset.name } : {}),
            ...this.#settings.extras,
            settings: { ...this.#model.settings, ...this.#settings.changes },
        };
    }

    async #request() {
        try {
            const plan = await api.plan(this.#body, this.#signal);
            this.#command.text = plan.command;
            this.#java.text = plan.java;
            this.#complain(null);
            replace(this.#notices, plan.notices.map((notice) => h("p", { class: "small muted" }, notice)));
            replace(this.#minutes, this.#duration(plan));
        } catch (error) {
            if (error.name !== "AbortError") {
                this.#complain(error.message);
            }
        }
    }

    #complain(text) {
        this.#problem.textContent = text ?? "";
        this.#problem.hidden = text === null;
        this.#start.disabled = text !== null || this.#isReadOnly;
    }

    /** How long the training takes, or a button that measures the machine. */
    #duration({ minutes, images, epochs }) {
        const what = t("train.what", { images: t("count.pictures", { count: images }), epochs: t("count.epochs", { count: epochs }) });
        if (minutes === null) {
            return [what, " ", t("train.not_measured"), " ", !this.#isReadOnly && h("button", { type: "button", class: "quiet", onclick: (event) => this.#measure(event.target) }, t("train.measure"))];
        }
        return [what, " ", h("strong", {}, durationText(minutes))];
    }

    async #measure(button) {
        button.disabled = true;
        button.textContent = t("train.measuring");
        try {
            let calibration = await api.calibrate({ model: this.#model.model, ...(this.#preset.name ? { preset: this.#preset.name } : {}) });
            while (calibration.state === "measuring" && !this.#signal.aborted) {
                await new Promise((resolve) => setTimeout(resolve, POLL_MS));
                calibration = await api.calibration(this.#signal);
            }
            if (calibration.problem) {
                throw new Error(calibration.problem);
            }
            await this.#plan();
        } catch (error) {
            tellError(error);
            button.disabled = false;
            button.textContent = t("train.measure");
        }
    }

    async #train() {
        this.#start.disabled = true;
        try {
            await api.train({ ...this.#body, key: this.#key });
            this.#key = newKey();
            await trainings.look();
            location.hash = "#/jobs";
        } catch (error) {
            this.#complain(error.message);
            this.#start.disabled = false;
        }
    }
}

/**
 * Values for a small data set: a batch that gives two updates or more per epoch, and so many epochs that the model learns
 * something. The presets' epochs are meant for tens of thousands of pictures.
 */
function smallSet({ train, pictures }, { batchSize, epochs }) {
    const count = train ?? pictures;
    if (!batchSize || count === 0) {
        return {};
    }
    const isSmall = count < 2 * batchSize;
    const batch = isSmall ? 2 ** Math.max(1, Math.floor(Math.log2(count / 2))) : Number(batchSize);
    const enough = Math.min(MOST_EPOCHS, Math.ceil(LEAST_UPDATES / Math.ceil(count / batch)));
    return { ...(isSmall ? { batchSize: String(batch) } : {}), ...(enough > epochs ? { epochs: String(enough) } : {}) };
}

/** Minutes as a range in words. */
function durationText({ from, to, exact }) {
    if (to < 1) {
        return t("train.under_a_minute");
    }
    const isHours = to >= 120;
    const [least, most] = [from, to].map((minutes) => number(isHours ? Math.round(minutes / 6) / 10 : minutes < 10 ? Math.round(minutes * 10) / 10 : Math.round(minutes)));
    const range = least === most ? most : t("range", { from: least, to: most });
    const text = from < 1 ? t("train.up_to", { count: Math.ceil(to) }) : isHours ? t("train.hours", { range }) : t("train.minutes", { range });
    return exact ? text : t("train.roughly", { text });
}

/** What a preset is for; one that the page does not know says so itself. */
function presetText({ name, description }) {
    const text = one("preset_more", name);
    return text === name ? description : text;
}

/** A key that makes a repeated request the same training. */
function newKey() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
