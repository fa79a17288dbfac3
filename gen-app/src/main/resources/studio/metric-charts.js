// The metrics of runs, grouped into charts.

import { keepInAddress, readAddress } from "./address.js";
import { LineChart } from "./chart/chart.js";
import { chartKeys, chartTools } from "./chart/tools.js";
import { Viewport } from "./chart/viewport.js";
import { h } from "./dom.js";
import { capital, metricName, metricUnit } from "./format.js";
import { t } from "./language.js";
import { newest } from "./newest.js";

const COLOURS = 6;
const ZOOM_MS = 150;
/** The charts that related metrics share. Their names and units are keys of texts. */
const GROUPS = [
    { name: "chart.losses", in: "unit.nats_image", matches: (column) => /_nats$/.test(column) && column !== "kl_nats" },
    { name: "chart.kl", in: "unit.nats_image", height: 140, matches: (column) => column === "kl_nats" },
    { name: "chart.losses", matches: (column) => /loss$/.test(column) },
    { name: "chart.discriminator", in: "unit.real", bounds: [0, 1], matches: (column) => /^d_(real|fake)$/.test(column) },
    { name: "chart.discriminator", in: "unit.output", matches: (column) => /^d_(real|fake)_output$/.test(column) },
    { name: "chart.speed", in: "unit.images_second", height: 140, isLast: true, matches: (column) => column === "images_per_second" },
];

/** The charts of one run, or of several runs overlaid. */
export class MetricCharts {
    #viewport = new Viewport();
    #charts = new Map();
    #place = h("div", { class: "charts" });
    #last = null; // the last chart: all others, even later ones, go before it
    #signal;
    #runs = [];
    #zoomTimer;
    #restored = null;
    #zoom = newest(() => this.#loadDetails());

    constructor(signal) {
        this.#signal = signal;
        signal.addEventListener("abort", () => clearTimeout(this.#zoomTimer));
        this.#restore(readAddress().query);
        this.element = h("div", {}, chartTools(this.#viewport), this.#place, chartKeys());
        this.#viewport.addEventListener("settings", () => {
            this.#keep();
            this.#draw();
        }, { signal });
        this.#viewport.addEventListener("range", () => {
            clearTimeout(this.#zoomTimer);
            this.#zoomTimer = setTimeout(() => {
                this.#keep();
                return this.#zoom();
            }, ZOOM_MS);
        }, { signal });
    }

    /** Keeps zoom, smoothing and axes in the address. */
    #keep() {
        const { smoothing, isLog, axis } = this.#viewport.settings;
        const zoom = this.#viewport.isZoomed ? this.#viewport.range.map((place) => Number(place.toPrecision(6))).join("_") : "";
        keepInAddress({ smoothing: smoothing || "", log: isLog, along: axis === "update" ? "" : axis, zoom });
    }

    #restore(query) {
        const smoothing = Number(query.get("smoothing") ?? 0);
        const axis = query.get("along");
        this.#viewport.set({
            smoothing: smoothing > 0 && smoothing <= 0.99 ? smoothing : 0,
            isLog: query.get("log") === "true",
            axis: ["epoch", "time"].includes(axis) ? axis : "update",
        });
        const [from, to] = (query.get("zoom") ?? "").split("_").map(Number);
        this.#restored = Number.isFinite(from) && Number.isFinite(to) && from < to ? [from, to] : null;
    }

    /** Draws runs: [{ name, metrics, batchSize }]. For one run, related metrics share a chart. */
    show(runs) {
        this.#runs = runs;
        this.#draw();
        if (this.#restored) {
            // The first drawing tells how far the axis goes.
            const [from, to] = this.#restored;
            this.#restored = null;
            this.#viewport.show(from, to);
        }
    }

    /** Loads all rows of the shown range for runs that have only an overview. */
    async #loadDetails() {
        const { axis } = this.#viewport.settings;
        const [from, to] = this.#viewport.range;
        for (const { metrics } of this.#runs) {
            if (this.#viewport.isZoomed && axis === "update" && metrics.isOverview) {
                await metrics.zoom(from, to, this.#signal);
            } else {
                metrics.unzoom();
            }
        }
        this.#draw();
    }

    #draw() {
        if (this.#runs.length === 0) {
            return;
        }
        const places = this.#runs.map((run) => this.#placesOf(run));
        this.#viewport.cover(0, Math.max(...this.#runs.map(({ metrics }, i) => places[i](metrics.lastStep))));
        const draw = this.#runs.length === 1 ? this.#drawOne : this.#drawSeveral;
        draw.call(this, this.#runs.map((run, i) => ({ ...run, place: places[i], colour: (i % COLOURS) + 1, line: i % 2 === 1 ? "dashed" : "solid" })));
    }

    #drawOne([run]) {
        const { metrics } = run;
        for (const [group, columns] of grouped(metrics.names)) {
            this.#chart(titled(group)).setSeries(columns.flatMap((column, i) => seriesOf(run, column, metricName(column), { colour: (i % COLOURS) + 1 })));
        }
        for (const column of metrics.qualityNames) {
            this.#chart(qualityGroup(column)).setSeries(qualityOf(run, column, metricName(column), { colour: 1 }));
        }
    }

    #drawSeveral(runs) {
        for (const column of new Set(runs.flatMap(({ metrics }) => metrics.names))) {
            const group = GROUPS.find((each) => each.matches(column));
            const series = runs.flatMap((run) => seriesOf(run, column, run.name, run));
            if (series.length > 0) {
                const unit = metricUnit(column) || (group?.name === "chart.discriminator" ? t(group.in) : "");
                this.#chart({ ...group, title: capital(metricName(column)), unit, height: undefined }).setSeries(series);
            }
        }
        for (const column of new Set(runs.flatMap(({ metrics }) => metrics.qualityNames))) {
            this.#chart(qualityGroup(column)).setSeries(runs.flatMap((run) => qualityOf(run, column, run.name, run)));
        }
    }

    /** Makes a function from a step to its place on the axis. */
    #placesOf({ metrics, batchSize }) {
        switch (this.#viewport.settings.axis) {
            case "epoch":
                return (step) => step / metrics.stepsPerEpoch;
            case "time":
                return metrics.clock(batchSize);
            default:
                return (step) => step;
        }
    }

    #chart(group) {
        const key = `${group.title} ${group.unit}`;
        if (!this.#charts.has(key)) {
            const chart = new LineChart({ ...group, viewport: this.#viewport, runs: () => this.#runs.map(({ name }) => name), signal: this.#signal });
            this.#charts.set(key, chart);
            this.#place.insertBefore(chart.element, group.isLast ? null : this.#last);
            this.#last = group.isLast ? chart.element : this.#last;
        }
        return this.#charts.get(key);
    }
}

/** A column's values while training and, as dots, on the test images. */
function seriesOf({ metrics, place }, column, label, { colour, line }) {
    const points = placed(metrics.points(column), place);
    const test = placed(metrics.epochPoints(metrics.evaluation, column), place);
    return [
        points.length > 0 && { colour, line, label, points },
        test.length > 0 && { colour, line: "dotted", label: t("chart.test", { name: label }), points: test, dots: true },
    ].filter(Boolean);
}

/** The quality of a run's images by one measure. */
function qualityOf({ metrics, place }, column, label, { colour, line }) {
    const points = placed(metrics.epochPoints(metrics.quality, column), place);
    return points.length > 0 ? [{ colour, line, label, points, dots: true }] : [];
}

function placed(points, place) {
    return points.map(([step, value]) => [place(step), value]);
}

function qualityGroup(column) {
    return { title: capital(metricName(column)), unit: "", height: 140 };
}

/** A group with its title and unit in the page's language. */
function titled(group) {
    return group.name ? { ...group, title: t(group.name), unit: group.in ? t(group.in) : "" } : group;
}

/** [group, its columns] in the order of the groups; a column without a group forms its own. */
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
