// A chart as a file: CSV, PNG or SVG.

import { h } from "../dom.js";
import { fileStem } from "../pictures.js";
import { colour } from "./colours.js";
import { placesOf } from "./series.js";
import { svgOf } from "./svg.js";
import { t } from "../language.js";

const MOST_NAMES = 3;

/** A menu that saves the shown chart; look returns the current { series, plot, settings, runs }, with the names of the runs. */
export function saveMenu(title, look) {
    const button = (text, save) => h("button", { type: "button", class: "quiet", "aria-label": t("save.as", { title, format: text }), onclick: () => look().plot && save(look()) }, text);
    const name = ({ runs }) => fileStem(...runs.slice(0, MOST_NAMES), runs.length > MOST_NAMES ? `+${runs.length - MOST_NAMES}` : null, title);
    return h(
        "details",
        { class: "data save" },
        h("summary", {}, t("save")),
        h(
            "div",
            { class: "tools" },
            button("CSV", (shown) => save(`${name(shown)}.csv`, "text/csv", csvOf(shown.series, shown.settings.axis))),
            button("PNG", (shown) => savePng(`${name(shown)}.png`, shown.plot)),
            button("SVG", (shown) => save(`${name(shown)}.svg`, "image/svg+xml", svgOf(title, shown.series, shown.plot, shown.settings))),
        ),
    );
}

/** A CSV text with one column per series and one row per place. */
export function csvOf(series, axis) {
    const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const columns = series.map(({ points }) => new Map(points));
    const rows = placesOf(series).map((place) => [place, ...columns.map((column) => column.get(place) ?? "")].join(","));
    return [[axis, ...series.map(({ label }) => quoted(label))].join(","), ...rows, ""].join("\n");
}

function savePng(name, plot) {
    const { canvas } = plot.ctx;
    const copy = h("canvas", { width: canvas.width, height: canvas.height });
    const context = copy.getContext("2d");
    context.fillStyle = colour("--surface");
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(canvas, 0, 0);
    copy.toBlob((blob) => saveBlob(name, blob));
}

function save(name, type, text) {
    saveBlob(name, new Blob([text], { type }));
}

/** Saves a file. */
export function saveBlob(name, blob) {
    const url = URL.createObjectURL(blob);
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
}
