// A line chart that can be read with the pointer, the keyboard and a screen reader.

import { h, newId, replace, s } from "./dom.js";
import { number } from "./format.js";

const HEIGHT = 220; // unless the chart is given another one
const MARGIN = { left: 48, right: 12, top: 10, bottom: 26 };
const SMOOTHING = 0.9;
const TABLE_ROWS = 100;
const LEAST_DRAG_PX = 6;

/**
 * A chart of series over steps. A series is { label, points: [[step, value]], colour: 1 to 6, dashed, dots }; dots mark
 * values that stand for a whole epoch, which are never smoothed.
 */
export class LineChart {
    #title;
    #viewport;
    #series = [];
    #bounds;
    #height;
    #hidden = new Set();
    #width = 0;
    #drag = null;
    #legend = h("ul", { class: "legend" });
    #svg = s("svg", { "aria-hidden": "true" });
    #plot;
    #table = h("div", { class: "table-scroll", tabindex: "0", role: "region" });
    #details;

    /**
     * @param bounds least and greatest value of the vertical axis, or nothing to fit it to what is shown
     * @param height in pixels
     * @param signal ends the chart's life
     */
    constructor({ title, unit, viewport, bounds, height = HEIGHT, signal }) {
        this.#title = title;
        this.#height = height;
        this.#viewport = viewport;
        this.#bounds = bounds;
        const caption = newId("chart");
        this.#plot = h(
            "div",
            { class: "plot", tabindex: "0", role: "slider", "aria-labelledby": caption, "aria-describedby": "chart-keys" },
            this.#svg,
        );
        this.#table.setAttribute("aria-label", `${title}, as a table`);
        this.#details = h(
            "details",
            { class: "data", ontoggle: () => this.#drawTable() },
            h("summary", {}, "Data as a table"),
            this.#table,
        );
        this.element = h(
            "figure",
            { class: "chart" },
            h("figcaption", { id: caption }, title, unit && h("span", { class: "muted" }, ` ${unit}`)),
            this.#legend,
            this.#plot,
            this.#details,
        );
        this.#listen(signal);
    }

    /** Takes new values, and draws them. */
    setSeries(series) {
        const sameNames = series.map(nameOf).join() === this.#series.map(nameOf).join();
        this.#series = series;
        if (!sameNames) {
            this.#drawLegend();
        }
        this.#draw();
        this.#drawTable();
    }

    #listen(signal) {
        const plot = this.#plot;
        const observer = new ResizeObserver(([entry]) => {
            this.#width = entry.contentRect.width;
            this.#draw();
        });
        observer.observe(plot);
        signal.addEventListener("abort", () => observer.disconnect());
        this.#viewport.addEventListener("change", () => this.#draw(), { signal });
        plot.addEventListener("keydown", (event) => this.#key(event));
        plot.addEventListener("pointerdown", (event) => this.#startDrag(event));
        plot.addEventListener("pointermove", (event) => this.#point(event));
        plot.addEventListener("pointerup", (event) => this.#endDrag(event));
        plot.addEventListener("pointercancel", () => this.#stopDrag());
        plot.addEventListener("pointerleave", () => {
            if (!this.#drag && document.activeElement !== plot) {
                this.#viewport.cursor = null;
            }
        });
        plot.addEventListener("dblclick", () => this.#viewport.reset());
    }

    #key(event) {
        const view = this.#viewport;
        const actions = {
            ArrowLeft: () => (event.shiftKey ? view.pan(-0.25) : this.#moveCursor(-1)),
            ArrowRight: () => (event.shiftKey ? view.pan(0.25) : this.#moveCursor(1)),
            ArrowDown: () => this.#moveCursor(-1),
            ArrowUp: () => this.#moveCursor(1),
            PageDown: () => this.#moveCursor(-10),
            PageUp: () => this.#moveCursor(10),
            Home: () => this.#moveCursor(-Infinity),
            End: () => this.#moveCursor(Infinity),
            "+": () => view.zoom(0.5),
            "=": () => view.zoom(0.5),
            "-": () => view.zoom(2),
            0: () => view.reset(),
            Escape: () => view.reset(),
        };
        const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
        if (action) {
            event.preventDefault();
            action();
        }
    }

    /** From reading to reading among the steps that are shown. */
    #moveCursor(by) {
        const [first, last] = this.#viewport.range;
        const steps = this.#steps().filter((step) => step >= first && step <= last);
        if (steps.length === 0) {
            return;
        }
        const cursor = this.#viewport.cursor;
        const at = cursor === null ? (by < 0 ? steps.length : -1) : nearestIndex(steps, cursor);
        this.#viewport.cursor = steps[Math.min(Math.max(at + by, 0), steps.length - 1)];
    }

    #startDrag(event) {
        if (event.button === 0) {
            this.#plot.setPointerCapture(event.pointerId);
            this.#drag = { from: this.#pixel(event), to: this.#pixel(event) };
        }
    }

    #point(event) {
        const pixel = this.#pixel(event);
        if (this.#drag) {
            this.#drag.to = pixel;
        }
        const steps = this.#steps();
        this.#viewport.cursor = steps.length === 0 ? null : steps[nearestIndex(steps, this.#stepAt(pixel))];
    }

    #endDrag(event) {
        const drag = this.#drag;
        this.#stopDrag();
        if (drag && Math.abs(drag.from - this.#pixel(event)) >= LEAST_DRAG_PX) {
            const ends = [drag.from, this.#pixel(event)].map((pixel) => this.#stepAt(pixel)).sort((a, b) => a - b);
            this.#viewport.show(...ends);
        } else if (drag) {
            this.#draw();
        }
    }

    #stopDrag() {
        this.#drag = null;
    }

    #pixel(event) {
        const { left } = this.#plot.getBoundingClientRect();
        return Math.min(Math.max(event.clientX - left, MARGIN.left), this.#width - MARGIN.right);
    }

    #stepAt(pixel) {
        const [first, last] = this.#viewport.range;
        return first + ((pixel - MARGIN.left) / this.#plotWidth()) * (last - first);
    }

    #plotWidth() {
        return Math.max(1, this.#width - MARGIN.left - MARGIN.right);
    }

    #shownSeries() {
        return this.#series.filter((series) => !this.#hidden.has(series.label));
    }

    #steps() {
        const steps = new Set(this.#shownSeries().flatMap((series) => series.points.map(([step]) => step)));
        return [...steps].sort((a, b) => a - b);
    }

    #drawLegend() {
        replace(
            this.#legend,
            this.#series.map((series) => {
                const key = s(
                    "svg",
                    { class: "key", viewBox: "0 0 24 8", "aria-hidden": "true" },
                    s("path", { class: lineClass(series), d: "M1 4H23" }),
                    series.dots && s("circle", { class: `dot series-${series.colour}`, cx: 12, cy: 4, r: 3 }),
                );
                const button = h(
                    "button",
                    {
                        type: "button",
                        class: "legend-key",
                        "aria-pressed": String(!this.#hidden.has(series.label)),
                        onclick: () => this.#toggle(series.label, button),
                    },
                    key,
                    h("span", {}, series.label),
                );
                return h("li", {}, button, h("output", { class: "reading", "aria-live": "off" }));
            }),
        );
    }

    #toggle(label, button) {
        if (!this.#hidden.delete(label)) {
            this.#hidden.add(label);
        }
        button.setAttribute("aria-pressed", String(!this.#hidden.has(label)));
        this.#draw();
    }

    #draw() {
        if (this.#width === 0) {
            return;
        }
        const view = this.#viewport;
        const [first, last] = view.range;
        const series = this.#shownSeries().map((each) => ({
            ...each,
            drawn: thin(within(view.smooth && !each.dots ? smooth(each.points) : each.points, first, last), this.#plotWidth()),
        }));
        const [low, high] = this.#bounds ?? extent(series, first, last);
        const x = (step) => MARGIN.left + ((step - first) / (last - first)) * this.#plotWidth();
        const y = (value) => MARGIN.top + ((high - value) / (high - low)) * (this.#height - MARGIN.top - MARGIN.bottom);
        const clip = newId("clip");
        this.#svg.setAttribute("viewBox", `0 0 ${this.#width} ${this.#height}`);
        this.#svg.setAttribute("height", this.#height);
        replace(
            this.#svg,
            s(
                "clipPath",
                { id: clip },
                s("rect", { x: MARGIN.left - 4, y: 0, width: this.#plotWidth() + 8, height: this.#height - MARGIN.bottom + 4 }),
            ),
            ticks(low, high, this.#height / 44).map((value) => [
                s("line", { class: "grid", x1: MARGIN.left, x2: this.#width - MARGIN.right, y1: y(value), y2: y(value) }),
                s("text", { class: "tick", x: MARGIN.left - 8, y: y(value) + 4, "text-anchor": "end" }, number(value)),
            ]),
            ticks(first, last, Math.max(4, Math.floor(this.#width / 110)))
                .filter(Number.isInteger)
                .map((step) => s("text", { class: "tick", x: x(step), y: this.#height - 6, "text-anchor": "middle" }, number(step))),
            s("g", { "clip-path": `url(#${clip})` }, series.map((each) => lines(each, x, y))),
            this.#drawCursor(x, y, series),
            this.#drag &&
                s("rect", {
                    class: "selection",
                    x: Math.min(this.#drag.from, this.#drag.to),
                    y: MARGIN.top,
                    width: Math.abs(this.#drag.to - this.#drag.from),
                    height: this.#height - MARGIN.top - MARGIN.bottom,
                }),
        );
        this.#read();
    }

    #drawCursor(x, y, series) {
        const [first, last] = this.#viewport.range;
        const cursor = this.#viewport.cursor;
        if (cursor === null || cursor < first || cursor > last) {
            return null;
        }
        return s(
            "g",
            {},
            s("line", { class: "cursor", x1: x(cursor), x2: x(cursor), y1: MARGIN.top, y2: this.#height - MARGIN.bottom }),
            series.map((each) => {
                const value = valueAt(each.points, cursor);
                return value !== null && s("circle", { class: `dot series-${each.colour}`, cx: x(cursor), cy: y(value), r: 4 });
            }),
        );
    }

    /** The values where the cursor stands, else the last ones: in the legend and for screen readers. */
    #read() {
        const [first, last] = this.#viewport.range;
        const steps = this.#steps();
        const cursor = this.#viewport.cursor ?? steps.at(-1) ?? 0;
        const outputs = this.#legend.querySelectorAll(".reading");
        const readings = this.#series.map((series, i) => {
            const value = this.#viewport.cursor === null ? lastValue(series.points) : valueAt(series.points, cursor);
            outputs[i].textContent = value === null ? "" : number(value);
            return value === null || this.#hidden.has(series.label) ? null : `${series.label} ${number(value)}`;
        });
        const spoken = readings.filter(Boolean).join(", ") || "nothing yet";
        this.#plot.setAttribute("aria-valuemin", Math.round(first));
        this.#plot.setAttribute("aria-valuemax", Math.round(last));
        this.#plot.setAttribute("aria-valuenow", Math.round(Math.min(Math.max(cursor, first), last)));
        this.#plot.setAttribute("aria-valuetext", `step ${cursor}: ${spoken}`);
        this.#plot.dataset.points = Math.max(0, ...this.#series.map((series) => series.points.length));
    }

    #drawTable() {
        if (!this.#details.open) {
            return;
        }
        const steps = this.#steps();
        const stride = Math.max(1, Math.ceil(steps.length / TABLE_ROWS));
        const rows = steps.filter((_, i) => (steps.length - 1 - i) % stride === 0);
        const columns = this.#shownSeries().map((series) => new Map(series.points));
        replace(
            this.#table,
            h(
                "table",
                {},
                h("caption", {}, stride === 1 ? this.#title : `${this.#title}: every ${stride}th of ${steps.length} rows`),
                h(
                    "thead",
                    {},
                    h("tr", {}, ["step", ...this.#shownSeries().map((each) => each.label)].map((name) => h("th", { scope: "col" }, name))),
                ),
                h(
                    "tbody",
                    {},
                    rows.map((step) =>
                        h(
                            "tr",
                            {},
                            h("th", { scope: "row" }, String(step)),
                            columns.map((column) => h("td", {}, column.has(step) ? number(column.get(step)) : "")),
                        ),
                    ),
                ),
            ),
        );
    }
}

/** What the keys do in a chart; once a page, since every chart refers to it. */
export function chartKeys() {
    return h(
        "p",
        { id: "chart-keys", class: "hint" },
        "Drag across a chart to zoom, double-click to see all. ",
        h(
            "span",
            { class: "keys" },
            "With the keyboard: ",
            h("kbd", {}, "←"), " ", h("kbd", {}, "→"), " read, ", h("kbd", {}, "+"), " ", h("kbd", {}, "−"), " zoom, ",
            h("kbd", {}, "Shift"), " with ", h("kbd", {}, "←"), " ", h("kbd", {}, "→"), " move, ", h("kbd", {}, "0"), " all.",
        ),
    );
}

/** Buttons for what the charts show in common. */
export function chartTools(viewport) {
    const button = (label, text, onclick) =>
        h("button", { type: "button", class: "quiet", "aria-label": label, title: label, onclick }, text);
    const smoothing = h("input", { type: "checkbox", onchange: () => (viewport.smooth = smoothing.checked) });
    return h(
        "div",
        { class: "tools", role: "group", "aria-label": "Charts" },
        h("label", { class: "check" }, smoothing, "Smooth"),
        button("Zoom in", "+", () => viewport.zoom(0.5)),
        button("Zoom out", "−", () => viewport.zoom(2)),
        button("Show all steps", "All", () => viewport.reset()),
    );
}

function nameOf(series) {
    return series.label;
}

function lines(series, x, y) {
    const path = series.drawn
        .map(([step, value], i) => {
            const start = i === 0 || series.drawn[i - 1][1] === null;
            return value === null ? "" : `${start ? "M" : "L"}${x(step).toFixed(1)} ${y(value).toFixed(1)}`;
        })
        .join("");
    return [
        s("path", { class: lineClass(series), d: path }),
        (series.dots || series.drawn.length === 1) &&
            series.drawn
                .filter(([, value]) => value !== null)
                .map(([step, value]) => s("circle", { class: `dot series-${series.colour}`, cx: x(step), cy: y(value), r: 3 })),
    ];
}

function lineClass(series) {
    return `line series-${series.colour}${series.dashed ? " dashed" : ""}`;
}

/** The points inside, and one beyond each end, so that lines reach the edges. */
function within(points, first, last) {
    const from = points.findIndex(([step]) => step >= first);
    const to = points.findLastIndex(([step]) => step <= last);
    return from < 0 || to < 0 ? [] : points.slice(Math.max(0, from - 1), to + 2);
}

/** The least and the greatest of each pixel's points, so that no spike is lost and no line is longer than it can show. */
function thin(points, width) {
    const bucket = Math.ceil(points.length / width);
    if (bucket < 3) {
        return points;
    }
    const kept = [];
    for (let i = 0; i < points.length; i += bucket) {
        const slice = points.slice(i, i + bucket).filter(([, value]) => value !== null);
        const sorted = slice.toSorted((a, b) => a[1] - b[1]);
        kept.push(...[sorted[0], sorted.at(-1)].filter(Boolean).sort((a, b) => a[0] - b[0]));
    }
    return kept;
}

/** Exponential moving average, corrected for its start. */
function smooth(points) {
    let sum = 0;
    let weight = 0;
    return points.map(([step, value]) => {
        if (value === null) {
            return [step, null];
        }
        sum = SMOOTHING * sum + (1 - SMOOTHING) * value;
        weight = SMOOTHING * weight + (1 - SMOOTHING);
        return [step, sum / weight];
    });
}

function extent(series, first, last) {
    const values = series
        .flatMap((each) => each.drawn)
        .filter(([step, value]) => value !== null && step >= first && step <= last)
        .map(([, value]) => value);
    if (values.length === 0) {
        return [0, 1];
    }
    const low = Math.min(...values);
    const high = Math.max(...values);
    const room = (high - low || Math.abs(high) || 1) * 0.06;
    return [low - room, high + room];
}

/** Round numbers between two others: 1, 2 or 5 times a power of ten apart. */
function ticks(low, high, count) {
    const rough = (high - low) / count;
    const power = 10 ** Math.floor(Math.log10(rough));
    const unit = [1, 2, 5, 10].find((factor) => factor * power >= rough) * power;
    const values = [];
    for (let i = Math.ceil(low / unit); i * unit <= high; i += 1) {
        values.push(Number((i * unit).toPrecision(12)));
    }
    return values;
}

function nearestIndex(sorted, value) {
    let best = 0;
    for (let i = 1; i < sorted.length; i += 1) {
        if (Math.abs(sorted[i] - value) < Math.abs(sorted[best] - value)) {
            best = i;
        }
    }
    return best;
}

function valueAt(points, step) {
    return points.find(([at]) => at === step)?.[1] ?? null;
}

function lastValue(points) {
    return points.findLast(([, value]) => value !== null)?.[1] ?? null;
}
