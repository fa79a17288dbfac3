// News of runs.

import { BASE } from "./api.js";
import { NewsSource } from "./news-source.js";

/**
 * Dispatches "run", "removed" and "job" with details, "lost" when the server is silent, and "back" when everything may have
 * changed.
 */
class News extends EventTarget {
    #isLost = false;

    constructor() {
        super();
        const hear = ({ type, data }) => {
            this.#isLost = type === "lost" || (this.#isLost && type !== "back");
            this.dispatchEvent(new CustomEvent(type, { detail: data }));
        };
        if (window.SharedWorker) {
            const worker = new SharedWorker(new URL("news-worker.js", BASE), { type: "module", name: `gen4j ${BASE.pathname}` });
            worker.port.onmessage = ({ data }) => hear(data);
            addEventListener("pagehide", () => worker.port.postMessage("bye"));
            // A page from the browser's page cache has missed the news.
            addEventListener("pageshow", (event) => event.persisted && location.reload());
        } else {
            listenWhileVisible(hear);
        }
    }

    /** Whether the server is silent. */
    get isLost() {
        return this.#isLost;
    }
}

/** Listens only while the tab is visible, for browsers whose tabs cannot share a stream. */
function listenWhileVisible(hear) {
    let source = null;
    const update = () => {
        if (document.hidden) {
            source?.close();
            source = null;
        } else if (!source) {
            source = new NewsSource(new URL("api/events", BASE), hear);
            hear({ type: "back" });
        }
    };
    document.addEventListener("visibilitychange", update);
    update();
}

export const news = new News();
