package io.gen4j.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.EvaluationData;
import io.gen4j.MetricProgress;
import io.gen4j.MetricResult;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.metric.feature.ClassifierTraining;
import io.gen4j.metric.feature.EncoderTraining;
import io.gen4j.metric.feature.FeatureCache;
import io.gen4j.metric.feature.ImageClassifier;
import io.gen4j.metric.feature.ImageEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    void aClassifierOfRealImagesIsTrainedOnce(@TempDir Path folder) throws IOException {
        Evaluator evaluator = new Evaluator(List.of(new GanTrain(SHORT)));
        FeatureCache cache = new FeatureCache(folder, text -> {});
        List<Double> floors = new ArrayList<>();
        List<String> trained = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            trained.clear();
            EvaluationData data = new EvaluationData(
                    DATA.train(), DATA.test(), 1, 3, (what, share) -> trained.add(share == 1 ? what : ""));
            Evaluation evaluation = evaluator.judgeWithFloors(
                    SyntheticDigits.draw(200, 8 + i), new ImageReference(data, classifier, cache));
            floors.add(evaluation.results().get(0).floor());
        }
        assertEquals(floors.get(0), floors.get(1));
        assertEquals(1, trained.stream().filter(what -> !what.isEmpty()).count(), "only that of the judged images");
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count(), "only that of the real images");
        }
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
        assertEquals(70, bare.test().size());
        Evaluation evaluation = new Evaluator(Evaluator.IMAGE_METRICS).judge(noise(10), new ImageReference(bare, null));
        assertEquals(
                List.of("nearest_training_image", "parzen_log_likelihood"),
                evaluation.results().stream().map(MetricResult::name).toList());
        assertEquals("frechet_distance", evaluation.skipped().get(0).metric());
        assertTrue(evaluation.skipped().get(0).reason().contains("no network"));
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

    /** The order of images must not matter: here it follows the labels, as in a folder, or takes them in turn. */
    @Test
    void aPartOfOrderedImagesIsLikeTheWhole() {
        ImageDataset real = SyntheticDigits.draw(800, 9);
        int[] byLabel = IntStream.range(0, real.size())
                .boxed()
                .sorted(Comparator.comparingInt(real::label))
                .mapToInt(Integer::intValue)
                .toArray();
        double inTurn = recall(real);
        assertEquals(inTurn, recall(real.select(byLabel)), 0.06);
        assertTrue(inTurn > 0.7, "twice as many images as the test set: " + inTurn);
        List<MetricResult> fewer = new PrecisionAndRecall().measure(SyntheticDigits.draw(100, 9), reference);
        assertTrue(fewer.get(0).value() > 0.6, "a quarter of the test set's size: " + fewer);
        assertTrue(new DensityAndCoverage()
                        .measure(real.select(byLabel), reference)
                        .get(1)
                        .value()
                > 0.8);
    }

    @Test
    void floorsAreDrawnFromAllTestImages() {
        int[] byLabel = IntStream.range(0, TEST.size())
                .boxed()
                .sorted(Comparator.comparingInt(TEST::label))
                .mapToInt(Integer::intValue)
                .toArray();
        ImageReference sorted =
                new ImageReference(new EvaluationData(TRAIN, TEST.select(byLabel), 1, 3, MetricProgress.NONE), null);
        ImageDataset sample = sorted.testSample(40);
        assertEquals(40, sample.size());
        assertTrue(
                IntStream.range(0, 40).map(sample::label).distinct().count() > 7,
                "the first 40 images have one label only");
        assertSame(sample, sorted.testSample(40));
        assertEquals(400, sorted.testSample(1_000).size());
        assertEquals(400, sorted.testSample(Integer.MAX_VALUE).size());
    }

    @Test
    void smallSetsHaveFiguresOrAReason() throws IOException {
        for (int size : new int[] {4, 5, 7, 9, 20}) {
            EvaluationData few = EvaluationData.split(SyntheticDigits.draw(size, 4), 1, 3, MetricProgress.NONE);
            for (int judged : new int[] {1, 2, 3, 4, 30}) {
                Evaluation evaluation = new Evaluator(FEATURE_METRICS)
                        .judgeWithFloors(SyntheticDigits.draw(judged, 5), new ImageReference(few, classifier));
                assertEquals(judged < 2, evaluation.results().isEmpty(), evaluation.toString());
                evaluation.results().forEach(each -> assertTrue(Double.isFinite(each.value()), each.toString()));
                assertTrue(
                        judged < 2 || evaluation.results().get(0).notes().get(1).contains("at least 1280 images"));
            }
        }
    }

    private static final List<ImageMetric> FEATURE_METRICS =
            List.of(new FrechetDistance(), new KernelDistance(), new PrecisionAndRecall(), new DensityAndCoverage());

    @Test
    void dataWithoutLabelsAreComparedByAnEncoder() throws IOException {
        EvaluationData bare = new EvaluationData(unlabelled(TRAIN), unlabelled(TEST), 1, 3, MetricProgress.NONE);
        try (ImageEncoder encoder = new EncoderTraining(100, 64, 2e-3, 1, 5).train(bare.train(), MetricProgress.NONE)) {
            ImageReference byEncoder = new ImageReference(bare, encoder);
            ImageDataset real = unlabelled(SyntheticDigits.draw(400, 9));
            List<MetricResult> near =
                    new Evaluator(FEATURE_METRICS).judge(real, byEncoder).results();
            List<MetricResult> far =
                    new Evaluator(FEATURE_METRICS).judge(noise(400), byEncoder).results();
            assertEquals(
                    List.of("frechet_distance", "kernel_distance", "precision", "recall", "density", "coverage"),
                    near.stream().map(MetricResult::name).toList());
            for (int i = 0; i < near.size(); i++) {
                String both = near.get(i) + " and " + far.get(i);
                boolean less = i < 2;
                assertTrue(less == near.get(i).value() < far.get(i).value(), both);
                assertTrue(both.contains("by features of an encoder trained without labels"), both);
            }
            Evaluation labelled = new Evaluator(List.of(new ClassifierScore())).judge(real, byEncoder);
            assertEquals("classifier_score", labelled.skipped().get(0).metric());
        }
    }

    private static ImageDataset unlabelled(ImageDataset images) {
        byte[] pixels = new byte[images.size() * images.shape().size()];
        for (int i = 0; i < images.size(); i++) {
            images.copyPixels(i, pixels, i * images.shape().size());
        }
        return ImageDataset.of("bare", images.shape(), pixels);
    }

    @Test
    void onlyMetricsOfFeaturesNeedANetwork() {
        assertEquals(
                List.of("nearest_neighbor_error", "nearest_training_image", "parzen_log_likelihood", "gan_train"),
                Evaluator.IMAGE_METRICS.stream()
                        .filter(metric -> !metric.usesFeatures(TRAIN))
                        .map(ImageMetric::name)
                        .toList());
        assertFalse(new ClassifierScore().usesFeatures(unlabelled(TEST)));
        assertTrue(new FrechetDistance().usesFeatures(unlabelled(TEST)));
    }

    @Test
    void labelsAreBalancedAndInRandomOrder() {
        for (int count : new int[] {1, 9, 10, 23, 1_000}) {
            int[] labels = GeneratedImages.balancedLabels(count, 10, 4);
            for (int label = 0; label < 10; label++) {
                int name = label;
                long share = IntStream.of(labels).filter(each -> each == name).count();
                assertTrue(share == count / 10 || share == (count + 9) / 10, label + ": " + share);
            }
        }
        int[] labels = GeneratedImages.balancedLabels(1_000, 10, 4);
        long even = IntStream.range(0, 500).filter(i -> labels[2 * i] % 2 == 0).count();
        assertTrue(even > 200 && even < 300, "every second image: " + even + " even labels");
        assertFalse(Arrays.equals(labels, GeneratedImages.balancedLabels(1_000, 10, 5)));
        assertArrayEquals(labels, GeneratedImages.balancedLabels(1_000, 10, 4));
    }

    @Test
    void numbersThatAreNotFiniteAreRefused() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            INDArray numbers = Nd4j.createFromArray(new float[][] {{0, 0, 0, 0}, {0, 0, bad, 0}});
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> GeneratedImages.of(
                            "numbers", numbers, PixelRange.UNIT, new ImageShape(1, 2, 2), new int[0], List.of()));
            assertTrue(refused.getMessage().contains("image 1 holds"), refused.getMessage());
        }
    }

    @Test
    void theMedianOfAnEvenNumberLiesInTheMiddle() {
        assertEquals(2.5, NearestTrainingImage.median(new double[] {1, 2, 3, 100}));
        assertEquals(1.5, NearestTrainingImage.median(new double[] {1, 2}));
        assertEquals(3, NearestTrainingImage.median(new double[] {1, 3, 100}));
        assertEquals(7, NearestTrainingImage.median(new double[] {7}));
    }
}
