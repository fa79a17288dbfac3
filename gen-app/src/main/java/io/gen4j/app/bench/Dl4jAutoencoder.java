package io.gen4j.app.bench;

import io.gen4j.GenerativeModel;
import io.gen4j.Latents;
import io.gen4j.Metrics;
import io.gen4j.data.Batch;
import io.gen4j.nn.optim.BinaryCrossEntropy;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A plain autoencoder with the cross-entropy of its pixels, summed over pixels and batch. */
final class Dl4jAutoencoder implements Dl4jTraining {

    private final int latentSize;
    private final Dl4jGraph whole;
    private final Dl4jGraph decoder;

    Dl4jAutoencoder(GenerativeModel model, double learningRate) {
        latentSize = model.latentSize();
        ComputationGraph graph = model.networks().values().iterator().next();
        whole = new Dl4jGraph(graph, learningRate, Dl4jGraph.BETA1).withoutLastActivation();
        decoder = Dl4jTraining.part(model, "decoder", learningRate);
    }

    @Override
    public Metrics step(Batch batch) {
        INDArray logits = whole.forward(batch.images());
        INDArray gradient = logits.ulike();
        double loss = BinaryCrossEntropy.sum(logits, batch.images(), gradient);
        whole.backward(gradient);
        whole.learn();
        return new Metrics(List.of("loss_nats"), loss / batch.size());
    }

    @Override
    public INDArray sample(int count, long seed) {
        return decoder.infer(Latents.normal(count, latentSize, seed));
    }
}
