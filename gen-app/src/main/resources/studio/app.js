// The router from the address to a view.

import { readAddress } from "./address.js";
import { h, replace } from "./dom.js";
import { chooseLanguage, language, LANGUAGES, t, translateFrame } from "./language.js";
import { news } from "./news.js";
import { clear, clearError, tellError } from "./status.js";
import { compareView } from "./views/compare.js";
import { dataView } from "./views/data.js";
import { datasetView } from "./views/dataset.js";
import { jobsView } from "./views/jobs.js";
import { playView } from "./views/play.js";
import { runView } from "./views/run.js";
import { runsView } from "./views/runs.js";
import { trainView } from "./views/train.js";
import { trashView } from "./views/trash.js";
import { trainings, workshop } from "./workshop/workshop.js";

/** A view takes the address and the signal of its end, and returns { title, content }. */
const VIEWS = {
    runs: (address, signal) => (address.parts.length > 0 ? runView : runsView)(address, signal),
    compare: compareView,
    play: playView,
    trash: trashView,
    data: (address, signal) => (address.parts.length > 0 ? datasetView : dataView)(address, signal),
    train: trainView,
    jobs: jobsView,
};

const main = document.getElementById("main");
const places = new Map(); // the scroll position of each address
let leave = new AbortController();
let shown = null;
let isLink = true;

async function route() {
    if (shown !== null) {
        places.set(shown, scrollY);
    }
    leave.abort();
    leave = new AbortController();
    const { signal } = leave;
    clear();
    const address = readAddress();
    const known = Object.hasOwn(VIEWS, address.name) ? address.name : "runs";
    for (const link of document.querySelectorAll("[data-route]")) {
        if (link.dataset.route === known) {
            link.setAttribute("aria-current", "page");
        } else {
            link.removeAttribute("aria-current");
        }
    }
    main.setAttribute("aria-busy", "true");
    try {
        const view = await VIEWS[known](address, signal);
        if (!signal.aborted) {
            show(view.title, view.content);
        }
    } catch (error) {
        if (!signal.aborted) {
            show(t("frame.failed"), failure(error));
            tellError(error);
        }
    }
    if (news.isLost) {
        tellError(new Error(t("frame.lost")));
    }
}

function show(title, content) {
    document.title = t("frame.title", { title });
    replace(main, content);
    main.removeAttribute("aria-busy");
    const isFirst = shown === null;
    shown = location.href;
    if (!isFirst) {
        scrollTo(0, isLink ? 0 : (places.get(location.href) ?? 0));
        main.focus({ preventScroll: true });
    }
    isLink = false;
}

function failure(error) {
    return h(
        "section",
        { class: "empty" },
        h("h1", {}, t("frame.failed")),
        h("p", {}, error.message),
        h("p", { class: "tools" }, h("button", { type: "button", class: "primary", onclick: route }, t("frame.again")), h("a", { class: "button", href: "#/runs" }, t("frame.all_runs"))),
    );
}

/** The button that changes to the other language, in that language's own name. */
function showLanguage() {
    translateFrame();
    const [other, name] = Object.entries(LANGUAGES).find(([code]) => code !== language());
    const button = document.getElementById("language");
    button.textContent = name;
    button.lang = other;
    button.onclick = async () => {
        await chooseLanguage(other);
        showLanguage();
        await route();
        button.focus();
    };
}

history.scrollRestoration = "manual";
document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
});
document.addEventListener("click", (event) => (isLink ||= Boolean(event.target.closest("a[href]"))), { capture: true });
document.addEventListener("scroll", () => shown === location.href && places.set(shown, scrollY), { passive: true });
addEventListener("hashchange", route);
addEventListener("unhandledrejection", (event) => tellError(event.reason));
news.addEventListener("lost", () => tellError(new Error(t("frame.lost"))));
news.addEventListener("back", clearError);
showLanguage();
workshop().then(({ enabled }) => {
    document.body.classList.toggle("with-workshop", enabled);
    document.querySelectorAll("[data-workshop]").forEach((link) => (link.hidden = !enabled));
    return trainings.start();
});
route();
