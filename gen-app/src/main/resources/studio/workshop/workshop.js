// Whether the server has a workshop, and what happens to its trainings.

import { t } from "../language.js";
import { tell, tellError } from "../status.js";
import * as api from "./workshop-api.js";
import { trainingName } from "./training-name.js";

const ACTIVE_MS = 2000;
const IDLE_MS = 10_000;
const ENDS = { finished: "ended.finished", stopped: "ended.stopped", failed: "ended.failed" };

/** States of a training that is not over. */
export const ACTIVE = ["waiting", "running", "stopping"];

const found = api.state().catch(() => ({ enabled: false }));

/** The workshop's state: what it allows, and its limits. */
export function workshop() {
    return found;
}

/** Dispatches "change" after it has read the trainings. It tells the reader when one is over, on every view. */
class Trainings extends EventTarget {
    list = [];
    #known = new Map();
    #timer;
    #isFirst = true;

    async start() {
        if ((await workshop()).enabled) {
            addEventListener("focus", () => (document.title = document.title.replace(/^[✓✗] /, "")));
            await this.look();
        }
    }

    /** Reads the trainings now. */
    async look() {
        clearTimeout(this.#timer);
        try {
            this.list = (await api.trainings()).trainings;
            this.list.forEach((training) => this.#notice(training));
            this.#isFirst = false;
            this.dispatchEvent(new Event("change"));
        } catch {
            // The status line says already that the server is silent.
        }
        const isActive = this.list.some(({ state }) => ACTIVE.includes(state));
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.look(), isActive ? ACTIVE_MS : IDLE_MS);
    }

    #notice(training) {
        const before = this.#known.get(training.id);
        this.#known.set(training.id, training.state);
        if (!this.#isFirst && before !== training.state && Object.hasOwn(ENDS, training.state)) {
            announceEnd(training);
        }
    }
}

export const trainings = new Trainings();

function announceEnd(training) {
    const isGood = training.state !== "failed";
    const text = t(ENDS[training.state], { name: trainingName(training) });
    if (isGood) {
        tell(text);
    } else {
        tellError(new Error(training.problem ? `${text} ${training.problem}` : text));
    }
    document.title = `${isGood ? "✓" : "✗"} ${document.title.replace(/^[✓✗] /, "")}`;
    if (window.Notification?.permission === "granted" && document.hidden) {
        const notification = new Notification(text, { body: training.problem ?? "", tag: `gen4j-${training.id}` });
        notification.onclick = () => focus();
    }
}
