package io.gen4j.vae;

import io.gen4j.EngineEquality;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.optim.LearningRateSchedule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

class EngineEqualityTest extends EngineEquality {

    @Override
    protected Map<String, Function<ImageSpec, GenerativeModel>> models() {
        Map<String, Function<ImageSpec, GenerativeModel>> models = new LinkedHashMap<>();
        models.put(
                "ae", spec -> Autoencoder.builder(spec).hidden(20).batchSize(8).build());
        models.put("vae", spec -> small(Vae.builder(spec)).build());
        models.put(
                "warm-up, schedule and binarised pixels",
                spec -> small(Vae.builder(spec))
                        .beta(2)
                        .warmUpSteps(15)
                        .binarize(true)
                        .schedule(LearningRateSchedule.COSINE)
                        .build());
        models.put(
                "two layers of tanh",
                spec -> small(Vae.builder(spec))
                        .layers(2)
                        .activation(Activation.TANH)
                        .build());
        models.put(
                "gaussian of learnt variance",
                spec -> small(Vae.builder(spec))
                        .output(VaeConfig.Output.GAUSSIAN)
                        .build());
        models.put(
                "gaussian of fixed variance",
                spec -> small(Vae.builder(spec))
                        .output(VaeConfig.Output.GAUSSIAN)
                        .variance(0.3)
                        .build());
        models.put("conditional", spec -> small(ConditionalVae.builder(spec)).build());
        models.put(
                "convolutional",
                spec -> small(Vae.builder(spec))
                        .conv(true)
                        .features(4)
                        .learningRate(LOW)
                        .build());
        models.put(
                "convolutional and conditional",
                spec -> small(ConditionalVae.builder(spec))
                        .conv(true)
                        .features(4)
                        .learningRate(LOW)
                        .build());
        models.put("several draws", spec -> small(Vae.builder(spec)).iwae(3).build());
        models.put(
                "several draws, doubly reparameterised, with warm-up",
                spec -> small(Vae.builder(spec))
                        .iwae(3)
                        .dreg(true)
                        .beta(0.7)
                        .warmUpSteps(30)
                        .build());
        models.put(
                "several draws and labels",
                spec -> small(ConditionalVae.builder(spec))
                        .iwae(2)
                        .learningRate(LOW)
                        .build());
        models.put(
                "several draws and a gaussian of learnt variance",
                spec -> small(Vae.builder(spec))
                        .iwae(2)
                        .output(VaeConfig.Output.GAUSSIAN)
                        .build());
        models.put(
                "several draws and a gaussian of fixed variance",
                spec -> small(Vae.builder(spec))
                        .iwae(2)
                        .output(VaeConfig.Output.GAUSSIAN)
                        .variance(0.3)
                        .build());
        models.put(
                "learnt prior, gates and binarised pixels",
                spec -> small(Vae.builder(spec))
                        .layers(2)
                        .gated(true)
                        .prior(VaeConfig.Prior.VAMP)
                        .pseudoInputs(5)
                        .binarize(true)
                        .warmUpSteps(20)
                        .schedule(LearningRateSchedule.COSINE)
                        .build());
        models.put(
                "learnt prior and several draws, convolutional",
                spec -> small(Vae.builder(spec))
                        .conv(true)
                        .features(4)
                        .learningRate(LOW)
                        .prior(VaeConfig.Prior.VAMP)
                        .pseudoInputs(5)
                        .iwae(2)
                        .dreg(true)
                        .build());
        return models;
    }

    /** An estimated divergence near 0 is the difference of two log densities of several nats. */
    @Override
    protected double leastSize(String metric) {
        return metric.equals("kl_nats") ? 0.01 : 0;
    }

    private static <T> VaeConfig.Builder<T> small(VaeConfig.Builder<T> builder) {
        return builder.latent(4).hidden(16).batchSize(8);
    }
}
