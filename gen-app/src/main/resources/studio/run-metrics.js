// The metrics of a run: an overview, details of a range, and new rows.

import * as api from "./api.js";

const OVERVIEW_POINTS = 2000;
const MOST_ROWS = 6000;

/**
 * Rows of metrics.csv, evaluation.csv and quality.csv. The server reduces long tables to the resolution of a screen.
 */
export class RunMetrics {
    #id;
    #generation = null;
    #detail = null;

    static async load(id, signal) {
        const metrics = new RunMetrics(id);
        await metrics.#reload(signal);
        return metrics;
    }

    constructor(id) {
        this.#id = id;
    }

    async #reload(signal) {
        const all = await api.metrics(this.#id, { points: OVERVIEW_POINTS }, signal);
        this.#generation = all.generation;
        this.#detail = null;
        this.columns = all.columns;
        this.rows = all.rows;
        this.total = all.total;
        this.evaluation = all.evaluation;
        this.quality = all.quality;
    }

    /** Requests the new rows. */
    async update(signal) {
        const query = {
            points: OVERVIEW_POINTS,
            after: this.rows.length === 0 ? -1 : this.lastStep,
            evaluatedAfter: lastEpoch(this.evaluation),
            measuredAfter: lastEpoch(this.quality),
        };
        const news = await api.metrics(this.#id, query, signal);
        const hasOtherColumns = news.columns.join() !== this.columns.join();
        if (news.generation !== this.#generation || hasOtherColumns || this.rows.length + news.rows.length > MOST_ROWS) {
            await this.#reload(signal);
            return;
        }
        this.rows = this.rows.concat(news.rows);
        this.total = news.total;
        this.evaluation = joined(this.evaluation, news.evaluation);
        this.quality = joined(this.quality, news.quality);
    }

    /** Whether only an overview is loaded. */
    get isOverview() {
        return this.total > this.rows.length;
    }

    /** Fetches the rows of a range, up to the resolution of a screen. */
    async zoom(from, to, signal) {
        const query = { points: OVERVIEW_POINTS, after: Math.max(-1, Math.floor(from) - 1), to: Math.max(0, Math.ceil(to)) };
        const { rows, generation } = await api.metrics(this.#id, query, signal);
        this.#detail = generation === this.#generation ? { from, to, rows } : null;
    }

    /** Shows the overview again. */
    unzoom() {
        this.#detail = null;
    }

    get lastStep() {
        return this.rows.at(-1)?.[this.#column("step")] ?? 0;
    }

    get lastEpoch() {
        return this.rows.at(-1)?.[this.#column("epoch")] ?? 0;
    }

    /** Updates per epoch, inferred from the rows. The last row of a whole epoch tells most: other rows have fewer updates. */
    get stepsPerEpoch() {
        const [epoch, step] = [this.#column("epoch"), this.#column("step")];
        return this.rows.reduce((most, row) => (row[epoch] > 0 ? Math.max(most, row[step] / row[epoch]) : most), 0) || 1;
    }

    /** Names of the metrics measured during training. */
    get names() {
        return this.columns.filter((column) => column !== "epoch" && column !== "step");
    }

    /** Names of the image quality metrics. */
    get qualityNames() {
        return this.quality.columns.filter((column) => column !== "epoch" && column !== "step");
    }

    /** [step, value] of a column; values may be null. */
    points(column) {
        const [step, value] = [this.#column("step"), this.#column(column)];
        return value < 0 ? [] : this.#shownRows().map((row) => [row[step], row[value] ?? null]);
    }

    #shownRows() {
        if (!this.#detail) {
            return this.rows;
        }
        const step = this.#column("step");
        const { from, to, rows } = this.#detail;
        return [...this.rows.filter((row) => row[step] < from), ...rows, ...this.rows.filter((row) => row[step] > to)];
    }

    /** [last step of the epoch, value] of a column, for a table with at most one row per epoch. */
    epochPoints({ columns, rows }, column) {
        const [step, value] = [columns.indexOf("step"), columns.indexOf(column)];
        return value < 0 ? [] : rows.filter((row) => row[step] !== null).map((row) => [row[step], row[value] ?? null]);
    }

    /** Makes a function from a step to the seconds of training up to it, from the measured speed. */
    clock(batchSize) {
        const [step, speed] = [this.#column("step"), this.#column("images_per_second")];
        const steps = [0];
        const seconds = [0];
        let last = null;
        for (const row of this.rows) {
            last = row[speed] || last;
            const span = row[step] - steps.at(-1);
            steps.push(row[step]);
            seconds.push(seconds.at(-1) + (last && batchSize ? (span * batchSize) / last : 0));
        }
        return (at) => {
            const i = Math.max(1, lowerBound(steps, at));
            const j = Math.min(i, steps.length - 1);
            const width = steps[j] - steps[j - 1] || 1;
            return seconds[j - 1] + ((seconds[j] - seconds[j - 1]) * (at - steps[j - 1])) / width;
        };
    }

    #column(name) {
        return this.columns.indexOf(name);
    }
}

/** The index of the first number that is not below a value, in ascending numbers. */
export function lowerBound(sorted, value) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (sorted[middle] < value) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

function lastEpoch({ columns, rows }) {
    return rows.at(-1)?.[columns.indexOf("epoch")] ?? -1;
}

function joined(table, more) {
    return more.rows.length === 0 ? table : { columns: more.columns, rows: table.rows.concat(more.rows) };
}
