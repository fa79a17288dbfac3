// The files of a drop or of a choice, with their paths.

import { t } from "../language.js";

const MOST_NAME = 60;
const MOST_STEP = 60;
const UNFIT = /[\\/\p{Cc}]/u;
const UNFIT_ALL = new RegExp(UNFIT, "gu");

/** [{ path, file, folder }] of chosen files. A folder's own name is not part of a path. */
export function chosenFiles(list) {
    return [...list].map((file) => ({ file, path: below(file.webkitRelativePath) || file.name, folder: file.webkitRelativePath.split("/")[0] }));
}

/** [{ path, file, folder }] of everything dropped, folders with all that lies in them. */
export async function droppedFiles(transfer) {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (entries.length === 0) {
        return chosenFiles(transfer.files);
    }
    const found = [];
    for (const entry of entries) {
        await collect(entry, entries.length === 1 && entry.isDirectory, found);
    }
    return found;
}

/** A name for the data set: that of the folder, the zip, or the first file's. */
export function nameOfFiles(files) {
    const [{ file, folder }] = files;
    return cut((folder || file.name.replace(/(.)\.[^.]+$/, "$1")).replace(UNFIT_ALL, "_"), MOST_NAME).trim() || t("folder.root");
}

/** The same files with paths that the server takes: names too long or with odd characters get a number, each its own. */
export function withFitPaths(files) {
    const known = new Map();
    const fit = (step) => {
        if (step.length <= MOST_STEP && !UNFIT.test(step) && step.trim() !== "") {
            return step;
        }
        known.set(step, known.get(step) ?? `${cut(step.replace(UNFIT_ALL, "_"), MOST_STEP - 20).trim()}~${known.size + 1}${ending(step)}`);
        return known.get(step);
    };
    return files.map((each) => ({ ...each, path: each.path.split("/").map(fit).join("/") }));
}

function ending(name) {
    return /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? "";
}

/** The start of a text, never half of a character of two code units. */
function cut(text, most) {
    return text.slice(0, most).replace(/[\uD800-\uDBFF]$/, "");
}

async function collect(entry, isOnly, found) {
    if (entry.isFile) {
        const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
        const path = entry.fullPath.replace(/^\//, "");
        found.push({ file, path });
        return;
    }
    const reader = entry.createReader();
    const read = () => new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    for (let children = await read(); children.length > 0; children = await read()) {
        for (const child of children) {
            await collect(child, false, found);
        }
    }
    if (isOnly) {
        found.forEach((each) => Object.assign(each, { path: below(each.path), folder: entry.name }));
    }
}

function below(path = "") {
    return path.split("/").slice(1).join("/");
}
