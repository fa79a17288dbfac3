// Deleted runs.

import * as api from "../api.js";
import { h, replace } from "../dom.js";
import { tell, tellError } from "../status.js";

/** The runs in the trash, each with a way back. */
export async function trashView(_, signal) {
    const list = h("ul", { class: "plain" });
    const show = (names) =>
        replace(
            list,
            names.length === 0
                ? h("li", { class: "muted" }, "The trash is empty.")
                : names.map((name) => h("li", {}, h("span", {}, name), h("button", { type: "button", class: "quiet", "aria-label": `Restore ${name}`, onclick: () => restore(name) }, "Restore"))),
        );
    const restore = async (name) => {
        try {
            const { id } = await api.restore(name);
            show((await api.trash(signal)).runs);
            tell(`${id} is back among the runs.`);
        } catch (error) {
            tellError(error);
        }
    };
    show((await api.trash(signal)).runs);
    return {
        title: "Trash",
        content: h(
            "div",
            {},
            h("div", { class: "head" }, h("div", {}, h("p", { class: "over" }, h("a", { href: "#/runs" }, "Runs")), h("h1", {}, "Trash"), h("p", { class: "lead" }, "Deleted runs lie in the directory .trash beside the runs. Remove them there to free the disk."))),
            h("section", { class: "card" }, list),
        ),
    };
}
