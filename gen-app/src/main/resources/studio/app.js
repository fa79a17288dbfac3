// The way from the address to a view.

import { h, replace } from "./dom.js";
import { clear, tellError } from "./status.js";
import { compareView } from "./views/compare.js";
import { playView } from "./views/play.js";
import { runView } from "./views/run.js";
import { runsView } from "./views/runs.js";

/** A view takes the parts of the address and a signal that ends it, and gives { title, content }. */
const VIEWS = { runs: (parts, signal) => (parts.length > 0 ? runView : runsView)(parts, signal), compare: compareView, play: playView };

const main = document.getElementById("main");
let leave = new AbortController();
let isFirst = true;

async function route() {
    leave.abort();
    leave = new AbortController();
    const { signal } = leave;
    clear();
    const [name, ...parts] = location.hash.replace(/^#\/?/, "").split("/");
    const known = Object.hasOwn(VIEWS, name) ? name : "runs";
    for (const link of document.querySelectorAll("[data-route]")) {
        if (link.dataset.route === known) {
            link.setAttribute("aria-current", "page");
        } else {
            link.removeAttribute("aria-current");
        }
    }
    main.setAttribute("aria-busy", "true");
    try {
        const view = await VIEWS[known](parts.filter(Boolean).map(decodeURIComponent), signal);
        if (!signal.aborted) {
            show(view.title, view.content);
        }
    } catch (error) {
        if (!signal.aborted) {
            show("That did not work", failure(error));
            tellError(error);
        }
    }
}

function show(title, content) {
    document.title = `${title} · Gen4J studio`;
    replace(main, content);
    main.removeAttribute("aria-busy");
    if (!isFirst) {
        scrollTo(0, 0);
        main.focus({ preventScroll: true });
    }
    isFirst = false;
}

function failure(error) {
    return h(
        "section",
        { class: "empty" },
        h("h1", {}, "That did not work"),
        h("p", {}, error.message),
        h(
            "p",
            { class: "tools" },
            h("button", { type: "button", class: "primary", onclick: route }, "Try again"),
            h("a", { class: "button", href: "#/runs" }, "All runs"),
        ),
    );
}

document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
});
addEventListener("hashchange", route);
addEventListener("unhandledrejection", (event) => tellError(event.reason));
route();
