// Control of requests that arrive faster than their answers.

/** Runs one call of an action at a time. Of the calls that arrive meanwhile, it keeps only the newest. */
export function newest(action) {
    let waiting = null;
    let isBusy = false;
    return async (...parameters) => {
        waiting = parameters;
        if (isBusy) {
            return;
        }
        isBusy = true;
        try {
            while (waiting) {
                const next = waiting;
                waiting = null;
                await action(...next);
            }
        } finally {
            isBusy = false;
        }
    };
}
