package io.gen4j.vae;

import io.gen4j.data.Batch;
import io.gen4j.data.internal.DeviceFeed;
import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.DeviceLosses;
import io.gen4j.nn.device.internal.Gradients;
import io.gen4j.nn.device.internal.NetworkLayers;
import io.gen4j.nn.device.internal.NetworkPass;
import io.gen4j.nn.device.internal.Program;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.vae.internal.DeviceReconstructionTrainer;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link AutoencoderTrainer} on a device. */
final class DeviceAutoencoderTrainer extends DeviceReconstructionTrainer {

    private static final List<String> METRICS = List.of("loss_nats");

    private final Autoencoder model;
    private final GraphParameters parameters;

    DeviceAutoencoderTrainer(Autoencoder model, GraphParameters parameters) {
        super(parameters, model.config().learningRate(), METRICS.size());
        this.model = model;
        this.parameters = parameters;
    }

    @Override
    public Autoencoder model() {
        return model;
    }

    @Override
    public List<String> metricNames() {
        return METRICS;
    }

    @Override
    protected double[] metrics(float[] numbers, int size) {
        return new double[] {(double) numbers[0] / size};
    }

    @Override
    protected Step newStep(int size, DeviceArrays arrays) {
        return new Reconstruction(size, arrays);
    }

    private final class Reconstruction implements Step {

        private final DeviceFeed.Input input;
        private final Program forward = new Program();
        private final Program backward = new Program();

        Reconstruction(int size, DeviceArrays arrays) {
            INDArray images = arrays.zeros(size, model.spec().shape().size());
            input = feed().into(images, arrays);
            NetworkPass pass = new NetworkLayers(parameters, parameters.path().logits(), BatchStatistics.BATCH)
                    .pass(images, null, NetworkLayers.NO_MASKS, arrays);
            pass.forward(forward);
            DeviceLosses.binaryCrossEntropy(
                    forward,
                    pass.outputs(),
                    images,
                    pass.outputGradient(),
                    readings().value(0),
                    arrays);
            pass.backward(backward, Gradients.of(parameters), null);
        }

        @Override
        public void bring(Batch batch, String kind, long index) {
            input.bring(batch);
        }

        @Override
        public void forward() {
            forward.run();
        }

        @Override
        public void backward() {
            backward.run();
        }
    }
}
