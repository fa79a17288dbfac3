package io.gen4j.vae;

import io.gen4j.data.Batch;
import io.gen4j.data.internal.DeviceFeed;
import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.DeviceLosses;
import io.gen4j.nn.device.internal.Gradients;
import io.gen4j.nn.device.internal.NetworkLayers;
import io.gen4j.nn.device.internal.NetworkPass;
import io.gen4j.nn.device.internal.Program;
import io.gen4j.nn.device.internal.StepBlock;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link VaeTrainer} on a device. */
final class DeviceVaeTrainer extends DeviceReconstructionTrainer {

    private static final List<String> METRICS = List.of("loss_nats", "reconstruction_nats", "kl_nats");

    /** The numbers that a step leaves: the loss's sum, the divergence's, and the logarithm of a Gaussian's variance. */
    private static final int LOSS = 0;

    private static final int DIVERGENCE = 1;
    private static final int LOG_VARIANCE = 2;
    private static final int NUMBERS = 3;

    private final AbstractVae model;
    private final VaeConfig config;
    private final GraphParameters parameters;
    private final RandomSource random;
    private double done;

    /** @throws IllegalArgumentException if the settings need another bound than the one in closed form */
    DeviceVaeTrainer(AbstractVae model, GraphParameters parameters, RandomSource random) {
        super(requireClosedForm(model.config(), parameters), model.config().learningRate(), NUMBERS);
        this.model = model;
        this.config = model.config();
        this.parameters = parameters;
        this.random = random;
    }

    private static GraphParameters requireClosedForm(VaeConfig config, GraphParameters parameters) {
        if (!config.hasClosedFormBound()) {
            throw new IllegalArgumentException("iwae is " + config.iwae() + ", dreg is " + config.dreg()
                    + " and prior is " + config.prior().name().toLowerCase(Locale.ROOT)
                    + ": the nd4j engine trains by 1, false and normal alone; set GEN_ENGINE=host");
        }
        return parameters;
    }

    @Override
    public AbstractVae model() {
        return model;
    }

    @Override
    public List<String> metricNames() {
        return METRICS;
    }

    @Override
    public void progress(double newDone) {
        done = newDone;
    }

    @Override
    double rateFactor() {
        return config.schedule().factor(done);
    }

    @Override
    double[] metrics(float[] numbers, int size) {
        double reconstruction = numbers[LOSS];
        if (config.output() == VaeConfig.Output.GAUSSIAN) {
            double pixels = (double) size * model.spec().shape().size();
            double log = config.learnsVariance() ? numbers[LOG_VARIANCE] : Math.log(config.variance());
            reconstruction = 0.5 * (reconstruction + pixels * (Math.log(2 * Math.PI) + log));
        }
        double divergence = -0.5 * (numbers[DIVERGENCE] + (double) size * config.latent());
        return new double[] {(reconstruction + divergence) / size, reconstruction / size, divergence / size};
    }

    @Override
    Step newStep(int size, DeviceArrays arrays) {
        return new Bound(size, arrays);
    }

    /** The weight of the divergence in this update. */
    private double divergenceWeight() {
        int warmUp = config.warmUpSteps();
        double part = steps() < warmUp ? (double) steps() / warmUp : 1;
        return (float) (config.beta() * part);
    }

    /** The evidence lower bound of a batch. */
    private final class Bound implements Step {

        private final DeviceArrays arrays;
        private final int size;
        private final DeviceFeed.Input input;
        private final StepBlock block;
        private final StepBlock.Part weight;
        private final StepBlock.Part noise;
        private final StepBlock.@Nullable Part labels;
        private final StepBlock.@Nullable Part uniform;
        private final Program forward = new Program();
        private final Program backward = new Program();

        Bound(int size, DeviceArrays arrays) {
            this.arrays = arrays;
            this.size = size;
            int pixels = model.spec().shape().size();
            int latent = config.latent();
            int labelCount = model.labelCount();
            long drawn = latent + labelCount + (config.binarize() ? pixels : 0);
            block = new StepBlock(1 + size * drawn, arrays);
            weight = block.take(1);
            noise = block.take(size, latent);
            labels = labelCount > 0 ? block.take(size, labelCount) : null;
            uniform = config.binarize() ? block.take(size, pixels) : null;
            INDArray images = arrays.zeros(size, pixels);
            input = feed().into(images, arrays);
            record(uniform == null ? images : binarized(images, uniform.array()));
        }

        /** White where the grey value exceeds a uniform number. */
        private INDArray binarized(INDArray images, INDArray numbers) {
            INDArray white = arrays.keep(Nd4j.create(DataType.BOOL, images.shape()));
            INDArray binary = arrays.zeros(images.shape());
            forward.add("less", new INDArray[] {numbers, images}, white, new long[0]);
            forward.convert(white, binary);
            return binary;
        }

        private NetworkPass pass(LayerPath path, INDArray features) {
            return new NetworkLayers(parameters, path, BatchStatistics.RUNNING)
                    .pass(features, labels == null ? null : labels.array(), NetworkLayers.NO_MASKS, arrays);
        }

        private void record(INDArray images) {
            int latent = config.latent();
            NetworkPass encoder = pass(parameters.path().to(VaeArchitecture.MOMENTS), images);
            encoder.forward(forward);
            INDArray mean = DeviceArrays.columns(encoder.outputs(), 0, latent);
            INDArray logVariance = DeviceArrays.columns(encoder.outputs(), latent, 2L * latent);
            INDArray deviation = arrays.zeros(size, latent);
            INDArray variance = arrays.zeros(size, latent);
            INDArray z = arrays.zeros(size, latent);
            forward.times(logVariance, arrays.scalar(0.5), deviation);
            forward.exp(deviation, deviation);
            forward.square(deviation, variance);
            forward.times(deviation, noise.array(), z);
            forward.plus(z, mean, z);
            recordDivergence(mean, logVariance, variance);
            LayerPath path = parameters.path().from(VaeArchitecture.DECODER);
            boolean bernoulli = config.output() == VaeConfig.Output.BERNOULLI;
            NetworkPass decoder = pass(bernoulli ? path.logits() : path, z);
            decoder.forward(forward);
            if (bernoulli) {
                DeviceLosses.binaryCrossEntropy(
                        forward,
                        decoder.outputs(),
                        images,
                        decoder.outputGradient(),
                        readings().value(LOSS),
                        arrays);
            } else {
                recordGaussian(decoder, images);
            }

            Gradients gradients = Gradients.of(parameters);
            INDArray latentGradient = arrays.zeros(size, latent);
            decoder.backward(backward, gradients, latentGradient);
            recordMomentGradients(mean, deviation, variance, latentGradient, encoder.outputGradient());
            encoder.backward(backward, gradients, null);
        }

        /** The sum of log_var - mu² - exp(log_var). */
        private void recordDivergence(INDArray mean, INDArray logVariance, INDArray variance) {
            INDArray term = arrays.zeros(size, config.latent());
            forward.square(mean, term);
            forward.plus(term, variance, term);
            forward.minus(logVariance, term, term);
            forward.sum(term, readings().value(DIVERGENCE));
        }

        private void recordGaussian(NetworkPass decoder, INDArray images) {
            INDArray gradient = decoder.outputGradient();
            INDArray loss = readings().value(LOSS);
            DeviceLosses.squares(forward, decoder.outputs(), images, gradient, arrays.zeros(gradient.shape()), loss);
            INDArray precision = DeviceArrays.element(arrays.zeros(1), 0);
            if (config.learnsVariance()) {
                INDArray bias = parameters.bias(LearntVariance.LAYER);
                INDArray log = DeviceArrays.element(bias, 0);
                forward.assign(log, readings().value(LOG_VARIANCE));
                forward.times(log, arrays.scalar(-1), precision);
                forward.exp(precision, precision);
            } else {
                forward.assign(arrays.scalar(1 / config.variance()), precision);
            }
            forward.times(gradient, precision, gradient);
            forward.times(loss, precision, loss);
            if (config.learnsVariance()) {
                INDArray byLog =
                        DeviceArrays.element(Gradients.of(parameters).by(parameters.bias(LearntVariance.LAYER)), 0);
                backward.minus(arrays.scalar(images.length()), loss, byLog);
                backward.times(byLog, arrays.scalar(0.5), byLog);
            }
        }

        /** Of the loss and the weighted divergence, by mu: dz + w mu; by log_var: 1/2 (dz eps sigma + w (sigma² - 1)). */
        private void recordMomentGradients(
                INDArray mean, INDArray deviation, INDArray variance, INDArray byLatent, INDArray byMoments) {
            int latent = config.latent();
            INDArray byMean = DeviceArrays.columns(byMoments, 0, latent);
            INDArray byLogVariance = DeviceArrays.columns(byMoments, latent, 2L * latent);
            INDArray term = arrays.zeros(size, latent);
            backward.times(mean, weight.array(), term);
            backward.plus(byLatent, term, byMean);
            backward.minus(variance, arrays.scalar(1), term);
            backward.times(term, weight.array(), term);
            backward.times(byLatent, noise.array(), byLatent);
            backward.times(byLatent, deviation, byLatent);
            backward.plus(term, byLatent, term);
            backward.times(term, arrays.scalar(0.5), byLogVariance);
        }

        @Override
        public void bring(Batch batch, String kind, long index) {
            ahead().finish(key(kind, index), () -> draw(kind, index));
            weight.set(0, divergenceWeight());
            if (labels != null) {
                labels.setLabels(batch.labels());
            }
            block.upload();
            input.bring(batch);
            if (random instanceof RandomStreams) {
                // Other sources may count what they are asked for.
                ahead().begin(key(kind, index + 1), () -> draw(kind, index + 1));
            }
        }

        private Object key(String kind, long index) {
            return List.of(size, kind, index);
        }

        private void draw(String kind, long index) {
            noise.drawNormal(random.stream(kind + "noise", index), 1);
            if (uniform != null) {
                uniform.drawUniform(random.stream(kind + "binarization", index));
            }
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
