// The models of a run: the newest, the best, and the checkpoints.

import { t } from "./language.js";

/** A model's name for people. */
export function modelName(name, epoch = null) {
    const hasEpoch = epoch !== null && !name.startsWith("epoch-");
    if (name === "last") {
        return hasEpoch ? t("model.newest_at", { epoch }) : t("model.newest");
    }
    if (name === "best") {
        return hasEpoch ? t("model.best_at", { epoch }) : t("model.best");
    }
    const [, kind, count] = /^(epoch|step)-(\d+)$/.exec(name) ?? [];
    return kind === "epoch" ? t("model.epoch", { epoch: count }) : kind === "step" ? t("model.step", { step: count }) : name;
}
