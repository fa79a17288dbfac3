package io.gen4j.adversarial.internal;

import io.gen4j.nn.Network;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.ArraysBySize;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Random changes of all images before a discriminator sees them (DiffAugment, Zhao et al. 2020, arXiv:2006.10738). Use
 * it with few images, which a discriminator would otherwise memorise. The augmentation changes brightness, contrast and
 * the saturation of RGB images. It shifts by up to an eighth of each side. It sets a rectangle of half of each side to
 * 0. Gradients through the changes are exact. Label columns behind the pixels stay unchanged.
 */
public final class DifferentiableAugmentation implements Network {

    private final FeatureMap map;
    private final ArraysBySize outputsBySize = new ArraysBySize();
    private final ArraysBySize gradientsBySize = new ArraysBySize();
    private final List<ImageChange> changes = new ArrayList<>();
    private RandomGenerator random = new SplittableRandom(0);

    /** @param map shape of the images, channels first, with values around 0 */
    public DifferentiableAugmentation(FeatureMap map) {
        this.map = map;
    }

    @Override
    public void randomize(RandomGenerator newRandom) {
        random = newRandom;
    }

    @Override
    public INDArray forward(INDArray input) {
        INDArray output = outputsBySize.get(input.size(0), input.size(1));
        changes.clear();
        float[] row = new float[(int) input.size(1)];
        for (long i = 0; i < input.size(0); i++) {
            ImageChange change = ImageChange.draw(map, random);
            changes.add(change);
            HostMemory.read(input, i * row.length, row, row.length);
            change.apply(row);
            HostMemory.write(row, output, i * row.length, row.length);
        }
        return output;
    }

    /** Does nothing: there are no weights. */
    @Override
    public void backward(INDArray gradient, ParameterGradients parameterGradients) {}

    @Override
    public INDArray backwardToInput(INDArray gradient, ParameterGradients parameterGradients) {
        INDArray result = gradientsBySize.get(gradient.size(0), gradient.size(1));
        float[] row = new float[(int) gradient.size(1)];
        for (int i = 0; i < changes.size(); i++) {
            HostMemory.read(gradient, (long) i * row.length, row, row.length);
            changes.get(i).transpose(row);
            HostMemory.write(row, result, (long) i * row.length, row.length);
        }
        return result;
    }

    @Override
    public void close() {
        outputsBySize.close();
        gradientsBySize.close();
    }
}
