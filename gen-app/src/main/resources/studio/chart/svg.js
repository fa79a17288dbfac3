// A chart as SVG: the content of the canvas, as lines that stay sharp.

import { s } from "../dom.js";
import { number } from "../format.js";
import { colour } from "./colours.js";
import { smooth } from "./series.js";

const TICKS = 5;
const DASHES = { dashed: "6 4", dotted: "2 3" };

/** The text of an SVG file, drawn with the chart's settings. */
export function svgOf(title, series, plot, { smoothing, isLog }) {
    const left = plot.bbox.left / devicePixelRatio;
    const top = plot.bbox.top / devicePixelRatio;
    const width = plot.bbox.width / devicePixelRatio;
    const height = plot.bbox.height / devicePixelRatio;
    const { x: xScale, y: yScale } = plot.scales;
    const x = (value) => left + plot.valToPos(value, "x");
    const y = (value) => top + plot.valToPos(value, "y");
    const text = (value, attributes) => {
        const element = s("text", { fill: colour("--muted"), "font-size": 12, "font-family": "sans-serif", ...attributes });
        element.textContent = value;
        return element;
    };
    const shares = Array.from({ length: TICKS }, (_, i) => i / (TICKS - 1));
    const ticks = ({ min, max }) => shares.map((share) => min + (max - min) * share);
    const powers = ({ min, max }) => (min > 0 ? shares.map((share) => min * (max / min) ** share) : []);
    const pointsOf = (each) => (each.dots ? each.points : smooth(each.points, smoothing)).filter(([, value]) => !isLog || value > 0);
    const drawing = s(
        "svg",
        { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${plot.width} ${plot.height + 24}`, width: plot.width, height: plot.height + 24 },
        s("rect", { width: plot.width, height: plot.height + 24, fill: colour("--surface") }),
        (isLog ? powers : ticks)(yScale).map((value) => [
            s("line", { x1: left, x2: left + width, y1: y(value), y2: y(value), stroke: colour("--border") }),
            text(number(value), { x: left - 6, y: y(value) + 4, "text-anchor": "end" }),
        ]),
        ticks(xScale).map((value) => text(number(value), { x: x(value), y: top + height + 18, "text-anchor": "middle" })),
        series.map((each, i) => [
            s("path", { d: pathOf(pointsOf(each), xScale, x, y), fill: "none", stroke: colour(`--series-${each.colour}`), "stroke-width": 1.75, "stroke-dasharray": DASHES[each.line] }),
            text(each.label, { x: left + i * (width / series.length), y: plot.height + 18, fill: colour(`--series-${each.colour}`) }),
        ]),
    );
    const name = s("title");
    name.textContent = title;
    drawing.prepend(name);
    return new XMLSerializer().serializeToString(drawing);
}

function pathOf(points, { min, max }, x, y) {
    const shown = points.filter(([place, value]) => value !== null && place >= min && place <= max);
    return shown.map(([place, value], i) => `${i === 0 ? "M" : "L"}${x(place).toFixed(1)} ${y(value).toFixed(1)}`).join("");
}
