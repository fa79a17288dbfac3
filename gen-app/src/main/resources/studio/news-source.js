// The event stream, in a worker or in a page.

const SILENCE_MS = 2500;
const LOOK_MS = 500;
const RETRY_MS = 1000;

/** Calls back with { type, data }. The types are run, removed, job, lost (server silent) and back (server heard again). */
export class NewsSource {
    #url;
    #tell;
    #source = null;
    #heard = Date.now();
    #isLost = false;
    #retryAt = 0;
    #timer;

    constructor(url, tell) {
        this.#url = url;
        this.#tell = tell;
        this.#connect();
        this.#timer = setInterval(() => this.#look(), LOOK_MS);
    }

    get isLost() {
        return this.#isLost;
    }

    close() {
        clearInterval(this.#timer);
        this.#source.close();
    }

    #connect() {
        this.#source?.close();
        this.#source = new EventSource(this.#url);
        this.#retryAt = Date.now() + RETRY_MS;
        for (const type of ["run", "removed", "job", "alive"]) {
            this.#source.addEventListener(type, (event) => this.#hear(type, JSON.parse(event.data)));
        }
        // The list contains the changes from the time without a stream.
        this.#source.addEventListener("error", () => (this.#wasBroken = true));
    }

    #wasBroken = false;

    #hear(type, data) {
        this.#heard = Date.now();
        if (this.#isLost || this.#wasBroken) {
            this.#isLost = false;
            this.#wasBroken = false;
            this.#tell({ type: "back" });
        }
        if (type !== "alive") {
            this.#tell({ type, data });
        }
    }

    #look() {
        const now = Date.now();
        if (!this.#isLost && now - this.#heard > SILENCE_MS) {
            this.#isLost = true;
            this.#tell({ type: "lost" });
        }
        if (this.#source.readyState === EventSource.CLOSED && now > this.#retryAt) {
            this.#connect();
        }
    }
}
