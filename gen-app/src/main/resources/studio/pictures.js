// Conversions of a model's images: from base64 to a canvas, and from a canvas to a file.

import { h } from "./dom.js";

const DOWNLOAD_WIDTH = 560;

/** The bitmap of a PNG in base64. */
export async function decodePng(base64) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return createImageBitmap(new Blob([bytes], { type: "image/png" }));
}

/** A canvas that shows pixels as squares. It is empty at first. */
export function pictureCanvas(label, className = "") {
    return h("canvas", { class: `pixels ${className}`, width: 1, height: 1, role: "img", "aria-label": label });
}

/** Paints a bitmap at its own size. */
export function paint(canvas, bitmap) {
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
}

/** The PNG of a canvas in base64. */
export function pngOf(canvas) {
    return canvas.toDataURL("image/png").split(",")[1];
}

/** A new canvas with bitmaps in rows, two pixels apart. */
export function gridOf(bitmaps, columns) {
    const gap = 2;
    const { width, height } = bitmaps[0];
    const rows = Math.ceil(bitmaps.length / columns);
    const canvas = new OffscreenCanvas(columns * (width + gap) - gap, rows * (height + gap) - gap);
    const context = canvas.getContext("2d");
    context.fillRect(0, 0, canvas.width, canvas.height);
    bitmaps.forEach((bitmap, i) => {
        context.drawImage(bitmap, (i % columns) * (width + gap), Math.floor(i / columns) * (height + gap));
    });
    return canvas;
}

/** Makes a descriptive name for a PNG file. */
export function fileName(...parts) {
    return `${fileStem(...parts)}.png`;
}

/** Makes a descriptive name for a file, without its ending. */
export function fileStem(...parts) {
    const words = parts.filter((part) => part !== null && part !== undefined && part !== "");
    return words.map((part) => String(part).replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "")).join("-").slice(0, 120);
}

/** Saves a picture as a PNG file, enlarged by a whole number so that single pixels are visible. */
export async function download(picture, name) {
    const scale = Math.max(1, Math.floor(DOWNLOAD_WIDTH / picture.width));
    const canvas = new OffscreenCanvas(picture.width * scale, picture.height * scale);
    const context = canvas.getContext("2d");
    context.imageSmoothingEnabled = false;
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const url = URL.createObjectURL(await canvas.convertToBlob({ type: "image/png" }));
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
}
