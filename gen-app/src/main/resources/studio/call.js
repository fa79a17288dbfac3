// The API call behind the shown result, as text for other programs.

import { BASE, PNG_TYPE, runPath } from "./api.js";
import { copyText } from "./copy.js";
import { h } from "./dom.js";
import { t } from "./language.js";
import { exactJson } from "./seed.js";

/** A collapsed box with a call in two languages and a button to copy it. */
export class CallBox {
    #call = null;
    #language = "curl";
    #code = h("code");
    #block;

    constructor(run, verb) {
        this.verb = verb;
        this.run = run;
        this.#block = h("pre", { tabindex: "0", role: "region", "aria-label": t("call.of", { verb }) }, this.#code);
        const name = `call-${verb}`;
        const choice = (value, text) =>
            h("label", {}, h("input", { type: "radio", name, value, checked: value === this.#language, onchange: () => this.#choose(value) }), text);
        this.element = h(
            "details",
            { class: "call" },
            h("summary", {}, t("call.title")),
            h(
                "div",
                { class: "tools" },
                h("fieldset", { class: "segments" }, h("legend", { class: "unseen" }, t("call.language")), choice("curl", "curl"), choice("java", "Java")),
                h("button", { type: "button", class: "quiet", onclick: () => copyText(this.#code) }, t("copy")),
            ),
            this.#block,
        );
    }

    /** Shows another body of the request. */
    set body(body) {
        const model = this.run.choice === "last" ? "" : `?model=${this.run.choice}`;
        this.#call = { url: new URL(runPath(this.run.id, this.verb) + model, BASE).href, body, out: `${this.verb}.png` };
        this.#show();
    }

    #choose(language) {
        this.#language = language;
        this.#show();
    }

    #show() {
        this.#code.textContent = this.#call ? (this.#language === "curl" ? curl(this.#call) : java(this.#call)) : "";
    }
}

function curl({ url, body, out }) {
    return [
        `curl ${quoted(url)} \\`,
        `  -H 'Content-Type: application/json' -H 'Accept: ${PNG_TYPE}' \\`,
        `  -d ${quoted(exactJson(body))} \\`,
        `  -o ${out}`,
    ].join("\n");
}

/** Quotes any text for a shell. */
function quoted(text) {
    return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function java({ url, body, out }) {
    // A JSON string is also a Java string literal.
    const literal = JSON.stringify(exactJson(body));
    return [
        `HttpRequest request = HttpRequest.newBuilder(URI.create("${url}"))`,
        `        .header("Content-Type", "application/json")`,
        `        .header("Accept", "${PNG_TYPE}")`,
        `        .POST(BodyPublishers.ofString(${literal}))`,
        `        .build();`,
        `HttpClient.newHttpClient().send(request, BodyHandlers.ofFile(Path.of("${out}")));`,
    ].join("\n");
}
