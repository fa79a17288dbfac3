package io.gen4j.nn;

import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.Arguments;
import io.gen4j.runtime.internal.ArraysBySize;
import io.gen4j.runtime.internal.InputRows;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A discriminator that judges several images at once (PacGAN; Lin, Khetan, Fanti and Oh 2018, arXiv:1712.04086). It joins
 * the pixels of m consecutive images, and the network gives one output per pack. Each image receives the output of its
 * pack, so a mean over images is a mean over packs. If the batch is no multiple of m, its first images complete the last
 * pack. A batch holds real images or fake ones, not both.
 */
public final class PackedNetwork implements Network {

    private final Network network;
    private final int pixels;
    private final int size;
    private final ArraysBySize packsBySize = new ArraysBySize();
    private final ArraysBySize outputsBySize = new ArraysBySize();
    private final ArraysBySize packGradientsBySize = new ArraysBySize();
    private final ArraysBySize gradientsBySize = new ArraysBySize();
    private int images;

    /**
     * Creates a network.
     *
     * @param network takes {@code [packs, size * pixels]}; closed with this
     * @param pixels numbers in one image, with its channels
     * @param size images in a pack, at least 1
     */
    public PackedNetwork(Network network, int pixels, int size) {
        Arguments.requireAtLeast("pixels", pixels, 1);
        Arguments.requireAtLeast("size", size, 1);
        this.network = Objects.requireNonNull(network, "network");
        this.pixels = pixels;
        this.size = size;
    }

    private int packs() {
        return (images + size - 1) / size;
    }

    @Override
    public void randomize(RandomGenerator random) {
        network.randomize(random);
    }

    @Override
    public INDArray forward(INDArray input) {
        InputRows.requireExact("input", input, pixels);
        images = (int) input.size(0);
        INDArray packs = packsBySize.get(packs(), (long) size * pixels);
        for (int i = 0; i < packs() * size; i++) {
            HostMemory.copy(input, (long) (i % images) * pixels, packs, (long) i * pixels, pixels);
        }
        float[] judged = read(network.forward(packs), packs());
        float[] outputs = new float[images];
        for (int i = 0; i < images; i++) {
            outputs[i] = judged[i / size];
        }
        INDArray result = outputsBySize.get(images, 1);
        HostMemory.write(outputs, result, 0, images);
        return result;
    }

    private static float[] read(INDArray array, int length) {
        float[] values = new float[length];
        HostMemory.read(array, 0, values, length);
        return values;
    }

    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {
        network.backward(byPacks(gradient), parameterGradients);
    }

    /** The output of a pack counts once for each of its images. */
    private INDArray byPacks(INDArray gradient) {
        InputRows.requireExact("gradient", gradient, 1, images);
        float[] byImages = read(gradient, images);
        float[] sums = new float[packs()];
        for (int i = 0; i < images; i++) {
            sums[i / size] += byImages[i];
        }
        INDArray result = packGradientsBySize.get(sums.length, 1);
        HostMemory.write(sums, result, 0, sums.length);
        return result;
    }

    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        INDArray byPacks = network.backwardToInput(byPacks(gradient), parameterGradients);
        INDArray result = gradientsBySize.get(images, pixels);
        HostMemory.copy(byPacks, 0, result, 0, images * pixels);
        float[] once = new float[pixels];
        float[] again = new float[pixels];
        for (int i = images; i < packs() * size; i++) {
            long place = (long) (i % images) * pixels;
            HostMemory.read(byPacks, (long) i * pixels, again, pixels);
            HostMemory.read(result, place, once, pixels);
            for (int j = 0; j < pixels; j++) {
                once[j] += again[j];
            }
            HostMemory.write(once, result, place, pixels);
        }
        return result;
    }

    @Override
    public void close() {
        network.close();
        for (ArraysBySize arrays : List.of(packsBySize, outputsBySize, packGradientsBySize, gradientsBySize)) {
            arrays.close();
        }
    }
}
