package io.gen4j.app.bench;

import io.gen4j.GenerativeModel;
import io.gen4j.Latents;
import io.gen4j.Metrics;
import io.gen4j.data.Batch;
import io.gen4j.nn.optim.BinaryCrossEntropy;
import io.gen4j.random.RandomStreams;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A variational autoencoder of black and white pixels. Encoder and decoder are separate graphs, with the noise between
 * them.
 */
final class Dl4jVae implements Dl4jTraining {

    private static final List<String> METRICS = List.of("loss_nats", "reconstruction_nats", "kl_nats");

    private final int latentSize;
    private final RandomStreams random;
    private final Dl4jGraph encoder;
    private final Dl4jGraph decoder;
    private long steps;

    Dl4jVae(GenerativeModel model, double learningRate) {
        latentSize = model.latentSize();
        random = new RandomStreams(model.config().seed());
        encoder = Dl4jTraining.part(model, "encoder", learningRate);
        decoder = Dl4jTraining.part(model, "decoder", learningRate).withoutLastActivation();
    }

    @Override
    public Metrics step(Batch batch) {
        steps++;
        INDArray moments = encoder.forward(batch.images());
        INDArray mean = columns(moments, 0);
        INDArray logVariance = columns(moments, latentSize);
        INDArray deviation = Transforms.exp(logVariance.mul(0.5), false);
        INDArray noise = mean.ulike();
        Latents.fillNormal(noise, random.stream("noise", steps));
        INDArray logits = decoder.forward(noise.mul(deviation).addi(mean));
        INDArray gradient = logits.ulike();
        double n = batch.size();
        double reconstruction = BinaryCrossEntropy.sum(logits, batch.images(), gradient) / n;
        INDArray variance = deviation.mul(deviation);
        double divergence = mean.mul(mean)
                        .addi(variance)
                        .subi(logVariance)
                        .subi(1)
                        .sumNumber()
                        .doubleValue()
                / 2
                / n;
        INDArray byLatent = decoder.backward(gradient);
        INDArray byLogVariance =
                byLatent.mul(noise).muli(deviation).addi(variance).subi(1).muli(0.5);
        encoder.backward(Nd4j.hstack(byLatent.add(mean), byLogVariance).dup('c'));
        encoder.learn();
        decoder.learn();
        return new Metrics(METRICS, reconstruction + divergence, reconstruction, divergence);
    }

    private INDArray columns(INDArray moments, int first) {
        return moments.get(NDArrayIndex.all(), NDArrayIndex.interval(first, first + latentSize))
                .dup('c');
    }

    @Override
    public INDArray sample(int count, long seed) {
        return Transforms.sigmoid(decoder.infer(Latents.normal(count, latentSize, seed)), false);
    }
}
