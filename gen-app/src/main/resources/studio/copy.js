// Text for other programs, with a button to copy it.

import { h } from "./dom.js";
import { t } from "./language.js";
import { tell } from "./status.js";

/** Copies the text of an element, or selects it where the browser does not allow that. */
export async function copyText(element) {
    try {
        await navigator.clipboard.writeText(element.textContent);
        tell(t("copy.done"));
    } catch {
        // Browsers allow the clipboard on secure pages only.
        getSelection().selectAllChildren(element);
        tell(t("copy.selected"));
    }
}

/** A block of code under a heading. Its text can be set. */
export class CodeBlock {
    #code = h("code");

    constructor(name, text = "") {
        this.text = text;
        this.element = h(
            "div",
            { class: "code-block" },
            h("div", { class: "row spread" }, h("h3", {}, name), h("button", { type: "button", class: "quiet", "aria-label": t("copy.of", { name }), onclick: () => copyText(this.#code) }, t("copy"))),
            h("pre", { tabindex: "0", role: "region", "aria-label": name }, this.#code),
        );
    }

    set text(text) {
        this.#code.textContent = text;
    }
}
