// The names of a chart's series, with their values at the cursor.

import { h, replace, s } from "../dom.js";
import { number } from "../format.js";

/** A legend with one button per series, which shows or hides it, and a value beside it. */
export class Legend {
    element = h("ul", { class: "legend" });
    #hidden = new Set();
    #names = "";
    #outputs = [];
    #changed;

    /** @param changed is called after a series is shown or hidden */
    constructor(changed) {
        this.#changed = changed;
    }

    isHidden(label) {
        return this.#hidden.has(label);
    }

    /** Takes new series: [{ label, colour, line, dots }]. */
    setSeries(series) {
        const names = JSON.stringify(series.map(({ label, colour, line }) => [label, colour, line]));
        if (names === this.#names) {
            return;
        }
        this.#names = names;
        this.#outputs = series.map(() => h("output", { class: "reading", "aria-live": "off" }));
        replace(this.element, series.map((each, i) => h("li", {}, this.#key(each), this.#outputs[i])));
    }

    /** Shows one value per series. */
    read(values) {
        values.forEach((value, i) => {
            const text = value === null ? "" : number(value);
            if (this.#outputs[i].textContent !== text) {
                this.#outputs[i].textContent = text;
            }
        });
    }

    #key(series) {
        const line = s(
            "svg",
            { class: "key", viewBox: "0 0 24 8", "aria-hidden": "true" },
            s("path", { class: `line series-${series.colour} ${series.line ?? ""}`, d: "M1 4H23" }),
            series.dots && s("circle", { class: `dot series-${series.colour}`, cx: 12, cy: 4, r: 3 }),
        );
        const button = h(
            "button",
            { type: "button", class: "legend-key", "aria-pressed": String(!this.isHidden(series.label)), onclick: () => this.#toggle(series.label, button) },
            line,
            h("span", {}, series.label),
        );
        return button;
    }

    #toggle(label, button) {
        if (!this.#hidden.delete(label)) {
            this.#hidden.add(label);
        }
        button.setAttribute("aria-pressed", String(!this.isHidden(label)));
        this.#changed();
    }
}
