package io.gen4j.adversarial;

import io.gen4j.Trainer;

/** A trainer of a generator against a discriminator, on either engine. */
interface AdversarialTraining extends Trainer {

    /** The losses of both networks. */
    AdversarialObjective objective();
}
