// A drawing pad in the size of a model's images.

import { h } from "../dom.js";
import { t } from "../language.js";

const SIDE = 448;
/** Width of a stroke in shares of the pad; MNIST's strokes are two to three of 28 pixels wide. */
const STROKE = 2.6 / 28;

/** A pad that draws white on black, with the mouse, a finger or the keyboard. It calls back after each change. */
export class DrawingPad {
    #size;
    #canvas;
    #context;
    #pen = h("div", { class: "pen", hidden: true });
    #last = null;
    #cursor;
    #isDown = false;
    #onChange;

    /** @param size { width, height } of the images */
    constructor(size, onChange) {
        this.#size = size;
        this.#onChange = onChange;
        this.#cursor = { x: size.width / 2, y: size.height / 4 };
        this.#canvas = h("canvas", {
            class: "pad",
            width: SIDE,
            height: Math.round((SIDE * size.height) / size.width),
            tabindex: "0",
            role: "application",
            "aria-label": t("draw.pad"),
            "aria-describedby": "pad-keys",
        });
        this.#context = this.#canvas.getContext("2d", { willReadFrequently: true });
        this.element = h("div", { class: "pad-frame" }, this.#canvas, h("div", { class: "guide", "aria-hidden": "true" }), this.#pen);
        this.clear();
        this.#listen();
    }

    /** Makes the pad black. */
    clear() {
        this.#context.fillStyle = "#000";
        this.#context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
        this.isEmpty = true;
    }

    /** Shows a picture as if you had drawn it. */
    load(bitmap) {
        this.#context.imageSmoothingEnabled = false;
        this.#context.drawImage(bitmap, 0, 0, this.#canvas.width, this.#canvas.height);
        this.isEmpty = false;
        this.#onChange();
    }

    /** The drawing in the size of the images. */
    toCanvas() {
        const canvas = h("canvas", this.#size);
        const context = canvas.getContext("2d");
        context.imageSmoothingQuality = "high";
        context.drawImage(this.#canvas, 0, 0, canvas.width, canvas.height);
        return canvas;
    }

    #listen() {
        const canvas = this.#canvas;
        canvas.addEventListener("pointerdown", (event) => {
            if (event.button === 0) {
                canvas.setPointerCapture(event.pointerId);
                this.#last = null;
                this.#stroke(this.#place(event));
            }
        });
        canvas.addEventListener("pointermove", (event) => {
            if (canvas.hasPointerCapture(event.pointerId)) {
                for (const each of event.getCoalescedEvents?.() ?? [event]) {
                    this.#stroke(this.#place(each));
                }
            }
        });
        canvas.addEventListener("keydown", (event) => this.#key(event));
        canvas.addEventListener("focus", () => this.#showPen());
        canvas.addEventListener("blur", () => (this.#pen.hidden = true));
    }

    #key(event) {
        const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
        const move = moves[event.key];
        if (move) {
            const { width, height } = this.#size;
            this.#cursor.x = Math.min(Math.max(this.#cursor.x + move[0], 1), width - 1);
            this.#cursor.y = Math.min(Math.max(this.#cursor.y + move[1], 1), height - 1);
        } else if (event.key === " ") {
            this.#isDown = !this.#isDown;
            this.#last = null;
        } else if (event.key === "Delete" || event.key === "Backspace") {
            this.clear();
            this.#onChange();
        } else {
            return;
        }
        event.preventDefault();
        if (this.#isDown) {
            const scale = this.#canvas.width / this.#size.width;
            this.#stroke({ x: this.#cursor.x * scale, y: this.#cursor.y * scale });
        }
        this.#showPen();
    }

    #showPen() {
        this.#pen.hidden = !this.#canvas.matches(":focus-visible");
        this.#pen.classList.toggle("down", this.#isDown);
        this.#pen.style.left = `${(100 * this.#cursor.x) / this.#size.width}%`;
        this.#pen.style.top = `${(100 * this.#cursor.y) / this.#size.height}%`;
    }

    #place(event) {
        const box = this.#canvas.getBoundingClientRect();
        return {
            x: ((event.clientX - box.left) / box.width) * this.#canvas.width,
            y: ((event.clientY - box.top) / box.height) * this.#canvas.height,
        };
    }

    #stroke(to) {
        const context = this.#context;
        const from = this.#last ?? to;
        context.strokeStyle = "#fff";
        context.lineWidth = STROKE * this.#canvas.width;
        context.lineCap = "round";
        context.beginPath();
        context.moveTo(from.x, from.y);
        context.lineTo(to.x, to.y);
        context.stroke();
        this.#last = to;
        this.isEmpty = false;
        this.#onChange();
    }
}
