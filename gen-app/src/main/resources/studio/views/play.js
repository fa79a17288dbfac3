// The view to play with a model.

import * as api from "../api.js";
import { keepInAddress } from "../address.js";
import { field, h, replace } from "../dom.js";
import { news } from "../news.js";
import { Drawing } from "../play/draw.js";
import { Interpolation } from "../play/interpolate.js";
import { LatentSliders } from "../play/latents.js";
import { Manifold } from "../play/manifold.js";
import { Samples } from "../play/samples.js";
import { Stage } from "../play/stage.js";
import { nameOf, problems, runLink } from "./parts.js";

const MODELS = { last: "The newest", best: "The best by its images" };

/** One picture on a stage, and the tools that change it. */
export async function playView({ parts: [id], query }, signal) {
    if (id === undefined) {
        throw new Error("Which run? Choose one in the list, and press Play.");
    }
    const run = { ...(await api.run(id, signal)), choice: Object.hasOwn(MODELS, query.get("model") ?? "") ? query.get("model") : "last" };
    const head = h(
        "div",
        { class: "head" },
        h(
            "div",
            {},
            h("p", { class: "over" }, h("a", { href: "#/runs" }, "Runs"), " / ", h("a", { href: runLink(id) }, nameOf(run))),
            h("h1", {}, "Play"),
            h("p", { class: "lead" }, run.description),
            epochLine(run, signal),
            problems(run),
        ),
    );
    if (!run.hasModel) {
        return { title: `Play with ${nameOf(run)}`, content: h("div", {}, head, h("p", { class: "empty" }, "This run has not saved a model yet: it does at the end of its first epoch.")) };
    }
    const stage = new Stage(run, signal, query);
    const samples = new Samples(run, stage, signal, query);
    const encoding = run.encoder ? [new Drawing(run, stage, signal), new Manifold(run, stage, signal)] : [];
    const others = [new LatentSliders(run, stage, signal), new Interpolation(run, stage, signal)];
    head.append(h("div", { class: "tools" }, modelChoice(run, samples)));
    await samples.draw();
    const latents = (query.get("z") ?? "").split("_").map(Number);
    if (latents.length === run.latentSize && latents.every(Number.isFinite)) {
        await stage.moveTo(latents, "from the address");
    }
    return {
        title: `Play with ${nameOf(run)}`,
        content: h("div", {}, head, h("div", { class: "play" }, stage.element, h("div", { class: "stack" }, encoding.length > 0 && h("div", { class: "duo" }, elements(encoding)), samples.element, elements(others)))),
    };
}

/** The choice of the run's model. */
function modelChoice(run, samples) {
    const select = h(
        "select",
        {
            onchange: () => {
                run.choice = select.value;
                keepInAddress({ model: run.choice === "last" ? "" : run.choice });
                return samples.draw();
            },
        },
        Object.entries(MODELS).map(([value, text]) => h("option", { value, selected: value === run.choice }, text)),
    );
    return field("Model", select);
}

/** The training progress of the model, updated while it trains. */
function epochLine(run, signal) {
    const line = h("p", { class: "muted small" });
    const show = (now) => replace(line, now.epoch > 0 && `Trained for ${now.epoch}${now.epochs ? ` of ${now.epochs}` : ""} epochs${now.state === "running" ? " so far: pictures come from the newest model" : ""}.`);
    show(run);
    news.addEventListener("run", ({ detail }) => detail.id === run.id && show(detail), { signal });
    news.addEventListener("removed", ({ detail }) => detail.id === run.id && replace(line, "This run is no longer there: it was deleted or renamed."), { signal });
    return line;
}

function elements(tools) {
    return tools.map((tool) => tool.element);
}
