// Evaluations of a run: a form to start one, the jobs, and the figures.

import * as api from "../api.js";
import { field, h, replace } from "../dom.js";
import { metricName, number, time } from "../format.js";
import { listed, one, t } from "../language.js";
import { news } from "../news.js";
import { newest } from "../newest.js";
import { modelName } from "../models.js";
import { isSeed, seedInput, seedOf } from "../seed.js";
import { tell, tellError } from "../status.js";

const ENDED = ["finished", "cancelled", "failed"];

/** The card of one run. It follows jobs, also those that another page started. */
export class EvaluationCard {
    #run;
    #signal;
    #models;
    #form;
    #jobs = h("ul", { class: "jobs" });
    #table = h("div", {});
    #known = new Map();
    #load = newest(() => this.#request());

    static async load(run, models, signal) {
        const card = new EvaluationCard(run, models, signal);
        await card.#request();
        return card;
    }

    constructor(run, models, signal) {
        this.#run = run;
        this.#signal = signal;
        this.#models = models;
        this.#form = this.#build();
        this.element = h("section", { class: "card", "aria-labelledby": "evaluation" }, h("h2", { id: "evaluation" }, t("evaluation.title")), this.#form, this.#jobs, this.#table);
        const listen = (type, handler) => news.addEventListener(type, handler, { signal });
        listen("job", ({ detail }) => detail.run === run.id && this.#hear(detail));
        listen("back", () => this.#load());
    }

    /** Reads the evaluations again if their number has changed. */
    set reports(count) {
        if (count !== this.#run.reports) {
            this.#run = { ...this.#run, reports: count };
            this.#load();
        }
    }

    #build() {
        const model = h("select", {}, this.#models.map(({ name, epoch }) => h("option", { value: name }, modelName(name, epoch))));
        const count = h("input", { type: "number", min: 2, max: 50000, value: 2000, required: true, inputmode: "numeric" });
        const seed = seedInput("1");
        const metrics = h("select", {}, h("option", { value: "quick" }, t("evaluation.quick")), h("option", { value: "all" }, t("evaluation.all")));
        const start = async (event) => {
            event.preventDefault();
            if (!isSeed(seed.value)) {
                return;
            }
            try {
                this.#hear(await api.evaluate(this.#run.id, { model: model.value, count: Number(count.value), seed: seedOf(seed.value), metrics: metrics.value }));
                tell(t("evaluation.goes_on"));
            } catch (error) {
                tellError(error);
            }
        };
        return h("form", { class: "row", onsubmit: start, hidden: this.#models.length === 0 }, field(t("evaluation.model"), model), field(t("evaluation.images"), count), field(t("seed"), seed), field(t("evaluation.figures"), metrics), h("button", { type: "submit" }, t("evaluation.button")));
    }

    #hear(job) {
        this.#known.set(job.id, job);
        this.#showJobs();
        if (job.state === "finished") {
            this.#load();
        }
    }

    async #request() {
        const [{ evaluations }, { jobs }] = await Promise.all([api.evaluations(this.#run.id, this.#signal), api.jobs(this.#signal)]);
        this.#known = new Map(jobs.filter(({ run }) => run === this.#run.id).map((job) => [job.id, job]));
        this.#showJobs();
        replace(
            this.#table,
            evaluations.length === 0
                ? h("p", { class: "muted small" }, t("evaluation.none"))
                : evaluationTable(evaluations.map((evaluation) => ({ title: titleOf(evaluation), evaluation }))),
        );
    }

    /** The active jobs, and the last one if it did not succeed. */
    #showJobs() {
        const jobs = [...this.#known.values()].sort((a, b) => Number(a.id) - Number(b.id));
        const shown = jobs.filter((job, i) => !ENDED.includes(job.state) || (i === jobs.length - 1 && job.state !== "finished"));
        const focused = this.#jobs.contains(document.activeElement);
        replace(this.#jobs, shown.map((job) => this.#line(job)));
        if (focused) {
            this.#jobs.querySelector("button")?.focus();
        }
    }

    #line(job) {
        const isActive = !ENDED.includes(job.state);
        const share = Math.round(100 * job.share);
        const text = [modelName(job.model), job.state === "running" ? job.stage : one("evaluating", job.state), job.state === "running" && t("percent", { share })].filter(Boolean).join(" · ");
        return h(
            "li",
            { class: job.state === "failed" ? "problems" : null },
            h("span", {}, text, job.problem && `: ${job.problem}`),
            job.state === "running" && h("progress", { max: 1, value: job.share, "aria-label": t("evaluation.progress", { stage: job.stage, share }) }),
            isActive && job.state !== "cancelling" && h("button", { type: "button", class: "quiet", onclick: () => this.#cancel(job.id) }, t("cancel")),
        );
    }

    async #cancel(id) {
        try {
            this.#hear(await api.cancelJob(id));
        } catch (error) {
            tellError(error);
        }
    }
}

/** Evaluations side by side: [{ title, evaluation }]; one column each, one row per figure. */
export function evaluationTable(columns) {
    const readable = columns.filter(({ evaluation }) => evaluation.problem === null);
    const names = [...new Set(readable.flatMap(({ evaluation }) => evaluation.metrics.map(({ name }) => name)))];
    const find = ({ evaluation }, name) => evaluation.metrics.find((metric) => metric.name === name);
    const isOneBasis = new Set(readable.map(({ evaluation }) => evaluation.basis)).size <= 1;
    const floorOf = (name) => readable.map((column) => find(column, name)?.floor).find((floor) => floor !== null && floor !== undefined);
    const hasFloors = isOneBasis && names.some((name) => floorOf(name) !== undefined);
    const notes = [...new Set(readable.flatMap(({ title, evaluation }) => [...evaluation.metrics.flatMap((metric) => metric.notes.map((note) => t("evaluation.note", { name: metricName(metric.name), note }))), ...evaluation.skipped.map(({ metric, reason }) => t("evaluation.skipped", { title, name: metricName(metric), reason }))]))];
    return h(
        "div",
        { class: "stack tight" },
        columns.filter(({ evaluation }) => evaluation.problem !== null).map(({ evaluation }) => h("p", { class: "problems" }, evaluation.problem)),
        !isOneBasis && h("p", { class: "notice" }, t("evaluation.not_comparable")),
        names.length > 0 &&
            h(
                "div",
                { class: "table-scroll", tabindex: "0", role: "region", "aria-label": t("evaluation.table") },
                h(
                    "table",
                    { class: "figures" },
                    h("thead", {}, h("tr", {}, [t("evaluation.figure"), ...readable.map(({ title }) => title), hasFloors && t("evaluation.real")].filter(Boolean).map((title) => h("th", { scope: "col" }, title)))),
                    h(
                        "tbody",
                        {},
                        names.map((name) =>
                            h("tr", {}, h("th", { scope: "row" }, metricName(name)), readable.map((column) => h("td", {}, figure(find(column, name)))), hasFloors && h("td", {}, number(floorOf(name)))),
                        ),
                    ),
                ),
            ),
        notes.length > 0 && h("details", { class: "data" }, h("summary", {}, t("evaluation.notes", { count: notes.length })), h("ul", { class: "notes" }, notes.map((note) => h("li", {}, note)))),
    );
}

function figure(metric) {
    if (!metric) {
        return "–";
    }
    return metric.standardError === null ? number(metric.value) : `${number(metric.value)} ± ${number(metric.standardError)}`;
}

/** What an evaluation is of, for a heading. */
export function titleOf({ model, images, seeds, measured }) {
    const seed = seeds.length === 1 ? t("origin.seed", { seed: String(seeds[0]) }) : t("count.seeds", { count: seeds.length });
    return listed([model && modelName(model), images > 0 && t("count.images", { count: images }), seeds.length > 0 && seed, measured && time(measured)].filter(Boolean));
}
