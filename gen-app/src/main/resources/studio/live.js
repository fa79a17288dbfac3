// A run as it is written.

import * as api from "./api.js";
import { RunMetrics } from "./metrics.js";
import { tell, tellError } from "./status.js";

/** What there is of a run: { run, metrics, grids }. */
export async function loadRun(id, signal) {
    const [run, numbers, grids] = await Promise.all([api.run(id, signal), api.metrics(id, signal), api.grids(id, signal)]);
    return { run, metrics: new RunMetrics(numbers), grids };
}

/** Keeps what was loaded of a run up to date until it is finished, and calls back after each change. */
export function followRun(loaded, changed, signal) {
    const { id, state } = loaded.run;
    if (state === "finished") {
        return;
    }
    const reload = async () => {
        const [run, numbers, grids] = await Promise.all([api.run(id, signal), api.metrics(id, signal), api.grids(id, signal)]);
        loaded.metrics.update(numbers);
        Object.assign(loaded, { run, grids });
        changed();
    };
    api.events(id, loaded.metrics.lastStep, {
        metrics: ({ rows }) => {
            loaded.metrics.add(rows);
            loaded.run = { ...loaded.run, epoch: loaded.metrics.lastEpoch };
            changed();
        },
        epoch: reload,
        evaluation: reload,
        restart: () => loaded.metrics.clear(),
        state: async ({ state: now }) => {
            if (now !== loaded.run.state) {
                await reload();
                tell(`${id} is ${now}.`);
            }
        },
        refused: () => tellError(new Error("The server sends no news of this run: load the page again.")),
    }, signal);
}
