// A run that is updated while it trains.

import * as api from "./api.js";
import { one, t } from "./language.js";
import { RunMetrics } from "./run-metrics.js";
import { newest } from "./newest.js";
import { news } from "./news.js";
import { tell } from "./status.js";

/** Loads a run: { run, metrics, grids, isGone, isSilent }. */
export async function loadRun(id, signal) {
    const [run, metrics, grids] = await Promise.all([api.run(id, signal), RunMetrics.load(id, signal), api.grids(id, -1, signal)]);
    return { run, metrics, grids, isGone: false, isSilent: news.isLost };
}

/** Keeps a loaded run up to date, and calls back after each change. */
export function followRun(loaded, changed, signal) {
    const { id } = loaded.run;
    const update = newest(async (run) => {
        try {
            const before = loaded.run;
            const next = run ?? (await api.run(id, signal));
            const isNewer = next.rows !== before.rows || next.step !== before.step || next.evaluations !== before.evaluations || !run;
            const [grids] = await Promise.all([
                next.grid !== before.grid || !run ? api.grids(id, -1, signal) : loaded.grids,
                isNewer && loaded.metrics.update(signal),
            ]);
            Object.assign(loaded, { run: { ...before, ...next }, grids, isGone: false });
            changed();
            if (next.state !== before.state) {
                tell(t("run.now", { id, state: one("state", next.state) }));
            }
        } catch (error) {
            if (error.status === 404) {
                gone();
            } else if (error.name !== "AbortError" && error.status !== 0) {
                throw error;
            }
        }
    });
    const gone = () => {
        loaded.isGone = true;
        changed();
    };
    const silent = (isSilent) => {
        loaded.isSilent = isSilent;
        changed();
    };
    const listen = (type, handler) => news.addEventListener(type, handler, { signal });
    listen("run", ({ detail }) => detail.id === id && update(detail));
    listen("removed", ({ detail }) => detail.id === id && gone());
    listen("lost", () => silent(true));
    listen("back", () => {
        silent(false);
        update(null);
    });
}
