package io.gen4j.data;

import static io.gen4j.file.Messages.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.Batches.LastBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ImageDataSetIteratorTest {

    private static final int IMAGES = 25;

    private final ImageDataSetIterator iterator = over(NumberedImages.of(IMAGES));

    @Test
    void givesFeaturesAndOneHotLabels() {
        DataSet first = iterator.next();
        assertArrayEquals(new long[] {10, 2}, first.getFeatures().shape());
        assertArrayEquals(new long[] {10, 3}, first.getLabels().shape());
        int[] numbers = NumberedImages.numbers(first.getFeatures());
        for (int i = 0; i < numbers.length; i++) {
            for (int label = 0; label < 3; label++) {
                assertEquals(
                        label == numbers[i] % 3 ? 1f : 0f, first.getLabels().getFloat(i, label));
            }
        }
    }

    @Test
    void anEpochHasEveryImageOnceAndTheNextHasAnotherOrder() {
        int[] first = epoch();
        assertFails(NoSuchElementException.class, iterator::next, "3 batches", "reset()");
        iterator.reset();
        int[] second = epoch();
        int[] all = IntStream.range(0, IMAGES).toArray();
        assertArrayEquals(all, IntStream.of(first).sorted().toArray());
        assertArrayEquals(all, IntStream.of(second).sorted().toArray());
        assertFalse(Arrays.equals(first, second));
    }

    @Test
    void anEpochsOrderIsThatOfItsBatches() {
        Batches batches = batches(NumberedImages.of(IMAGES));
        assertArrayEquals(batches.order(0), epoch());
        iterator.reset();
        assertArrayEquals(batches.order(1), epoch());
    }

    @Test
    void arraysAreNewEachTime() {
        DataSet first = iterator.next();
        int[] numbers = NumberedImages.numbers(first.getFeatures());
        iterator.next();
        iterator.next();
        assertArrayEquals(numbers, NumberedImages.numbers(first.getFeatures()));
    }

    @Test
    void hasNoLabelsWhereTheDataHasNone() {
        ImageDataSetIterator bare = over(NumberedImages.unlabelled(IMAGES));
        DataSet first = bare.next();
        assertNotNull(first.getFeatures());
        assertNull(first.getLabels());
        assertEquals(0, bare.totalOutcomes());
        assertEquals(List.of(), bare.getLabels());
    }

    @Test
    void tellsWhatDl4jAsks() {
        assertEquals(10, iterator.batch());
        assertEquals(2, iterator.inputColumns());
        assertEquals(3, iterator.totalOutcomes());
        assertEquals(List.of("a", "b", "c"), iterator.getLabels());
        assertTrue(iterator.resetSupported());
        assertTrue(iterator.asyncSupported());
    }

    @Test
    void givesNoOtherBatchSize() {
        assertEquals(10, iterator.next(10).numExamples());
        assertFails(UnsupportedOperationException.class, () -> iterator.next(5), "5", "10");
    }

    @Test
    void appliesAPreProcessor() {
        iterator.setPreProcessor(data -> data.setFeatures(data.getFeatures().neg()));
        assertNotNull(iterator.getPreProcessor());
        assertTrue(iterator.next().getFeatures().maxNumber().floatValue() <= 0f);
    }

    @Test
    void cannotBeSerialized() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
            assertThrows(NotSerializableException.class, () -> out.writeObject(iterator));
        }
    }

    /** Through Deeplearning4j's own reading ahead, with its workspaces: two labels that one pixel tells apart. */
    @Test
    void trainsAndEvaluatesWithDeeplearning4j() {
        ImageShape pixel = new ImageShape(1, 1, 1);
        byte[] pixels = new byte[40];
        int[] labels = new int[40];
        for (int i = 0; i < 40; i++) {
            labels[i] = i % 2;
            pixels[i] = (byte) (255 * labels[i]);
        }
        ImageDataSetIterator data = over(ImageDataset.of("shades", pixel, pixels, labels, List.of("black", "white")));
        ComputationGraph classifier = classifier();

        classifier.fit(data, 40);

        assertEquals(160, classifier.getIterationCount());
        data.reset();
        assertEquals(1.0, classifier.evaluate(data).accuracy());
    }

    private static ComputationGraph classifier() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.1))
                .graphBuilder()
                .addInputs("pixel")
                .addLayer(
                        "label",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(1)
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "pixel")
                .setOutputs("label")
                .build());
        graph.init();
        return graph;
    }

    private int[] epoch() {
        IntStream.Builder numbers = IntStream.builder();
        while (iterator.hasNext()) {
            INDArray features = iterator.next().getFeatures();
            IntStream.of(NumberedImages.numbers(features)).forEach(numbers);
        }
        return numbers.build().toArray();
    }

    private static ImageDataSetIterator over(ImageDataset data) {
        return new ImageDataSetIterator(batches(data));
    }

    private static Batches batches(ImageDataset data) {
        return new Batches(data, 10, PixelRange.UNIT, 42, LastBatch.KEEP);
    }
}
