// Playing with a model.

import * as api from "../api.js";
import { h } from "../dom.js";
import { Drawing } from "../play/draw.js";
import { Interpolation } from "../play/interpolate.js";
import { LatentSliders } from "../play/latents.js";
import { Manifold } from "../play/manifold.js";
import { Samples } from "../play/samples.js";
import { Stage } from "../play/stage.js";
import { runLink } from "./parts.js";

/** One picture on a stage, and the tools that change it. */
export async function playView([id], signal) {
    const run = await api.run(id, signal);
    const head = h(
        "div",
        { class: "head" },
        h("div", {}, h("p", { class: "over" }, h("a", { href: "#/runs" }, "Runs"), " / ", h("a", { href: runLink(id) }, id)), h("h1", {}, "Play"), h("p", { class: "lead" }, run.description)),
    );
    if (!run.hasModel) {
        return {
            title: `Play with ${id}`,
            content: h("div", {}, head, h("p", { class: "empty" }, "This run has not saved a model yet: it does at the end of its first epoch.")),
        };
    }
    const stage = new Stage(run, signal);
    const samples = new Samples(run, stage, signal);
    const encoding = run.encoder ? [new Drawing(run, stage, signal), new Manifold(run, stage, signal)] : [];
    const others = [new LatentSliders(run, stage, signal), new Interpolation(run, stage, signal)];
    await samples.draw();
    return {
        title: `Play with ${id}`,
        content: h("div", {}, head, h("div", { class: "play" }, stage.element, h("div", { class: "stack" }, encoding.length > 0 && h("div", { class: "duo" }, elements(encoding)), samples.element, elements(others)))),
    };
}

function elements(tools) {
    return tools.map((tool) => tool.element);
}
