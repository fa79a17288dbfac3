// The data sets: those that were made here, and the well-known ones.

import { field, h, replace } from "../dom.js";
import { bytes, labelName } from "../format.js";
import { listed, one, t } from "../language.js";
import { tell, tellError } from "../status.js";
import { chosenFiles, droppedFiles, nameOfFiles } from "../workshop/files.js";
import { uploads } from "../workshop/uploads.js";
import * as api from "../workshop/workshop-api.js";
import { workshop } from "../workshop/workshop.js";
import { localPicture, offNotice } from "./workshop-parts.js";

const MOST_LABELS = 6;
const BUILTIN = ["mnist", "fashion-mnist", "synthetic"];

/** All data sets, and the ways to add one. */
export async function dataView(_, signal) {
    const state = await workshop();
    if (!state.enabled) {
        return { title: t("data.title"), content: offNotice(t("data.title")) };
    }
    const own = h("div", {});
    const builtin = h("ul", { class: "datasets" });
    const bin = h("div", {});
    const load = async () => {
        const [all, removed] = await Promise.all([api.datasets(signal), api.trash(signal)]);
        const cards = await Promise.all(all.datasets.map((each) => datasetCard(each, signal)));
        replace(own, all.datasets.length === 0 ? h("p", { class: "muted" }, t("data.none")) : h("ul", { class: "datasets" }, cards));
        replace(builtin, all.builtin.map(builtinCard));
        replace(bin, removed.datasets.length > 0 && trashCard(removed, state, load));
    };
    await load();
    const finished = new Set(uploads.list.filter(({ state: each }) => each === "finished"));
    uploads.addEventListener("change", () => {
        for (const upload of uploads.list.filter(({ state: each }) => each === "finished")) {
            if (!finished.has(upload)) {
                finished.add(upload);
                tell(t("upload.finished", { name: upload.name }));
                load().catch(tellError);
            }
        }
    }, { signal });
    return {
        title: t("data.title"),
        content: h(
            "div",
            {},
            h("div", { class: "head" }, h("div", {}, h("h1", {}, t("data.title")), h("p", { class: "lead" }, t("data.lead")))),
            h(
                "div",
                { class: "stack" },
                !state.readOnly && addCard(state, signal),
                h("section", { "aria-labelledby": "own" }, h("h2", { id: "own", class: "section" }, t("data.own")), own),
                h("section", { "aria-labelledby": "builtin" }, h("h2", { id: "builtin", class: "section" }, t("data.builtin")), builtin),
                bin,
            ),
        ),
    };
}

/** The card that takes pictures: by a drop, by a choice, or from a folder of the server. */
function addCard(state, signal) {
    const name = h("input", { type: "text", maxlength: 60, placeholder: t("upload.name_hint") });
    const problem = h("p", { class: "problems", role: "alert", hidden: true });
    const complain = (text) => {
        problem.textContent = text;
        problem.hidden = text === "";
    };
    const send = (files) => {
        complain(files.length === 0 ? t("upload.nothing") : tooMuch(files, state.limits));
        if (problem.hidden) {
            uploads.send(name.value.trim() || nameOfFiles(files), files);
            name.value = "";
        }
    };
    const chooser = (id, attributes, text) => {
        const input = h("input", { type: "file", id, class: "unseen", multiple: true, ...attributes, onchange: () => {
            const files = chosenFiles(input.files);
            input.value = "";
            send(files);
        } });
        return [input, h("label", { for: id, class: "button" }, text)];
    };
    const zone = h(
        "div",
        { class: "drop" },
        h("p", {}, t("upload.drop")),
        h("div", { class: "tools" }, chooser("choose-files", { accept: "image/*,.zip" }, t("upload.files")), chooser("choose-folder", { webkitdirectory: true }, t("upload.folder"))),
    );
    const over = (isOver) => (event) => {
        event.preventDefault();
        zone.classList.toggle("over", isOver);
    };
    zone.addEventListener("dragover", over(true));
    zone.addEventListener("dragleave", over(false));
    zone.addEventListener("drop", async (event) => {
        over(false)(event);
        try {
            send(await droppedFiles(event.dataTransfer));
        } catch (error) {
            complain(error.message);
        }
    });
    const { limits } = state;
    return h(
        "section",
        { class: "card", "aria-labelledby": "add" },
        h("h2", { id: "add" }, t("upload.title")),
        h("div", { class: "form" }, field(t("upload.name"), name), zone),
        h("p", { class: "hint" }, t("upload.labels"), " ", t("upload.limits", { total: bytes(limits.uploadBytes), picture: bytes(limits.pictureBytes), count: limits.files, formats: listed(state.formats) })),
        state.folders && folderChooser(name, signal),
        problem,
        uploadList(signal),
    );
}

/** One line if files pass a limit, else nothing. */
function tooMuch(files, limits) {
    if (files.length > limits.files) {
        return t("upload.too_many", { count: files.length, most: limits.files });
    }
    const total = files.reduce((sum, { file }) => sum + file.size, 0);
    if (total > limits.uploadBytes) {
        return t("upload.too_large", { size: bytes(total), most: bytes(limits.uploadBytes) });
    }
    return "";
}

/** The uploads of this page with their progress. */
function uploadList(signal) {
    const list = h("ul", { class: "jobs", "aria-live": "polite" });
    const show = () => {
        const focused = list.contains(document.activeElement);
        replace(list, uploads.list.map(uploadLine));
        if (focused) {
            list.querySelector("button, a")?.focus();
        }
    };
    uploads.addEventListener("change", show, { signal });
    show();
    return list;
}

function uploadLine(upload) {
    const { state, name, share, problem, dataset } = upload;
    const isActive = state === "sending" || state === "reading";
    const percent = Math.floor(100 * share);
    return h(
        "li",
        { class: state === "failed" ? "problems" : null },
        h("span", {}, t("upload.line", { name, state: one("upload_state", state) }), isActive && ` ${t("percent", { share: percent })}`, problem && ` ${problem}`),
        isActive && h("progress", { max: 1, value: share, "aria-label": t("upload.line", { name, state: one("upload_state", state) }) }),
        isActive && h("button", { type: "button", class: "quiet", "aria-label": t("upload.cancel_of", { name }), onclick: () => upload.cancel() }, t("cancel")),
        dataset && h("a", { class: "button", href: datasetLink(dataset) }, t("data.open")),
        !isActive && h("button", { type: "button", class: "quiet", "aria-label": t("upload.forget_of", { name }), onclick: () => uploads.forget(upload) }, t("upload.forget")),
    );
}

/** The folders below the server's root of pictures. */
function folderChooser(name, signal) {
    const list = h("ul", { class: "folders" });
    const place = h("p", { class: "small" });
    const use = h("button", { type: "button", onclick: () => uploads.readFolder(name.value.trim() || shown.split("/").at(-1) || t("folder.root"), shown) }, t("folder.use"));
    let shown = "";
    const go = async (path) => {
        try {
            const { folders, pictures } = await api.folders(path, signal);
            shown = path;
            place.textContent = t("folder.place", { path: path || "/", count: pictures });
            const up = path.split("/").slice(0, -1).join("/");
            const entry = (target, text) => h("li", {}, h("button", { type: "button", class: "quiet", onclick: () => go(target) }, text));
            replace(list, path !== "" && entry(up, t("folder.up")), folders.map((folder) => entry(path ? `${path}/${folder}` : folder, folder)));
        } catch (error) {
            tellError(error);
        }
    };
    const details = h("details", { class: "data", ontoggle: () => details.open && go(shown) }, h("summary", {}, t("folder.title")), place, list, use);
    return details;
}

async function datasetCard(dataset, signal) {
    const { id, name, pictures, labels, train, test, problem } = dataset;
    const strip = problem ? [] : (await api.pictures(id, { count: 8 }, signal).catch(() => ({ pictures: [] }))).pictures;
    const shown = labels.slice(0, MOST_LABELS).map((label) => `${labelName(label.name)} ${label.train + label.test}`);
    return h(
        "li",
        { class: "card" },
        h("div", { class: "strip-of", "aria-hidden": "true" }, strip.map(({ url }) => localPicture(url, ""))),
        h("h3", {}, h("a", { href: datasetLink(id) }, name)),
        problem ? h("p", { class: "problems" }, problem) : h("p", { class: "small" }, t("data.counts", { count: pictures, train, test, size: bytes(dataset.bytes) })),
        labels.length > 0 && h("p", { class: "small muted" }, listed([...shown, ...(labels.length > MOST_LABELS ? ["…"] : [])])),
        !problem && h("div", { class: "tools" }, h("a", { class: "button", href: datasetLink(id), "aria-label": t("data.look_at", { name }) }, t("data.look")), h("a", { class: "button primary", href: trainLink(id), "aria-label": t("data.train_on", { name }) }, t("train.button"))),
    );
}

function builtinCard({ id, name, pictures, test, width, height, cached }) {
    const known = BUILTIN.includes(id);
    return h(
        "li",
        { class: "card" },
        h("h3", {}, name),
        known && h("p", { class: "small" }, one("builtin", id)),
        h("p", { class: "small muted" }, t("data.builtin_counts", { count: pictures, test, width, height }), cached === false && ` ${t("data.not_cached")}`),
        h("div", { class: "tools" }, h("a", { class: "button", href: trainLink(id), "aria-label": t("data.train_on", { name }) }, t("train.button"))),
    );
}

function trashCard({ datasets, bytes: size }, state, changed) {
    const act = (action) => async () => {
        try {
            await action();
            await changed();
        } catch (error) {
            tellError(error);
        }
    };
    return h(
        "details",
        { class: "card" },
        h("summary", {}, t("data.trash", { count: datasets.length, size: bytes(size) })),
        h("ul", { class: "plain" }, datasets.map((id) => h("li", {}, h("span", {}, id), !state.readOnly && h("button", { type: "button", class: "quiet", "aria-label": t("trash.restore_of", { name: id }), onclick: act(() => api.restore(id)) }, t("trash.restore"))))),
        !state.readOnly && h("button", { type: "button", class: "quiet", onclick: act(() => confirm(t("trash.sure")) && api.emptyTrash()) }, t("trash.empty_now")),
    );
}

/** The address of a data set's view. */
export function datasetLink(id) {
    return `#/data/${encodeURIComponent(id)}`;
}

/** The address of the form to train on a data set. */
export function trainLink(id) {
    return `#/train?${new URLSearchParams({ dataset: id })}`;
}
