// Deleted runs.

import * as api from "../api.js";
import { h, replace } from "../dom.js";
import { t } from "../language.js";
import { tell, tellError } from "../status.js";
import { emptyTrashOfRuns } from "../workshop/workshop-api.js";
import { workshop } from "../workshop/workshop.js";

/** The runs in the trash, each with a way back. */
export async function trashView(_, signal) {
    const list = h("ul", { class: "plain" });
    const show = (names) =>
        replace(
            list,
            names.length === 0
                ? h("li", { class: "muted" }, t("trash.empty"))
                : names.map((name) => h("li", {}, h("span", {}, name), h("button", { type: "button", class: "quiet", "aria-label": t("trash.restore_of", { name }), onclick: () => restore(name) }, t("trash.restore")))),
        );
    const restore = async (name) => {
        try {
            const { id } = await api.restore(name);
            show((await api.trash(signal)).runs);
            tell(t("trash.restored", { id }));
        } catch (error) {
            tellError(error);
        }
    };
    const { enabled, readOnly } = await workshop();
    const emptyNow = async () => {
        try {
            if (confirm(t("trash.sure"))) {
                await emptyTrashOfRuns();
                show((await api.trash(signal)).runs);
            }
        } catch (error) {
            tellError(error);
        }
    };
    show((await api.trash(signal)).runs);
    return {
        title: t("trash"),
        content: h(
            "div",
            {},
            h("div", { class: "head" }, h("div", {}, h("p", { class: "over" }, h("a", { href: "#/runs" }, t("frame.runs"))), h("h1", {}, t("trash")), h("p", { class: "lead" }, t("trash.lead")))),
            h("section", { class: "card" }, list, enabled && !readOnly && h("button", { type: "button", class: "quiet", onclick: emptyNow }, t("trash.empty_now"))),
        ),
    };
}
