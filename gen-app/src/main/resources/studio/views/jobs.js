// The trainings that this page started: the queue, the running one, and those that are over.

import * as studio from "../api.js";
import { h, newId, replace } from "../dom.js";
import { time } from "../format.js";
import { one, t } from "../language.js";
import { news } from "../news.js";
import { newest } from "../newest.js";
import { tellError } from "../status.js";
import { trainingName } from "../workshop/training-name.js";
import * as api from "../workshop/workshop-api.js";
import { ACTIVE, trainings, workshop } from "../workshop/workshop.js";
import { figures, gridImage, playLink, runLink } from "./parts.js";
import { offNotice } from "./workshop-parts.js";

/** The list of trainings, always up to date. */
export async function jobsView(_, signal) {
    const state = await workshop();
    if (!state.enabled) {
        return { title: t("jobs.title"), content: offNotice(t("jobs.title")) };
    }
    const runs = new Map();
    const list = h("ul", { class: "stack trainings" });
    const cards = new Map();
    const show = () => {
        if (trainings.list.length === 0) {
            replace(list, h("li", { class: "empty" }, h("p", {}, t("jobs.none")), h("a", { class: "button primary", href: "#/train" }, t("train.button"))));
            return;
        }
        const items = trainings.list.map((training) => {
            const card = cards.get(training.id) ?? new TrainingCard(state.readOnly);
            cards.set(training.id, card);
            // The list begins with the newest: a run that was resumed goes on from there.
            card.show(training, runs.get(training.run), trainings.list.find(({ run }) => run === training.run) === training);
            return card.element;
        });
        if (items.length !== list.children.length || items.some((item, i) => item !== list.children[i])) {
            replace(list, items);
        }
    };
    const loadRuns = newest(async () => {
        (await studio.runs(signal)).forEach((run) => runs.set(run.id, run));
        show();
    });
    news.addEventListener("run", ({ detail }) => {
        if (trainings.list.some(({ run }) => run === detail.id)) {
            runs.set(detail.id, { ...runs.get(detail.id), ...detail });
            show();
        }
    }, { signal });
    news.addEventListener("back", loadRuns, { signal });
    trainings.addEventListener("change", show, { signal });
    await Promise.all([trainings.look(), loadRuns()]);
    show();
    return {
        title: t("jobs.title"),
        content: h(
            "div",
            {},
            h("div", { class: "head" }, h("div", {}, h("h1", {}, t("jobs.title")), h("p", { class: "lead" }, t("jobs.lead"))), h("div", { class: "tools" }, notifyButton(), h("a", { class: "button primary", href: "#/train" }, t("train.button")))),
            list,
        ),
    };
}

/** A button that asks the browser for notifications, where it can be asked. */
function notifyButton() {
    if (window.Notification?.permission !== "default") {
        return null;
    }
    const button = h("button", { type: "button", class: "quiet", onclick: async () => (button.hidden = (await Notification.requestPermission()) !== "default") }, t("jobs.notify"));
    return button;
}

/** One training. Its buttons stay, so that the focus does. */
class TrainingCard {
    #training;
    #shown = "";
    #from = null; // the time and epoch from which the speed is taken
    #title = h("h2", {});
    #line = h("p", { class: "line-up" });
    #trouble = h("div", {});
    #picture = h("div", { class: "job-picture", "aria-hidden": "true" });
    #output = h("pre", { tabindex: "0", role: "region", "aria-label": t("jobs.output") });
    #buttons;

    constructor(isReadOnly) {
        const id = newId("training");
        this.#title.id = id;
        const act = (key, action) => h("button", { type: "button", onclick: () => this.#act(action) }, t(key));
        this.#buttons = {
            stop: act("jobs.stop", () => api.stop(this.#training.id)),
            resume: act("jobs.resume", () => api.resume(this.#training.run, { key: crypto.getRandomValues(new BigUint64Array(1))[0].toString().padStart(20, "0") })),
            remove: act("jobs.remove", () => api.removeTraining(this.#training.id)),
        };
        if (isReadOnly) {
            this.#buttons = {};
        }
        this.watch = h("a", { class: "button" }, t("jobs.watch"));
        this.play = h("a", { class: "button" }, t("play"));
        const details = h("details", { class: "data", ontoggle: () => details.open && this.#loadOutput() }, h("summary", {}, t("jobs.output")), this.#output);
        this.element = h(
            "li",
            {},
            h("section", { class: "card training", "aria-labelledby": id }, this.#picture, h("div", {}, this.#title, this.#line, this.#trouble, h("div", { class: "tools" }, this.watch, this.play, Object.values(this.#buttons)), details)),
        );
    }

    show(training, run, isNewest) {
        this.#training = training;
        const shown = JSON.stringify([training, isNewest, run?.epoch, run?.epochs, run?.figures, run?.grid, run?.hasModel, run?.step]);
        if (shown === this.#shown) {
            return;
        }
        this.#shown = shown;
        const { state, problem } = training;
        replace(this.#title, trainingName(training));
        this.#from ??= training.kind === "train" && training.started ? { at: new Date(training.started), epoch: 0 } : training.kind === "resume" && state === "running" && run ? { at: new Date(), epoch: run.epoch ?? 0 } : null;
        replace(this.#line, standing(training, run, this.#from));
        replace(this.#trouble, problem && h("p", { class: "problems" }, problem));
        replace(this.#picture, run?.grid && gridImage(run.grid, ""));
        const isActive = ACTIVE.includes(state);
        const hidden = { stop: !["waiting", "running"].includes(state), resume: isActive || !training.run || !isNewest || state === "cancelled" || state === "finished", remove: isActive };
        Object.entries(this.#buttons).forEach(([name, button]) => (button.hidden = hidden[name]));
        this.watch.hidden = !run;
        this.play.hidden = !run?.hasModel;
        if (run) {
            this.watch.href = runLink(run.id);
            this.play.href = playLink(run.id);
        }
    }

    async #act(action) {
        try {
            await action();
            await trainings.look();
        } catch (error) {
            tellError(error);
        }
    }

    async #loadOutput() {
        try {
            this.#output.textContent = await api.output(this.#training.id);
        } catch (error) {
            tellError(error);
        }
    }
}

/** The state, progress, time left and losses of a training. */
function standing(training, run, from) {
    const { state, place, created, started, ended } = training;
    const mark = { waiting: "stopped", stopping: "running", cancelled: "stopped" }[state] ?? state;
    const epochs = run?.epochs ?? training.epochs;
    const epoch = run?.epoch ?? 0;
    const text = epochs ? t("progress.of", { epoch, epochs }) : t("progress", { epoch });
    const left = state === "running" && timeLeft(from, epoch, epochs);
    return [
        h("span", { class: `state ${mark}` }, one("training", state)),
        place && h("span", {}, t("jobs.place", { place })),
        run && h("span", { class: "progress" }, h("span", {}, text), ACTIVE.includes(state) && h("progress", { max: epochs || 1, value: epoch, "aria-label": text })),
        left && h("span", {}, left),
        run && figures(run),
        h("span", { class: "muted" }, time(ended ?? started ?? created)),
    ];
}

/** The time left, as the epochs since a time and epoch suggest: those before a resumption took no time of this training. */
function timeLeft(from, epoch, epochs) {
    if (!from || !epochs || epoch <= from.epoch || epoch >= epochs) {
        return null;
    }
    const minutes = ((Date.now() - from.at) / 60_000 / (epoch - from.epoch)) * (epochs - epoch);
    return minutes < 1 ? t("jobs.left_seconds") : t("jobs.left", { count: Math.round(minutes) });
}
