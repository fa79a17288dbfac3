// A run's metrics, as they come, sorted into charts.

import { LineChart, chartKeys, chartTools } from "./chart.js";
import { h } from "./dom.js";
import { capital, metricName, metricUnit } from "./format.js";
import { Viewport } from "./viewport.js";

const GROUPS = [
    { title: "Losses", unit: "nats an image", matches: (column) => /_nats$/.test(column) && column !== "kl_nats" },
    { title: "KL divergence", unit: "nats an image", height: 140, matches: (column) => column === "kl_nats" },
    { title: "Losses", unit: "", matches: (column) => /loss$/.test(column) },
    { title: "Discriminator", unit: "probability of “real”", bounds: [0, 1], matches: (column) => /^d_(real|fake)$/.test(column) },
    { title: "Discriminator", unit: "output", matches: (column) => /^d_(real|fake)_output$/.test(column) },
    { title: "Speed", unit: "images a second", height: 140, isLast: true, matches: (column) => column === "images_per_second" },
];

/** Rows of metrics.csv, evaluation.csv and quality.csv; knows rows that come twice. */
export class RunMetrics {
    constructor({ columns, rows, evaluation, quality }) {
        this.columns = columns;
        this.rows = rows;
        this.evaluation = evaluation;
        this.quality = quality;
    }

    get lastStep() {
        return this.rows.at(-1)?.[this.#column("step")] ?? 0;
    }

    /** Appends the rows that are new. */
    add(rows) {
        const step = this.#column("step");
        this.rows = this.rows.concat(rows.filter((row) => row[step] > this.lastStep));
    }

    get lastEpoch() {
        return this.rows.at(-1)?.[this.#column("epoch")] ?? 0;
    }

    /** Takes what was measured at the ends of epochs, and rows that are new. */
    update({ columns, rows, evaluation, quality }) {
        this.columns = columns;
        this.evaluation = evaluation;
        this.quality = quality;
        this.add(rows);
    }

    /** The run went back: all rows come again. */
    clear() {
        this.rows = [];
    }

    /** Names of what is measured while training. */
    get names() {
        return this.columns.filter((column) => column !== "epoch" && column !== "step");
    }

    /** Names of how good the images are. */
    get qualityNames() {
        return this.quality.columns.filter((column) => column !== "epoch");
    }

    /** [step, value] of a column. */
    points(column) {
        const [step, value] = [this.#column("step"), this.#column(column)];
        return value < 0 ? [] : this.rows.map((row) => [row[step], row[value] ?? null]);
    }

    /** [last step of the epoch, value] of a column of a table that has a row an epoch, or fewer. */
    epochPoints({ columns, rows }, column) {
        const [epochAt, stepAt] = [this.#column("epoch"), this.#column("step")];
        const ends = new Map(this.rows.map((row) => [row[epochAt], row[stepAt]]));
        const [epoch, value] = [columns.indexOf("epoch"), columns.indexOf(column)];
        return value < 0
            ? []
            : rows.filter((row) => ends.has(row[epoch])).map((row) => [ends.get(row[epoch]), row[value] ?? null]);
    }

    #column(name) {
        return this.columns.indexOf(name);
    }
}

/** The charts of one run, or of two over each other. */
export class MetricCharts {
    #viewport = new Viewport();
    #charts = new Map();
    #place = h("div", { class: "charts" });
    #last = null; // the chart that others, even those that come later, stand before
    #signal;

    constructor(signal) {
        this.#signal = signal;
        this.element = h("div", {}, chartTools(this.#viewport), this.#place, chartKeys());
    }

    /** Draws one run, what belongs together in one chart. */
    show(metrics) {
        this.#viewport.cover(0, metrics.lastStep);
        for (const [group, columns] of grouped(metrics.names)) {
            this.#chart(group).setSeries(columns.flatMap((column, i) => seriesOf(metrics, column, metricName(column), { colour: (i % 6) + 1 })));
        }
        for (const column of metrics.qualityNames) {
            this.#chart(qualityGroup(column)).setSeries(qualityOf(metrics, column, metricName(column), { colour: 1 }));
        }
    }

    /** Draws runs over each other, a chart for each metric: [{ name, metrics }]. */
    compare(runs) {
        this.#viewport.cover(0, Math.max(...runs.map(({ metrics }) => metrics.lastStep)));
        for (const column of new Set(runs.flatMap(({ metrics }) => metrics.names))) {
            const group = GROUPS.find((each) => each.matches(column));
            const series = runs.flatMap(({ name, metrics }, i) => seriesOf(metrics, column, name, { colour: i + 1, dashed: i > 0 }));
            if (series.length > 0) {
                const unit = metricUnit(column) || (group?.title === "Discriminator" ? group.unit : "");
                this.#chart({ ...group, title: capital(metricName(column)), unit, height: undefined }).setSeries(series);
            }
        }
        for (const column of new Set(runs.flatMap(({ metrics }) => metrics.qualityNames))) {
            this.#chart(qualityGroup(column)).setSeries(
                runs.flatMap(({ name, metrics }, i) => qualityOf(metrics, column, name, { colour: i + 1, dashed: i > 0 })),
            );
        }
    }

    #chart(group) {
        const key = `${group.title} ${group.unit}`;
        if (!this.#charts.has(key)) {
            const chart = new LineChart({ ...group, viewport: this.#viewport, signal: this.#signal });
            this.#charts.set(key, chart);
            this.#place.insertBefore(chart.element, group.isLast ? null : this.#last);
            this.#last = group.isLast ? chart.element : this.#last;
        }
        return this.#charts.get(key);
    }
}

/** A column's values while training and, as dots, on the test images. */
function seriesOf(metrics, column, label, style) {
    const points = metrics.points(column);
    const test = metrics.epochPoints(metrics.evaluation, column);
    return [
        points.length > 0 && { ...style, label, points },
        test.length > 0 && { ...style, label: `${label}, test`, points: test, dots: true },
    ].filter(Boolean);
}

/** How good a run's images were, by one measure. */
function qualityOf(metrics, column, label, style) {
    const points = metrics.epochPoints(metrics.quality, column);
    return points.length > 0 ? [{ ...style, label, points, dots: true }] : [];
}

function qualityGroup(column) {
    return { title: capital(metricName(column)), unit: "", height: 140 };
}

/** [group, its columns] in the order of the groups; a column of no group is one of its own. */
function grouped(names) {
    const sorted = new Map();
    for (const group of GROUPS) {
        const columns = names.filter((name) => group.matches(name));
        if (columns.length > 0) {
            sorted.set(group, columns);
        }
    }
    for (const name of names.filter((each) => !GROUPS.some((group) => group.matches(each)))) {
        sorted.set({ title: capital(metricName(name)), unit: "" }, [name]);
    }
    return sorted;
}
