package io.gen4j.adversarial;

import io.gen4j.data.Batch;
import io.gen4j.nn.Conditions;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.optim.MovingAverage;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The updates of the generator. The discriminator passes the gradient of the loss on to the images. It computes no
 * gradients of its own weights.
 */
final class GeneratorUpdate {

    private final TrainableNetwork generator;
    private final DiscriminatorView discriminator;
    private final FakeImages fakes;
    private final AdversarialObjective objective;
    private final int labels;
    private final @Nullable MovingAverage average;
    private Buffers buffers = new Buffers(1, 1, 0);

    /**
     * @param labels label columns behind the pixels
     * @param average follows the generator; null for none
     */
    GeneratorUpdate(
            TrainableNetwork generator,
            DiscriminatorView discriminator,
            FakeImages fakes,
            AdversarialObjective objective,
            int labels,
            @Nullable MovingAverage average) {
        this.generator = generator;
        this.discriminator = discriminator;
        this.fakes = fakes;
        this.objective = objective;
        this.labels = labels;
        this.average = average;
    }

    /**
     * Makes one update, on as many fake images as there are real ones. Returns their mean loss.
     *
     * @param rate factor of the learning rate
     */
    double play(Batch real, long step, double rate) {
        int n = real.size();
        discriminator.begin(2 * step + 1, step);
        FakeImages.Drawn drawn = fakes.draw(real, objective.isRelativistic(), "generator", step);
        prepare(n, (int) drawn.images().size(1));
        INDArray outputs = objective.isRelativistic() ? judgePairs(real, drawn) : judge(drawn);
        double mean = objective.generator(outputs, buffers.outputGradients) / n;
        INDArray gradients =
                discriminator.view().backwardToInput(buffers.outputGradients.divi(n), ParameterGradients.SKIP);
        Conditions.strip(gradients, buffers.imageGradients);
        discriminator.rest();
        generator.network().backward(buffers.imageGradients, ParameterGradients.WRITE);
        generator.optimizer().step(rate);
        if (average != null) {
            average.update();
        }
        return mean;
    }

    private INDArray judge(FakeImages.Drawn drawn) {
        Conditions.join(drawn.images(), drawn.labels(), labels, buffers.images, 0);
        return discriminator.view().forward(buffers.images);
    }

    /**
     * Computes the differences D(fake) - D(real). The fake images come last, because the backward pass follows the last
     * forward pass.
     */
    private INDArray judgePairs(Batch real, FakeImages.Drawn drawn) {
        Conditions.join(real.images(), real.labels(), labels, buffers.images, 0);
        buffers.realOutputs.assign(discriminator.view().forward(buffers.images));
        return buffers.differences.assign(judge(drawn)).subi(buffers.realOutputs);
    }

    private void prepare(int size, int pixels) {
        if (buffers.size != size || buffers.imageGradients.size(1) != pixels) {
            buffers.close();
            buffers = new Buffers(size, pixels, labels);
        }
    }

    void close() {
        buffers.close();
    }

    /** Arrays for one batch size. */
    private static final class Buffers {

        private final int size;
        private final INDArray images;
        private final INDArray realOutputs;
        private final INDArray differences;
        private final INDArray outputGradients;
        private final INDArray imageGradients;

        Buffers(int size, int pixels, int labels) {
            this.size = size;
            images = NativeArrays.zeros(size, pixels + labels);
            realOutputs = NativeArrays.zeros(size, 1);
            differences = NativeArrays.zeros(size, 1);
            outputGradients = NativeArrays.zeros(size, 1);
            imageGradients = NativeArrays.zeros(size, pixels);
        }

        void close() {
            for (INDArray array : List.of(images, realOutputs, differences, outputGradients, imageGradients)) {
                array.close();
            }
        }
    }
}
