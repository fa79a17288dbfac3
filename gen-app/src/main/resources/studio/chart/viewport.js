// The shared view of several charts on their common horizontal axis.

const LEAST_SHARE = 1 / 5000;

/** The shown range, the cursor, smoothing, and the type of both axes. Dispatches an event for each change. */
export class Viewport extends EventTarget {
    #whole = [0, 1];
    #zoomed = null;
    #cursor = null;
    #settings = { smoothing: 0, isLog: false, axis: "update" };

    /** The first and last shown place. */
    get range() {
        return this.#zoomed ?? this.#whole;
    }

    get isZoomed() {
        return this.#zoomed !== null;
    }

    /** The place of the cursor, or null. */
    get cursor() {
        return this.#cursor;
    }

    set cursor(place) {
        if (place !== this.#cursor) {
            this.#cursor = place;
            this.dispatchEvent(new Event("cursor"));
        }
    }

    /** { smoothing: 0 to 0.99, isLog, axis: "update", "epoch" or "time" } */
    get settings() {
        return this.#settings;
    }

    /** Changes some of the settings. */
    set(settings) {
        if (settings.axis && settings.axis !== this.#settings.axis) {
            this.#zoomed = null;
            this.#cursor = null;
        }
        this.#settings = { ...this.#settings, ...settings };
        this.dispatchEvent(new Event("settings"));
    }

    /** Sets the whole range without an event, and keeps the zoom. */
    cover(first, last) {
        this.#whole = [first, last > first ? last : first + 1];
    }

    /** Shows only this range. */
    show(first, last) {
        const [low, high] = this.#whole;
        const width = Math.min(high - low, Math.max(last - first, (high - low) * LEAST_SHARE));
        const start = Math.min(Math.max(first, low), high - width);
        this.#zoomed = width >= high - low ? null : [start, start + width];
        this.#moved();
    }

    /** Shows more (above 1) or less (below 1) around a place: the cursor, or the middle. */
    zoom(factor, around = this.#cursor ?? (this.range[0] + this.range[1]) / 2) {
        const [first, last] = this.range;
        this.show(around - (around - first) * factor, around + (last - around) * factor);
    }

    /** Moves by a share of the shown range. */
    pan(share) {
        const [first, last] = this.range;
        const by = (last - first) * share;
        if (this.isZoomed) {
            this.show(first + by, last + by);
        }
    }

    /** Shows everything. */
    reset() {
        this.#zoomed = null;
        this.#moved();
    }

    #moved() {
        this.dispatchEvent(new Event("range"));
    }
}
