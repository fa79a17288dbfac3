// Calls of the workshop's part of the REST API.

import { json, JSON_TYPE, request, runPath } from "../api.js";
import { exactJson } from "../seed.js";

const ROOT = "api/workshop";
const OFF = { enabled: false, readOnly: true, jobs: 0, folders: false, limits: {}, formats: [] };

/** What the server lets a page do. */
export const state = () => get("").catch((error) => (error.status === 404 ? OFF : Promise.reject(error)));

export const datasets = (signal) => get("/datasets", signal);
export const dataset = (id, signal) => get(datasetPath(id), signal);
export const pictures = (id, query, signal) => get(`${datasetPath(id, "pictures")}?${new URLSearchParams(query)}`, signal);
export const label = (id, files, name) => send("POST", datasetPath(id, "labels"), { files, label: name });
export const relabel = (id, from, name) => send("POST", datasetPath(id, "relabel"), { from, label: name });
export const removePictures = (id, files) => send("POST", datasetPath(id, "remove"), { files });
export const split = (id, share, seed) => send("POST", datasetPath(id, "split"), { share, seed });
export const renameDataset = (id, name) => send("PUT", datasetPath(id, "name"), { name });
export const removeDataset = (id) => send("DELETE", datasetPath(id));

export const trash = (signal) => get("/trash", signal);
export const restore = (id) => send("POST", `/trash/${encodeURIComponent(id)}/restore`);
export const emptyTrash = () => send("DELETE", "/trash");
export const emptyTrashOfRuns = () => json(request("api/trash", { method: "DELETE" }));

export const openUpload = (name) => send("POST", "/uploads", { name });
export const upload = (id) => get(`/uploads/${encodeURIComponent(id)}`);
export const finishUpload = (id) => send("POST", `/uploads/${encodeURIComponent(id)}/finish`);
export const cancelUpload = (id) => send("DELETE", `/uploads/${encodeURIComponent(id)}`);
export const fromFolder = (name, folder) => send("POST", "/datasets", { name, folder });
export const folders = (path, signal) => get(`/folders?${new URLSearchParams({ path })}`, signal);

/** Sends one file of an upload. */
export const putFile = (id, path, file, signal) =>
    json(request(`${ROOT}/uploads/${encodeURIComponent(id)}/files?${new URLSearchParams({ path })}`, { method: "PUT", headers: { "Content-Type": "application/octet-stream" }, body: file, signal }));

export const purposes = (signal) => get("/purposes", signal);
export const models = (signal) => get("/models", signal);
export const plan = (body, signal) => send("POST", "/plan", body, signal);
export const calibration = (signal) => get("/calibration", signal);
export const calibrate = (body) => send("POST", "/calibration", body);

export const trainings = (signal) => get("/trainings", signal);
export const train = (body) => send("POST", "/trainings", body);
export const stop = (id) => send("POST", `/trainings/${encodeURIComponent(id)}/stop`);
export const removeTraining = (id) => send("DELETE", `/trainings/${encodeURIComponent(id)}`);
export const resume = (run, body) => send("POST", `/runs/${encodeURIComponent(run)}/resume`, body);
export const output = async (id) => (await request(`${ROOT}/trainings/${encodeURIComponent(id)}/output`)).text();

export const exports = (run, signal) => json(request(runPath(run, "exports"), { signal }));
export const java = (run, signal) => json(request(runPath(run, "java"), { signal }));

/** The address of a file that a run's model is exported to. */
export function exportUrl(run, format, model) {
    return `${runPath(run, "exports", encodeURIComponent(format))}?${new URLSearchParams({ model })}`;
}

/** The address that a zip file is sent to. */
export function zipPath(name) {
    return `${ROOT}/datasets?${new URLSearchParams({ name })}`;
}

function datasetPath(id, ...rest) {
    return ["/datasets", encodeURIComponent(id), ...rest].join("/");
}

function get(path, signal) {
    return json(request(ROOT + path, { signal }));
}

function send(method, path, body, signal) {
    return json(request(ROOT + path, { method, headers: body === undefined ? {} : { "Content-Type": JSON_TYPE }, body: body === undefined ? undefined : exactJson(body), signal }));
}
