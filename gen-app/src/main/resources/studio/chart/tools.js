// The shared controls of a page's charts.

import { field, h } from "../dom.js";
import { one, pieces, t } from "../language.js";

const AXES = ["update", "epoch", "time"];

/** Controls for smoothing, axis types and zoom. */
export function chartTools(viewport) {
    const { settings } = viewport;
    const button = (label, text, onclick) => h("button", { type: "button", class: "quiet", "aria-label": label, title: label, onclick }, text);
    const smoothing = h("input", { type: "range", min: 0, max: 0.99, step: 0.01, value: settings.smoothing });
    smoothing.addEventListener("input", () => viewport.set({ smoothing: Number(smoothing.value) }));
    const axis = h(
        "select",
        { onchange: () => viewport.set({ axis: axis.value }) },
        AXES.map((value) => h("option", { value, selected: value === settings.axis }, one("axes", value))),
    );
    const log = h("input", { type: "checkbox", checked: settings.isLog, onchange: () => viewport.set({ isLog: log.checked }) });
    return h(
        "div",
        { class: "row chart-tools", role: "group", "aria-label": t("tools.charts") },
        field(t("tools.smoothing"), smoothing),
        field(t("tools.along"), axis),
        h("label", { class: "check" }, log, t("tools.log")),
        h(
            "div",
            { class: "tools" },
            button(t("tools.zoom_in"), "+", () => viewport.zoom(0.5)),
            button(t("tools.zoom_out"), "−", () => viewport.zoom(2)),
            button(t("tools.show_all"), t("tools.all"), () => viewport.reset()),
        ),
    );
}

/** The help text for a chart's keys. It appears once per page, since every chart refers to it. */
export function chartKeys() {
    const key = (name) => h("kbd", {}, name);
    return h(
        "p",
        { id: "chart-keys", class: "hint" },
        t("tools.drag"),
        h(
            "span",
            { class: "keys" },
            pieces("tools.keys", { left: key("←"), right: key("→"), in: key("+"), out: key("−"), shift: key("Shift"), left2: key("←"), right2: key("→"), all: key("0") }),
        ),
    );
}
