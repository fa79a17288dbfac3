// The models of a run: the newest, the best, and the checkpoints.

/** A model's name for people. */
export function modelName(name, epoch = null) {
    const of = epoch === null || name.startsWith("epoch-") ? "" : `, epoch ${epoch}`;
    if (name === "last") {
        return `The newest${of}`;
    }
    if (name === "best") {
        return `The best by its images${of}`;
    }
    const [, kind, count] = /^(epoch|step)-(\d+)$/.exec(name) ?? [];
    return kind === "epoch" ? `Epoch ${count}` : kind === "step" ? `Update ${count}` : name;
}
