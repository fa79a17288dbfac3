// uPlot, set up for the studio's curves.

import { number } from "../format.js";
import { colour } from "./colours.js";
import { columnsOf, smooth } from "./series.js";

const FONT = '12px Inter, system-ui, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif';
const GAP = 4;
const LEAST_LABELS = 52;
const SPARSE_DOTS = 60;
const MANY = 500;
const DASHES = { dashed: [6, 4], dotted: [2, 3] };

/** The data of series for uPlot: one list of places, and a list of values for each series. */
export function dataOf(series, { smoothing, isLog }) {
    if (series.length === 0) {
        return [[0], [null]];
    }
    return uPlot.join(series.map((each) => columnsOf(each.dots ? each.points : smooth(each.points, smoothing), isLog)));
}

/** uPlot's options for series. */
export function optionsOf({ series, width, height, bounds, isLog, range, xText, hooks }) {
    return {
        width,
        height,
        legend: { show: false },
        padding: [10, 34, 0, 0],
        cursor: { y: false, points: { size: 8 }, drag: { x: true, y: false, setScale: false }, bind: { dblclick: () => null } },
        scales: {
            x: { time: false, range: () => range() },
            y: isLog ? { distr: 3 } : { range: (plot, low, high) => bounds ?? roomy(low, high) },
        },
        axes: [
            { ...axis(), size: 28, gap: GAP, grid: { show: false }, space: 80, values: (plot, values, at, space, step) => values.map((value) => xText(value, step)) },
            { ...axis(), size: widthOf, gap: GAP, grid: { stroke: () => colour("--border"), width: 1 }, space: 36, values: (plot, values, at, space, step) => values.map((value) => (value === null ? "" : number(value, isLog ? undefined : step))) },
        ],
        series: [{}, ...(series.length === 0 ? [{ show: false }] : series.map(style))],
        hooks,
    };
}

/** The width of the labels left of the plot, so that none is cut. */
function widthOf(plot, labels) {
    plot.ctx.font = FONT;
    const widest = Math.max(0, ...(labels ?? []).map((label) => plot.ctx.measureText(label).width));
    return Math.max(LEAST_LABELS, Math.ceil(widest) + 2 * GAP);
}

function axis() {
    return { stroke: () => colour("--muted"), font: FONT, ticks: { show: false } };
}

function style(series) {
    const stroke = () => colour(`--series-${series.colour}`);
    const most = series.dots ? SPARSE_DOTS : 1; // a single value makes no line
    return {
        label: series.label,
        stroke,
        width: series.points.length > MANY ? 1 : 1.75,
        dash: DASHES[series.line],
        spanGaps: true,
        points: { show: (plot, i) => hasAtMost(plot.data[i], most), size: 6, fill: stroke },
    };
}

/** Whether a list has few values that are not null. */
function hasAtMost(values, most) {
    let count = 0;
    for (const value of values) {
        if (value !== null && value !== undefined && ++count > most) {
            return false;
        }
    }
    return true;
}

/** Adds a small margin above and below, even if all values are equal. */
function roomy(low, high) {
    if (low === null || high === null) {
        return [0, 1];
    }
    const room = (high - low || Math.abs(high) || 1) * 0.06;
    return [low - room, high + room];
}
