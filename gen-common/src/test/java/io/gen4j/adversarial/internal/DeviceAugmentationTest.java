package io.gen4j.adversarial.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.gen4j.data.ImageShape;
import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.Program;
import io.gen4j.nn.device.internal.StepBlock;
import io.gen4j.nn.device.internal.Transfer;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.ParameterGradients;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The host's augmentation and the device's, of grey images and of images in colour that are no squares. */
class DeviceAugmentationTest {

    private static final int IMAGES = 20;

    static Stream<ImageShape> shapes() {
        return Stream.of(new ImageShape(1, 8, 8), new ImageShape(3, 9, 16), new ImageShape(1, 16, 5));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void changesAndTheirTransposesAreTheHosts(ImageShape shape) {
        SplittableRandom numbers = new SplittableRandom(3);
        try (DeviceArrays arrays = new DeviceArrays();
                DifferentiableAugmentation host = new DifferentiableAugmentation(
                        new FeatureMap(shape.channels(), shape.height(), shape.width()))) {
            INDArray images = drawn(numbers, shape, arrays);
            INDArray gradient = drawn(numbers, shape, arrays);
            StepBlock block = new StepBlock(IMAGES * DeviceAugmentation.numbers(shape), arrays);
            DeviceAugmentation device = new DeviceAugmentation(shape, images, block, arrays);
            Program forward = new Program();
            Program backward = new Program();
            device.forward(forward);
            device.transpose(backward, gradient);

            host.randomize(new SplittableRandom(5));
            float[] expected = floats(host.forward(images));
            float[] byImages = floats(host.backwardToInput(gradient, ParameterGradients.SKIP));
            device.draw(new SplittableRandom(5));
            block.upload();
            forward.run();
            backward.run();

            assertArrayEquals(expected, floats(device.output()), 1e-5f);
            assertArrayEquals(byImages, floats(gradient), 1e-5f);
        }
    }

    private static INDArray drawn(SplittableRandom random, ImageShape shape, DeviceArrays arrays) {
        INDArray array = arrays.zeros(IMAGES, shape.size());
        float[] values = new float[(int) array.length()];
        IntStream.range(0, values.length).forEach(i -> values[i] = (float) random.nextDouble(-1, 1));
        Transfer.upload(values, array);
        return array;
    }

    private static float[] floats(INDArray array) {
        return Transfer.download(array);
    }
}
