// What to do with a trained model elsewhere: files, and Java.

import { CodeBlock } from "../copy.js";
import { field, h } from "../dom.js";
import { one, t } from "../language.js";
import { modelName } from "../models.js";
import * as api from "../workshop/workshop-api.js";

/** What a file is for; a format that the page does not know says so itself. */
function exportText(format, description) {
    const text = one("export_more", format);
    return text === format ? description : text;
}

/** A card with the run's exports and the Java that reads them; nothing if the server has none. */
export async function afterCard(run, models, signal) {
    if (models.length === 0) {
        return null;
    }
    const [{ formats }, java] = await Promise.all([api.exports(run.id, signal), api.java(run.id, signal)]).catch((error) => {
        if (error.name === "AbortError") {
            throw error;
        }
        return [{ formats: [] }, null];
    });
    if (formats.length === 0) {
        return null;
    }
    const links = formats.map(({ format, file, description }) => {
        const link = h("a", { class: "button", download: file }, one("export", format));
        return { format, link, item: h("li", {}, link, h("span", { class: "small muted" }, exportText(format, description))) };
    });
    const select = h("select", { onchange: () => choose() }, models.map(({ name, epoch }) => h("option", { value: name }, modelName(name, epoch))));
    const choose = () => links.forEach(({ format, link }) => (link.href = api.exportUrl(run.id, format, select.value)));
    choose();
    return h(
        "section",
        { class: "card", "aria-labelledby": "after" },
        h("h2", { id: "after" }, t("after.title")),
        h("p", { class: "hint" }, t("after.hint")),
        h("div", { class: "form" }, models.length > 1 && field(t("evaluation.model"), select), h("ul", { class: "exports" }, links.map(({ item }) => item))),
        java && h("details", { class: "data" }, h("summary", {}, t("after.java")), new CodeBlock(t("after.maven"), java.maven).element, new CodeBlock(t("after.program"), java.program).element),
    );
}
