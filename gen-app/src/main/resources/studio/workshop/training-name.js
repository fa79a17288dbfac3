// The name of a training for people.

import { t } from "../language.js";

/** The run's name once it has one, else what is trained on what. */
export function trainingName({ run, model, dataset }) {
    return run ?? t("training.name", { model: model ?? "", dataset: dataset ?? "" });
}
