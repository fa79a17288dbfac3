// The numbers behind a chart.

import { h } from "../dom.js";
import { number } from "../format.js";
import { t } from "../language.js";

const ROWS = 100;

/** A table of series by place, with at most a hundred evenly chosen rows. */
export function dataTable(title, axis, places, series) {
    const stride = Math.max(1, Math.ceil(places.length / ROWS));
    const rows = places.filter((_, i) => (places.length - 1 - i) % stride === 0);
    const columns = series.map(({ points }) => new Map(points));
    return h(
        "table",
        {},
        h("caption", {}, stride === 1 ? title : t("table.every", { title, stride, count: places.length })),
        h("thead", {}, h("tr", {}, [axis, ...series.map(({ label }) => label)].map((name) => h("th", { scope: "col" }, name)))),
        h(
            "tbody",
            {},
            rows.map((place) =>
                h("tr", {}, h("th", { scope: "row" }, number(place)), columns.map((column) => h("td", {}, column.has(place) ? number(column.get(place)) : ""))),
            ),
        ),
    );
}
