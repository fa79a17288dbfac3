// A line chart for the pointer, the keyboard and a screen reader.

import { h, newId, replace } from "../dom.js";
import { number } from "../format.js";
import { onColours } from "./colours.js";
import { saveMenu } from "./export.js";
import { Legend } from "./legend.js";
import { dataOf, optionsOf } from "./plot.js";
import { lastValue, placesOf, stepFrom, valueNear } from "./series.js";
import { dataTable } from "./table.js";
import { listed, one, t } from "../language.js";

const HEIGHT = 220; // the default
const LEAST_DRAG_PX = 6;

/**
 * A chart of series. A series is { label, points: [[place, value]], colour: 1 to 6, line: "solid", "dashed" or
 * "dotted", dots }; dots mark values of a whole epoch, which are never smoothed.
 */
export class LineChart {
    #viewport;
    #series = [];
    #places = [];
    #bounds;
    #height;
    #width = 0;
    #plot = null;
    #shape = "";
    #name;
    #legend = new Legend(() => this.#rebuild());
    #frame;
    #table = h("div", { class: "table-scroll", tabindex: "0", role: "region" });
    #details;

    /**
     * @param bounds least and greatest value of the vertical axis; without them it fits the shown values
     * @param height in pixels
     * @param runs returns the names of the shown runs
     * @param signal ends the chart's life
     */
    constructor({ title, unit, viewport, bounds, height = HEIGHT, runs, signal }) {
        this.#name = title;
        this.#height = height;
        this.#viewport = viewport;
        this.#bounds = bounds;
        const caption = newId("chart");
        this.#frame = h("div", { class: "plot", tabindex: "0", role: "slider", "aria-labelledby": caption, "aria-describedby": "chart-keys" });
        this.#frame.style.minHeight = `${height}px`;
        this.#table.setAttribute("aria-label", t("chart.as_table", { title: listed([title, unit].filter(Boolean)) }));
        this.#details = h("details", { class: "data", ontoggle: () => this.#drawTable() }, h("summary", {}, t("chart.table")), this.#table);
        this.element = h(
            "figure",
            { class: "chart" },
            h("figcaption", { id: caption }, title, unit && h("span", { class: "muted" }, ` ${unit}`)),
            this.#legend.element,
            this.#frame,
            h("div", { class: "chart-foot" }, this.#details, saveMenu(title, () => ({ series: this.#shown(), plot: this.#plot, settings: this.#viewport.settings, runs: runs() }))),
        );
        this.#listen(signal);
    }

    /** Takes new values, and draws them. */
    setSeries(series) {
        this.#series = series;
        this.#places = placesOf(series);
        this.#legend.setSeries(series);
        this.#update();
        this.#drawTable();
    }

    #shown() {
        return this.#series.filter(({ label }) => !this.#legend.isHidden(label));
    }

    #listen(signal) {
        const view = this.#viewport;
        const observer = new ResizeObserver(([entry]) => {
            this.#width = Math.floor(entry.contentRect.width);
            this.#plot?.setSize({ width: this.#width, height: this.#height });
            this.#update();
        });
        observer.observe(this.#frame);
        signal.addEventListener("abort", () => (observer.disconnect(), this.#plot?.destroy()));
        view.addEventListener("cursor", () => this.#read(), { signal });
        view.addEventListener("range", () => this.#update(), { signal });
        view.addEventListener("settings", () => this.#rebuild(), { signal });
        onColours(() => this.#plot?.redraw(false), signal);
        this.#frame.addEventListener("keydown", (event) => this.#key(event));
        this.#frame.addEventListener("dblclick", () => view.reset());
        this.#frame.addEventListener("pointermove", (event) => event.pointerType === "touch" && this.#readAt(event));
        this.#frame.addEventListener("pointerleave", () => document.activeElement !== this.#frame && (view.cursor = null));
    }

    #readAt(event) {
        const box = this.#plot?.over.getBoundingClientRect();
        if (box) {
            this.#viewport.cursor = this.#plot.posToVal(event.clientX - box.left, "x");
        }
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

    /** Moves the cursor between the shown places. */
    #moveCursor(by) {
        const [first, last] = this.#viewport.range;
        const places = this.#places.filter((place) => place >= first && place <= last);
        if (places.length > 0) {
            const from = this.#viewport.cursor ?? (by < 0 ? Infinity : -Infinity);
            this.#viewport.cursor = stepFrom(places, from, this.#viewport.cursor === null && Number.isFinite(by) ? 0 : by);
        }
    }

    /** Updates the values of the plot, or makes a new plot if the series differ. */
    #update() {
        if (this.#width < 50 || this.#series.length === 0) {
            return;
        }
        const shape = JSON.stringify(this.#shown().map(({ label, points }) => [label, points.length > 60, points.length === 1]));
        if (!this.#plot || shape !== this.#shape) {
            this.#shape = shape;
            this.#rebuild();
            return;
        }
        this.#plot.setData(dataOf(this.#shown(), this.#viewport.settings));
        this.#read();
    }

    #rebuild() {
        this.#plot?.destroy();
        this.#plot = null;
        if (this.#width < 50) {
            return;
        }
        const view = this.#viewport;
        const options = optionsOf({
            series: this.#shown(),
            width: this.#width,
            height: this.#height,
            bounds: this.#bounds,
            isLog: view.settings.isLog,
            range: () => view.range,
            xText: placeText(view.settings.axis),
            hooks: {
                setCursor: [(plot) => this.#pointed(plot)],
                setSelect: [(plot) => this.#selected(plot)],
            },
        });
        this.#plot = new uPlot(options, dataOf(this.#shown(), view.settings), this.#frame);
        this.#read();
    }

    #pointed(plot) {
        if (plot.cursor.event && plot.cursor.idx !== null && plot.cursor.left >= 0) {
            this.#viewport.cursor = plot.data[0][plot.cursor.idx];
        }
    }

    #selected(plot) {
        const { left, width } = plot.select;
        if (width >= LEAST_DRAG_PX) {
            this.#viewport.show(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
        }
        plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    }

    /** Shows the values at the cursor, or the last ones, in the legend and to screen readers. */
    #read() {
        const cursor = this.#viewport.cursor;
        const [first, last] = this.#viewport.range;
        this.#moveLine(cursor);
        const values = this.#series.map(({ points }) => (cursor === null ? lastValue(points) : valueNear(points, cursor)));
        this.#legend.read(values);
        const place = cursor ?? this.#places.at(-1) ?? 0;
        const spoken = this.#series.map(({ label }, i) => (values[i] === null || this.#legend.isHidden(label) ? null : `${label} ${number(values[i])}`));
        const { axis } = this.#viewport.settings;
        const state = {
            "aria-valuemin": Math.round(first),
            "aria-valuemax": Math.round(last),
            "aria-valuenow": Math.round(Math.min(Math.max(place, first), last)),
            "aria-valuetext": t("chart.at", { axis: one("axis", axis), place: placeText(axis)(place), values: listed(spoken.filter(Boolean)) || t("chart.nothing") }),
            "data-points": Math.max(0, ...this.#series.map(({ points }) => points.length)),
        };
        Object.entries(state).forEach(([name, value]) => this.#frame.setAttribute(name, value));
    }

    #moveLine(cursor) {
        if (this.#plot && !this.#plot.cursor.event?.isTrusted) {
            const left = cursor === null ? -10 : this.#plot.valToPos(cursor, "x");
            this.#plot.setCursor({ left, top: cursor === null ? -10 : 10 }, false);
        }
    }

    #drawTable() {
        if (this.#details.open) {
            replace(this.#table, dataTable(this.#name, one("axis", this.#viewport.settings.axis), this.#places, this.#shown()));
        }
    }
}

/** Formats the places of an axis, in steps of a size if there is one. */
function placeText(axis) {
    if (axis !== "time") {
        return (value, step) => (value === null ? "" : number(value, step));
    }
    return (seconds) => {
        const minutes = Math.floor(seconds / 60);
        const two = (value) => String(value).padStart(2, "0");
        return minutes >= 60 ? t("time.hours", { time: `${Math.floor(minutes / 60)}:${two(minutes % 60)}` }) : t("time.minutes", { time: `${minutes}:${two(Math.floor(seconds % 60))}` });
    };
}
