// The view to play with a model.

import * as api from "../api.js";
import { keepInAddress } from "../address.js";
import { field, h, replace } from "../dom.js";
import { t } from "../language.js";
import { news } from "../news.js";
import { modelName } from "../models.js";
import { CheckpointStrip } from "../play/checkpoints.js";
import { Drawing } from "../play/draw.js";
import { Interpolation } from "../play/interpolate.js";
import { LatentSliders } from "../play/latents.js";
import { Manifold } from "../play/manifold.js";
import { Samples } from "../play/samples.js";
import { Scores } from "../play/scores.js";
import { Stage } from "../play/stage.js";
import { nameOf, problems, runLink } from "./parts.js";

/** One picture on a stage, and the tools that change it. */
export async function playView({ parts: [id], query }, signal) {
    if (id === undefined) {
        throw new Error(t("play.which"));
    }
    const [found, { models }] = await Promise.all([api.run(id, signal), api.models(id, signal)]);
    const wanted = query.get("model") ?? "last";
    const isThere = models.some(({ name }) => name === wanted);
    const run = { ...found, models, choice: isThere ? wanted : (models[0]?.name ?? "last") };
    const [epoch, showEpoch] = epochLine(run, signal);
    const head = h(
        "div",
        { class: "head" },
        h(
            "div",
            {},
            h("p", { class: "over" }, h("a", { href: "#/runs" }, t("frame.runs")), " / ", h("a", { href: runLink(id) }, nameOf(run))),
            h("h1", {}, t("play")),
            h("p", { class: "lead" }, run.description),
            epoch,
            problems(run),
        ),
    );
    if (models.length === 0) {
        return { title: t("play.with", { name: nameOf(run) }), content: h("div", {}, head, h("p", { class: "empty" }, t("play.no_model"))) };
    }
    const stage = new Stage(run, signal, query);
    const samples = new Samples(run, stage, signal, query);
    const encoding = run.encoder ? [new Drawing(run, stage, signal), new Manifold(run, stage, signal)] : [];
    const sliders = new LatentSliders(run, stage, signal, query);
    const others = [new CheckpointStrip(run, stage, signal), sliders, new Interpolation(run, stage, signal), ...(run.encoder ? [new Scores(run, stage, signal)] : [])];
    const chooseModel = async () => {
        showEpoch();
        await samples.draw();
        await sliders.reload();
    };
    head.append(h("div", { class: "tools" }, modelChoice(run, chooseModel)));
    await samples.draw();
    const latents = (query.get("z") ?? "").split("_").map(Number);
    if (latents.length === run.latentSize && latents.every(Number.isFinite)) {
        await stage.moveTo(latents, t("play.address"));
    }
    return {
        title: t("play.with", { name: nameOf(run) }),
        content: h("div", {}, head, h("div", { class: "play" }, stage.element, h("div", { class: "stack" }, encoding.length > 0 && h("div", { class: "duo" }, elements(encoding)), samples.element, elements(others)))),
    };
}

/** The choice of the run's model. */
function modelChoice(run, changed) {
    const select = h(
        "select",
        {
            onchange: () => {
                run.choice = select.value;
                keepInAddress({ model: run.choice === "last" ? "" : run.choice });
                return changed();
            },
        },
        run.models.map(({ name, epoch }) => h("option", { value: name, selected: name === run.choice }, modelName(name, epoch))),
    );
    return field(t("evaluation.model"), select);
}

/** The training progress of the run and the model that draws, updated while it trains: [element, show]. */
function epochLine(run, signal) {
    const line = h("p", { class: "muted small" });
    let now = run;
    const show = () => {
        const trained = now.epoch > 0 && t(trainedText(now), { epoch: now.epoch, epochs: now.epochs ?? 0 });
        const chosen = run.models.find(({ name }) => name === run.choice);
        const source = run.choice === "last" ? now.state === "running" && t("play.from_newest") : chosen && t("play.from_model", { model: modelName(chosen.name, chosen.epoch) });
        replace(line, trained, source);
    };
    show();
    news.addEventListener("run", ({ detail }) => detail.id === run.id && ((now = detail), show()), { signal });
    news.addEventListener("removed", ({ detail }) => detail.id === run.id && replace(line, t("run.gone")), { signal });
    return [line, show];
}

/** The key of the sentence about a run's progress. */
function trainedText({ epochs, state }) {
    if (state === "running") {
        return epochs ? "play.training_of" : "play.training";
    }
    return epochs ? "play.trained_of" : "play.trained";
}

function elements(tools) {
    return tools.map((tool) => tool.element);
}
