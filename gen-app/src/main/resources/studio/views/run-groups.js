// Groups of runs, which can be collapsed.

import { keepInAddress, listOf, listText } from "../address.js";
import { t } from "../language.js";

/** The collapsed groups. The address keeps them. */
export class RunGroups {
    #closed;

    constructor(query) {
        this.#closed = new Set(listOf(query.get("closed")));
    }

    /** Whether a group's runs are shown. */
    isOpen(group) {
        return !this.#closed.has(group || NONE);
    }

    /** Shows a group's runs, or collapses them. */
    setOpen(group, isOpen) {
        if (isOpen) {
            this.#closed.delete(group || NONE);
        } else {
            this.#closed.add(group || NONE);
        }
        keepInAddress({ closed: listText([...this.#closed]) });
    }
}

const NONE = " ";

/** Runs by group: [[group, runs]], in the order of each group's first run. */
export function grouped(runs) {
    const groups = new Map();
    for (const run of runs) {
        const members = groups.get(run.group) ?? [];
        members.push(run);
        groups.set(run.group, members);
    }
    return [...groups];
}

/** The heading of a group. */
export function groupName(group) {
    return group || t("groups.none");
}
