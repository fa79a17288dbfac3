// The shared controls of a page's charts.

import { field, h } from "../dom.js";

const AXES = { update: "Updates", epoch: "Epochs", time: "Time" };

/** Controls for smoothing, axis types and zoom. */
export function chartTools(viewport) {
    const { settings } = viewport;
    const button = (label, text, onclick) => h("button", { type: "button", class: "quiet", "aria-label": label, title: label, onclick }, text);
    const smoothing = h("input", { type: "range", min: 0, max: 0.99, step: 0.01, value: settings.smoothing });
    smoothing.addEventListener("input", () => viewport.set({ smoothing: Number(smoothing.value) }));
    const axis = h(
        "select",
        { onchange: () => viewport.set({ axis: axis.value }) },
        Object.entries(AXES).map(([value, text]) => h("option", { value, selected: value === settings.axis }, text)),
    );
    const log = h("input", { type: "checkbox", checked: settings.isLog, onchange: () => viewport.set({ isLog: log.checked }) });
    return h(
        "div",
        { class: "row chart-tools", role: "group", "aria-label": "Charts" },
        field("Smoothing", smoothing),
        field("Along", axis),
        h("label", { class: "check" }, log, "Log scale"),
        h(
            "div",
            { class: "tools" },
            button("Zoom in", "+", () => viewport.zoom(0.5)),
            button("Zoom out", "−", () => viewport.zoom(2)),
            button("Show all", "All", () => viewport.reset()),
        ),
    );
}

/** The help text for a chart's keys. It appears once per page, since every chart refers to it. */
export function chartKeys() {
    const key = (name) => h("kbd", {}, name);
    return h(
        "p",
        { id: "chart-keys", class: "hint" },
        "Drag across a chart to zoom, double-click to see all. ",
        h(
            "span",
            { class: "keys" },
            "With the keyboard: ",
            key("←"), " ", key("→"), " read, ", key("+"), " ", key("−"), " zoom, ", key("Shift"), " with ", key("←"), " ", key("→"), " move, ", key("0"), " all.",
        ),
    );
}
