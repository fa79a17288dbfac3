// Requests that come faster than they are answered.

/** Calls an action once at a time; of the calls that come meanwhile only the newest is kept. */
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
