// Uploads, which go on while the reader looks at other views.

import { BASE } from "../api.js";
import { t } from "../language.js";
import { withFitPaths } from "./files.js";
import * as api from "./workshop-api.js";

const AT_ONCE = 4;
const POLL_MS = 500;

/** Sends files, and waits until the server has made a data set of them. Dispatches "change". */
class Upload extends EventTarget {
    state = "sending";
    share = 0;
    problem = null;
    dataset = null;
    #id = null;
    #abort = new AbortController();

    constructor(name) {
        super();
        this.name = name;
    }

    /** Ends the upload; the server keeps nothing of it. */
    async cancel() {
        this.#abort.abort();
        this.#set({ state: "cancelled" });
        await this.#drop();
    }

    /** Ends the upload on the server, if it has begun there. */
    async #drop() {
        if (this.#id) {
            await api.cancelUpload(this.#id).catch(() => {});
        }
    }

    async sendFiles(files) {
        await this.#guard(async () => {
            this.#id = (await api.openUpload(this.name)).id;
            const total = files.reduce((sum, { file }) => sum + file.size, 0) || 1;
            const queue = [...files];
            let sent = 0;
            const work = async () => {
                for (let next = queue.shift(); next; next = queue.shift()) {
                    this.#abort.signal.throwIfAborted();
                    await api.putFile(this.#id, next.path, next.file, this.#abort.signal);
                    sent += next.file.size;
                    this.#set({ share: sent / total });
                }
            };
            await Promise.all(Array.from({ length: AT_ONCE }, work));
            await api.finishUpload(this.#id);
            await this.#wait();
        });
    }

    async sendZip(file) {
        await this.#guard(async () => {
            this.#id = (await postZip(this.name, file, this.#abort.signal, (share) => this.#set({ share }))).id;
            await this.#wait();
        });
    }

    async readFolder(folder) {
        await this.#guard(async () => {
            this.#id = (await api.fromFolder(this.name, folder)).id;
            await this.#wait();
        });
    }

    async #wait() {
        this.#set({ state: "reading", share: 0 });
        while (!this.#abort.signal.aborted) {
            const { state, share, dataset, problem } = await api.upload(this.#id);
            if (state === "finished") {
                this.#set({ state: "finished", dataset, share: 1 });
                return;
            }
            if (state === "failed") {
                throw new Error(problem);
            }
            this.#set({ share });
            await new Promise((resolve) => setTimeout(resolve, POLL_MS));
        }
    }

    async #guard(action) {
        try {
            await action();
        } catch (error) {
            if (this.state !== "cancelled") {
                this.#abort.abort();
                await this.#drop();
                this.#set({ state: "failed", problem: error.message });
            }
        }
        // The reader may have cancelled before the server had told the upload's id.
        if (this.state === "cancelled") {
            await this.#drop();
        }
    }

    #set(values) {
        Object.assign(this, values);
        this.dispatchEvent(new Event("change"));
        uploads.dispatchEvent(new Event("change"));
    }
}

/** The uploads of this page, the newest last. Dispatches "change". */
class Uploads extends EventTarget {
    list = [];

    /** Sends files: [{ path, file }], of which a single zip is unpacked by the server. */
    send(name, files) {
        const isZip = files.length === 1 && /\.zip$/i.test(files[0].path);
        return this.#add(name, (upload) => (isZip ? upload.sendZip(files[0].file) : upload.sendFiles(withFitPaths(files))));
    }

    /** Copies a folder of the server. */
    readFolder(name, folder) {
        return this.#add(name, (upload) => upload.readFolder(folder));
    }

    /** Takes an upload that is over off the list. */
    forget(upload) {
        this.list = this.list.filter((each) => each !== upload);
        this.dispatchEvent(new Event("change"));
    }

    #add(name, start) {
        const upload = new Upload(name);
        this.list.push(upload);
        this.dispatchEvent(new Event("change"));
        start(upload);
        return upload;
    }
}

export const uploads = new Uploads();

addEventListener("beforeunload", (event) => {
    if (uploads.list.some(({ state }) => state === "sending")) {
        event.preventDefault();
    }
});

/** Sends a zip by XMLHttpRequest, which tells of its progress. */
function postZip(name, file, signal, progress) {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open("POST", new URL(api.zipPath(name), BASE));
        request.setRequestHeader("Content-Type", "application/zip");
        request.responseType = "json";
        request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
        request.onload = () => (request.status < 300 ? resolve(request.response) : reject(new Error(request.response?.detail ?? t("api.status", { status: String(request.status), path: "datasets" }))));
        request.onerror = () => reject(new Error(t("api.silent")));
        signal.addEventListener("abort", () => request.abort());
        request.send(file);
    });
}
