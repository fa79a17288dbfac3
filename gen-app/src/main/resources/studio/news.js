// News of runs.

import { BASE } from "./api.js";
import { NewsSource } from "./news-source.js";

/** Dispatches "run" and "removed" with details, "lost" when the server is silent, and "back" when all may have changed. */
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
            // A page that comes back from the cache of pages was told nothing meanwhile.
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

/** Where tabs cannot share: only the visible ones listen. */
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
