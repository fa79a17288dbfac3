// The files of a drop or of a choice, with their paths.

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
    return (folder || file.name.replace(/\.[^.]+$/, "")).slice(0, 60);
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
