package io.gen4j.nn.internal;

import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.LayerParameters;
import io.gen4j.nn.graph.LayerPath.LabelAffine;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.WorkerPool;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Class-conditional batch normalisation (Dumoulin, Shlens and Kudlur 2017, arXiv:1610.07629; de Vries et al. 2017,
 * arXiv:1707.00683) and an activation: y = f(gamma(l) (a - mean) / sqrt(variance + eps) + beta(l)). The scale gamma and
 * the shift beta are rows of embeddings of the image's label l. Mean and variance are those of the whole batch.
 */
public final class ConditionalNormalizationPass implements ChannelPass {

    /** A fixed number, so that sums do not depend on the number of processors. */
    private static final int PARTS = 16;

    private final int channels;
    private final int labelCount;
    private final Activation activation;
    private final ChannelStatistics statistics;
    private final BatchLabels labels;
    private final INDArray scale;
    private final INDArray shift;
    private final INDArray scaleGradient;
    private final INDArray shiftGradient;

    /**
     * @param layer batch normalisation without scale and shift of its own
     * @param affine embeddings without bias, {@code [labels, channels]}
     * @param labels the labels of the images in each pass
     */
    public ConditionalNormalizationPass(
            LayerParameters parameters,
            String layer,
            LabelAffine affine,
            Activation activation,
            BatchStatistics statistics,
            BatchLabels labels) {
        this.statistics = new ChannelStatistics(parameters, layer, statistics);
        this.activation = activation;
        this.labels = labels;
        this.scale = parameters.weights(affine.scale());
        this.shift = parameters.weights(affine.shift());
        this.scaleGradient = parameters.gradientOf(scale);
        this.shiftGradient = parameters.gradientOf(shift);
        this.channels = this.statistics.channels();
        this.labelCount = (int) scale.size(0);
    }

    @Override
    public boolean keepsInput() {
        return true;
    }

    @Override
    public void forward(INDArray a, INDArray y) {
        statistics.update(a);
        float[] scales = read(scale);
        float[] shifts = read(shift);
        int[] batch = labels.get(a.size(0));
        int length = imageLength(a);
        eachPart(batch.length, () -> {
            float[] image = new float[length];
            float[] factors = new float[channels];
            float[] offsets = new float[channels];
            return i -> {
                affine(scales, shifts, batch[i], factors, offsets);
                HostMemory.read(a, (long) i * length, image, length);
                for (int start = 0; start < length; start += channels) {
                    for (int c = 0; c < channels; c++) {
                        image[start + c] = image[start + c] * factors[c] + offsets[c];
                    }
                }
                activation.apply(image, length);
                HostMemory.write(image, y, (long) i * length, length);
            };
        });
    }

    private void affine(float[] scales, float[] shifts, int label, float[] factors, float[] offsets) {
        for (int c = 0; c < channels; c++) {
            factors[c] = (float) (scales[c * labelCount + label] * statistics.inverseDeviation()[c]);
            offsets[c] = (float) (shifts[c * labelCount + label] - statistics.mean()[c] * factors[c]);
        }
    }

    private int imageLength(INDArray a) {
        return (int) (a.length() / a.size(0));
    }

    private float[] read(INDArray table) {
        float[] values = new float[(int) table.length()];
        HostMemory.read(table, 0, values, values.length);
        return values;
    }

    @Override
    public void backward(INDArray a, INDArray y, INDArray gradient, ParameterGradients parameterGradients) {
        statistics.requireBatch();
        float[] scales = read(scale);
        int[] batch = labels.get(a.size(0));
        List<Sums> parts = eachPart(batch.length, () -> new Sums(a, y, gradient, scales, batch));
        double[] scaleSums = new double[scales.length];
        double[] shiftSums = new double[scales.length];
        for (Sums part : parts) {
            for (int i = 0; i < scales.length; i++) {
                scaleSums[i] += part.products[i];
                shiftSums[i] += part.gradients[i];
            }
        }
        double[] gradientSums = new double[channels];
        double[] productSums = new double[channels];
        for (int i = 0; i < scales.length; i++) {
            gradientSums[i / labelCount] += scales[i] * shiftSums[i];
            productSums[i / labelCount] += scales[i] * scaleSums[i];
        }
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        statistics.backward(a, gradient, ones, gradientSums, productSums);
        parameterGradients.store(scaleSums, scaleGradient);
        parameterGradients.store(shiftSums, shiftGradient);
    }

    @Override
    public boolean isPiecewiseLinear() {
        return false;
    }

    @Override
    public void multiplyBySlope(INDArray y, INDArray values) {
        throw new UnsupportedOperationException("with batch normalisation, no image has a derivative of its own");
    }

    @Override
    public void clearGradients() {
        scaleGradient.assign(0);
        shiftGradient.assign(0);
    }

    private interface ImageWorker {
        void work(int image);
    }

    private static <W extends ImageWorker> List<W> eachPart(int images, Supplier<W> newWorker) {
        int count = Math.min(PARTS, images);
        List<W> workers = Stream.generate(newWorker).limit(count).toList();
        WorkerPool.shared().run(count, part -> {
            for (int i = part * images / count; i < (part + 1) * images / count; i++) {
                workers.get(part).work(i);
            }
        });
        return workers;
    }

    /**
     * Replaces the gradient with respect to y by that with respect to the normalised a. Sums the gradients with respect
     * to shift and scale over the images of each label.
     */
    private final class Sums implements ImageWorker {

        private final INDArray a;
        private final INDArray y;
        private final INDArray gradient;
        private final float[] scales;
        private final int[] batch;
        private final double[] gradients;
        private final double[] products;
        private final float[] image;
        private final float[] other;
        private final float[] factors = new float[channels];
        private final float[] sums = new float[channels];
        private final float[] distances = new float[channels];

        Sums(INDArray a, INDArray y, INDArray gradient, float[] scales, int[] batch) {
            this.a = a;
            this.y = y;
            this.gradient = gradient;
            this.scales = scales;
            this.batch = batch;
            this.gradients = new double[scales.length];
            this.products = new double[scales.length];
            this.image = new float[imageLength(a)];
            this.other = new float[image.length];
        }

        @Override
        public void work(int i) {
            long offset = (long) i * image.length;
            HostMemory.read(gradient, offset, image, image.length);
            HostMemory.read(y, offset, other, image.length);
            activation.multiplyByDerivative(image, other, image.length);
            HostMemory.read(a, offset, other, image.length);
            sum();
            store(batch[i]);
            for (int start = 0; start < image.length; start += channels) {
                for (int c = 0; c < channels; c++) {
                    image[start + c] *= factors[c];
                }
            }
            HostMemory.write(image, gradient, offset, image.length);
        }

        private void sum() {
            double[] mean = statistics.mean();
            for (int c = 0; c < channels; c++) {
                factors[c] = (float) mean[c];
                sums[c] = 0;
                distances[c] = 0;
            }
            for (int start = 0; start < image.length; start += channels) {
                for (int c = 0; c < channels; c++) {
                    sums[c] += image[start + c];
                    distances[c] += image[start + c] * (other[start + c] - factors[c]);
                }
            }
        }

        /** Adds the image's sums to its label's, and reads the scale of the label. */
        private void store(int label) {
            for (int c = 0; c < channels; c++) {
                int index = c * labelCount + label;
                gradients[index] += sums[c];
                products[index] += distances[c] * statistics.inverseDeviation()[c];
                factors[c] = scales[index];
            }
        }
    }
}
