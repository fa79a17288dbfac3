package io.gen4j.adversarial;

import io.gen4j.nn.Conditions;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.optim.MovingAverage;
import io.gen4j.runtime.internal.NativeArrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Updates of the generator. The discriminator passes the gradient of the loss on to the images, and computes none of its
 * own.
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
     * @param labels columns behind the pixels
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

    /** One update, on {@code n} fake images; returns their mean loss. */
    double play(int n, long step) {
        discriminator.begin(2 * step + 1, step);
        FakeImages.Drawn drawn = fakes.draw(n, "generator", step);
        prepare(n, (int) drawn.images().size(1));
        Conditions.join(drawn.images(), drawn.labels(), labels, buffers.images, 0);
        INDArray outputs = discriminator.view().forward(buffers.images);
        double mean = objective.generator(outputs, buffers.outputGradients) / n;
        INDArray gradients =
                discriminator.view().backwardToInput(buffers.outputGradients.divi(n), ParameterGradients.SKIP);
        Conditions.strip(gradients, buffers.imageGradients);
        discriminator.rest();
        generator.network().backward(buffers.imageGradients, ParameterGradients.WRITE);
        generator.optimizer().step();
        if (average != null) {
            average.update();
        }
        return mean;
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
        private final INDArray outputGradients;
        private final INDArray imageGradients;

        Buffers(int size, int pixels, int labels) {
            this.size = size;
            images = NativeArrays.zeros(size, pixels + labels);
            outputGradients = NativeArrays.zeros(size, 1);
            imageGradients = NativeArrays.zeros(size, pixels);
        }

        void close() {
            for (INDArray array : List.of(images, outputGradients, imageGradients)) {
                array.close();
            }
        }
    }
}
