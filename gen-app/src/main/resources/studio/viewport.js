// What several charts show of their common horizontal axis.

const LEAST_SHARE = 1 / 500;

/** The steps that are shown, the step that is read, and whether curves are smoothed; tells of each change. */
export class Viewport extends EventTarget {
    #whole = [0, 1];
    #zoomed = null;
    #cursor = null;
    #smooth = false;

    /** First and last step that are shown. */
    get range() {
        return this.#zoomed ?? this.#whole;
    }

    get isZoomed() {
        return this.#zoomed !== null;
    }

    /** The step that is read, or null. */
    get cursor() {
        return this.#cursor;
    }

    set cursor(step) {
        this.#cursor = step;
        this.#changed();
    }

    get smooth() {
        return this.#smooth;
    }

    set smooth(on) {
        this.#smooth = on;
        this.#changed();
    }

    /** What there is to show, without an event; the zoom stays where it is. */
    cover(first, last) {
        this.#whole = [first, Math.max(last, first + 1)];
    }

    /** Shows these steps only. */
    show(first, last) {
        const [low, high] = this.#whole;
        const width = Math.min(high - low, Math.max(last - first, (high - low) * LEAST_SHARE));
        const start = Math.min(Math.max(first, low), high - width);
        this.#zoomed = width >= high - low ? null : [start, start + width];
        this.#changed();
    }

    /** Shows more (above 1) or less (below 1) around a step: the one that is read, or the middle. */
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
        this.#changed();
    }

    #changed() {
        this.dispatchEvent(new Event("change"));
    }
}
