package io.gen4j.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.EvaluationData;
import io.gen4j.MetricProgress;
import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.metric.classifier.ClassifierTraining;
import io.gen4j.metric.classifier.ImageClassifier;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** All metrics together, on synthetic digits, which stand in for real ones. */
class EvaluatorTest {

    private static final ImageDataset TRAIN = SyntheticDigits.draw(1_500, 1);
    private static final ImageDataset TEST = SyntheticDigits.draw(400, 2);
    private static final ClassifierTraining SHORT = new ClassifierTraining(150, 32, 3e-3, 1, 5);
    private static final EvaluationData DATA = new EvaluationData(TRAIN, TEST, 1, 3, MetricProgress.NONE);

    private static ImageClassifier classifier;
    private static ImageReference reference;

    @BeforeAll
    static void train() {
        classifier = SHORT.train(TRAIN, MetricProgress.NONE);
        reference = new ImageReference(DATA, classifier);
    }

    @AfterAll
    static void close() {
        classifier.close();
    }

    private static double value(ImageMetric metric, ImageDataset images) throws IOException {
        return metric.measure(images, reference).get(0).value();
    }

    private static double recall(ImageDataset images) {
        return new PrecisionAndRecall().measure(images, reference).get(1).value();
    }

    /** Test images, their labels wrong by one for the first {@code wrong}. */
    private static ImageDataset mislabelled(int wrong) {
        byte[] pixels = new byte[TEST.size() * TEST.shape().size()];
        int[] labels = new int[TEST.size()];
        for (int i = 0; i < labels.length; i++) {
            TEST.copyPixels(i, pixels, i * TEST.shape().size());
            labels[i] = (TEST.label(i) + (i < wrong ? 1 : 0)) % 10;
        }
        return ImageDataset.of("mislabelled", TEST.shape(), pixels, labels, TEST.labelNames());
    }

    private static ImageDataset noise(int count) {
        ImageShape shape = TEST.shape();
        byte[] pixels = new byte[count * shape.size()];
        new Random(1).nextBytes(pixels);
        return ImageDataset.of("noise", shape, pixels);
    }

    @Test
    void realImagesAreNearAndNoiseIsFar() throws IOException {
        double real = value(new FrechetDistance(), SyntheticDigits.draw(400, 9));
        double far = value(new FrechetDistance(), noise(400));
        assertEquals(0, value(new FrechetDistance(), TEST), 1e-6);
        assertTrue(far > 20 * real, real + " and " + far);
        assertTrue(recall(noise(400)) < 0.2, "recall of noise " + recall(noise(400)));
        assertTrue(recall(SyntheticDigits.draw(400, 9)) > 0.7);
    }

    @Test
    void wrongLabelsAreCounted() throws IOException {
        double right = value(new LabelAccuracy(), TEST);
        double half = value(new LabelAccuracy(), mislabelled(200));
        assertTrue(right > 0.85, "right " + right);
        assertEquals(right / 2, half, 0.06);
        assertEquals(0, value(new NearestNeighborError(), TEST));
        assertEquals(0.5, value(new NearestNeighborError(), mislabelled(200)));
        assertTrue(new LabelAccuracy()
                .measure(TEST, reference)
                .get(0)
                .notes()
                .get(0)
                .startsWith("by label: 0 "));
    }

    @Test
    void imagesOfOneLabelLackBalance() throws IOException {
        int[] ones = IntStream.range(0, TRAIN.size())
                .filter(i -> TRAIN.label(i) == 1)
                .toArray();
        double alike = value(new ClassBalance(), TRAIN.select(ones));
        assertTrue(alike > 0.75, "alike " + alike);
        assertEquals(0, value(new ClassBalance(), TEST));
        assertTrue(value(new ClassifierScore(), TRAIN.select(ones)) < 2);
        assertTrue(value(new ClassifierScore(), TEST) > 6);
    }

    @Test
    void copiesOfTrainingImagesAreFound() throws IOException {
        ImageDataset copies = TRAIN.select(5, 900, 1_499);
        assertEquals(0, value(new NearestTrainingImage(), copies));
        assertEquals(
                List.of(5, 900, 1_499),
                NearestTrainingImage.pairs(copies, reference).stream()
                        .map(NearestTrainingImage.Pair::trainingImage)
                        .toList());
        assertTrue(value(new NearestTrainingImage(), TEST) > 1);
    }

    @Test
    void aClassifierLearnsFromTheImagesAlone() throws IOException {
        double learnt = value(new GanTrain(SHORT), SyntheticDigits.draw(800, 8));
        double misled = value(new GanTrain(new ClassifierTraining(60, 32, 3e-3, 0, 5)), mislabelled(400));
        assertTrue(learnt > 0.75, "learnt " + learnt);
        assertTrue(misled < 0.2, "misled " + misled);
    }

    @Test
    void figuresComeWithFloors() throws IOException {
        Evaluator evaluator = new Evaluator(
                List.of(new FrechetDistance(), new ClassifierScore(), new LabelAccuracy(), new ParzenWindow()));
        Evaluation evaluation = evaluator.judgeWithFloors(noise(300), reference);
        assertEquals(
                List.of("frechet_distance", "classifier_score", "parzen_log_likelihood"),
                evaluation.results().stream().map(MetricResult::name).toList());
        assertEquals(List.of(), evaluation.skipped());
        for (MetricResult result : evaluation.results()) {
            assertEquals(300, result.images());
            double floor = result.floor();
            boolean worse = result.name().equals("frechet_distance") ? result.value() > floor : result.value() < floor;
            assertTrue(worse, result.toString());
        }
    }

    @Test
    void whatCannotBeMeasuredIsSkippedWithAReason() throws IOException {
        EvaluationData bare = EvaluationData.split(noise(140), 1, 3, MetricProgress.NONE);
        assertEquals(20, bare.test().size());
        Evaluation evaluation = new Evaluator(Evaluator.IMAGE_METRICS).judge(noise(10), new ImageReference(bare, null));
        assertEquals(
                List.of("nearest_training_image", "parzen_log_likelihood"),
                evaluation.results().stream().map(MetricResult::name).toList());
        assertEquals("frechet_distance", evaluation.skipped().get(0).metric());
        assertTrue(evaluation.skipped().get(0).reason().contains("no labels"));
    }

    @Test
    void trainingImagesForDifferentEndsDiffer() {
        ImageDataset all = SyntheticDigits.draw(50, 4);
        ImageReference few = new ImageReference(new EvaluationData(all, TEST, 1, 3, MetricProgress.NONE), null);
        assertEquals(5, few.validation().size());
        assertEquals(45, few.trainSample(1_000).size());
        assertEquals(10, few.trainSample(10).size());
    }

    @Test
    void numbersBecomePixels() {
        INDArray numbers = Nd4j.createFromArray(new float[][] {{-1, -2, 0, 1}, {0, 2, 1, -1}});
        ImageDataset images = GeneratedImages.of(
                "numbers", numbers, PixelRange.SIGNED, new ImageShape(1, 2, 2), new int[] {1, 0}, List.of("a", "b"));
        byte[] pixels = new byte[8];
        images.copyPixels(0, pixels, 0);
        images.copyPixels(1, pixels, 4);
        assertEquals(
                List.of(0, 0, 128, 255, 128, 255, 255, 0),
                IntStream.range(0, 8).mapToObj(i -> pixels[i] & 0xff).toList());
        assertEquals(1, images.label(0));
    }
}
