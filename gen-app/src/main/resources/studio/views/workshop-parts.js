// Parts that the workshop's views share.

import { local } from "../api.js";
import { h } from "../dom.js";
import { t } from "../language.js";

/** The page that stands where the workshop is off. */
export function offNotice(title) {
    return h("section", { class: "empty" }, h("h1", {}, title), h("p", {}, t("workshop.off")), h("pre", {}, h("code", {}, "./gen serve --workshop")));
}

/** A small picture from the server. */
export function localPicture(url, text) {
    return h("img", { class: "thumb-picture", src: local(url), alt: text, width: 64, height: 64, loading: "lazy", decoding: "async", draggable: "false" });
}
