// What several charts show of their common horizontal axis, and how.

const LEAST_SHARE = 1 / 5000;

/** The part that is shown, the place that is read, smoothing, the kind of both axes; tells of each change. */
export class Viewport extends EventTarget {
    #whole = [0, 1];
    #zoomed = null;
    #cursor = null;
    #settings = { smoothing: 0, isLog: false, axis: "update" };

    /** First and last place that are shown. */
    get range() {
        return this.#zoomed ?? this.#whole;
    }

    get isZoomed() {
        return this.#zoomed !== null;
    }

    /** The place that is read, or null. */
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

    /** What there is to show, without an event; the zoom stays where it is. */
    cover(first, last) {
        this.#whole = [first, last > first ? last : first + 1];
    }

    /** Shows this part only. */
    show(first, last) {
        const [low, high] = this.#whole;
        const width = Math.min(high - low, Math.max(last - first, (high - low) * LEAST_SHARE));
        const start = Math.min(Math.max(first, low), high - width);
        this.#zoomed = width >= high - low ? null : [start, start + width];
        this.#moved();
    }

    /** Shows more (above 1) or less (below 1) around a place: the one that is read, or the middle. */
    zoom(factor, around = this.#cursor ?? (this.range[0] + this.range[1]) / 2) {
        const [first, last] = this.range;
        this.show(around - (around - first) * factor, around + (last - around) * factor);
    }

    /** Moves by a share of what is shown. */
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
