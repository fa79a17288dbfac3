// The user's notes about a run, and its deletion.

import * as api from "../api.js";
import { field, h } from "../dom.js";
import { t } from "../language.js";
import { tell, tellError } from "../status.js";

/** A card with a form; it calls changed after it saves the notes. */
export function notesCard(loaded, changed) {
    const { run } = loaded;
    const name = h("input", { type: "text", maxlength: 100, value: run.name, placeholder: run.id });
    const group = h("input", { type: "text", maxlength: 100, value: run.group });
    const text = h("textarea", { maxlength: 10000, rows: 3 });
    text.value = run.note;
    const save = async (event) => {
        event.preventDefault();
        try {
            const notes = await api.putNotes(run.id, { name: name.value, group: group.value, text: text.value });
            Object.assign(loaded.run, { name: notes.name, group: notes.group, note: notes.text });
            changed();
            tell(t("notes.saved"));
        } catch (error) {
            tellError(error);
        }
    };
    return h(
        "section",
        { class: "card", "aria-labelledby": "notes" },
        h("h2", { id: "notes" }, t("notes.title")),
        h(
            "form",
            { class: "form", onsubmit: save },
            h("div", { class: "duo narrow" }, field(t("notes.name"), name), field(t("notes.group"), group)),
            field(t("notes.text"), text),
            h(
                "div",
                { class: "tools spread" },
                h("button", { type: "submit" }, t("notes.save")),
                h("button", { type: "button", class: "quiet", onclick: () => moveToTrash(run.id) }, t("notes.trash")),
            ),
        ),
    );
}

async function moveToTrash(id) {
    try {
        await api.remove(id);
        location.hash = "#/trash";
    } catch (error) {
        tellError(error);
    }
}
