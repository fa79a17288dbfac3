package io.gen4j.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.EncoderModel;
import io.gen4j.EvaluationData;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.MetricProgress;
import io.gen4j.MetricResult;
import io.gen4j.Metrics;
import io.gen4j.ModelConfig;
import io.gen4j.Trainer;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.TrainingStep;
import io.gen4j.adversarial.AdversarialConfig;
import io.gen4j.adversarial.AdversarialLoss;
import io.gen4j.adversarial.AdversarialObjective;
import io.gen4j.adversarial.DiscriminatorLabel;
import io.gen4j.adversarial.GeneratorLabel;
import io.gen4j.adversarial.TrainableNetwork;
import io.gen4j.cgan.ConditionalGan;
import io.gen4j.cgan.ConditionalGanConfig;
import io.gen4j.checkpoint.Checkpoint;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.DataSplit;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ImageShape;
import io.gen4j.data.PixelRange;
import io.gen4j.data.PixelStore;
import io.gen4j.data.ShardOrder;
import io.gen4j.data.array.ArrayLayout;
import io.gen4j.data.array.ValueRange;
import io.gen4j.data.source.ArrangedPictures;
import io.gen4j.data.source.DataCache;
import io.gen4j.data.source.LabelRule;
import io.gen4j.data.source.LeftOut;
import io.gen4j.data.source.PictureSource;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.dcgan.ConditionalDcgan;
import io.gen4j.dcgan.Dcgan;
import io.gen4j.dcgan.DcganConfig;
import io.gen4j.file.AtomicFile;
import io.gen4j.gan.Gan;
import io.gen4j.gan.GanConfig;
import io.gen4j.image.Png;
import io.gen4j.interop.NpyArray;
import io.gen4j.interop.NpyFile;
import io.gen4j.interop.StateDict;
import io.gen4j.interop.StateTensor;
import io.gen4j.interop.Tensor;
import io.gen4j.latent.EncodedImages;
import io.gen4j.latent.FittedPrior;
import io.gen4j.latent.ImageMask;
import io.gen4j.latent.LatentInterpolation;
import io.gen4j.metric.Evaluation;
import io.gen4j.metric.ImageReference;
import io.gen4j.metric.feature.ClassifierTraining;
import io.gen4j.metric.feature.EncoderTraining;
import io.gen4j.metric.feature.FeatureCache;
import io.gen4j.metric.feature.FeatureExtractor;
import io.gen4j.metric.feature.ImageClassifier;
import io.gen4j.metric.likelihood.LatentDensities;
import io.gen4j.nn.ConvolutionalNetwork;
import io.gen4j.nn.DenseNetwork;
import io.gen4j.nn.Network;
import io.gen4j.nn.device.Engine;
import io.gen4j.nn.graph.Activation;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.ConvolutionalGraph;
import io.gen4j.nn.graph.DenseGraph;
import io.gen4j.nn.graph.FeatureMap;
import io.gen4j.nn.graph.GraphParameters;
import io.gen4j.nn.graph.InferenceGraph;
import io.gen4j.nn.graph.InitializedGraph;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.nn.graph.ParameterGradients;
import io.gen4j.nn.optim.Adam;
import io.gen4j.nn.optim.GradientExchange;
import io.gen4j.nn.optim.LearningRateSchedule;
import io.gen4j.nn.optim.MovingAverage;
import io.gen4j.parallel.Exchanges;
import io.gen4j.parallel.ShardLink;
import io.gen4j.parallel.Sharding;
import io.gen4j.persist.ModelFile;
import io.gen4j.persist.NetworkFile;
import io.gen4j.prior.GaussianMixture;
import io.gen4j.prior.LatentPrior;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
import io.gen4j.run.CheckpointPolicy;
import io.gen4j.run.DivergencePolicy;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunRecord;
import io.gen4j.runtime.ConvolutionEngine;
import io.gen4j.runtime.ModelGuard;
import io.gen4j.vae.Autoencoder;
import io.gen4j.vae.AutoencoderConfig;
import io.gen4j.vae.ConditionalVae;
import io.gen4j.vae.Vae;
import io.gen4j.vae.VaeConfig;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arguments with which each public constructor and factory method of the libraries works. They are found by the parameter, as
 * {@code Class.method#parameter}, else by its type and name, else by its type.
 */
final class GoodArguments {

    private static final int SIDE = 8;
    private static final int PIXELS = SIDE * SIDE;
    private static final ImageShape SHAPE = new ImageShape(1, SIDE, SIDE);
    private static final ImageDataset DIGITS = SyntheticDigits.draw(40, 1).resized(SIDE);

    private final Path directory;
    private final Vae vae =
            Vae.builder(ImageSpec.of(DIGITS)).latent(4).hidden(8).build();
    private final Map<Class<?>, Callable<?>> byType = new HashMap<>();
    private final Map<String, Callable<?>> byName = new HashMap<>();
    private final ImageClassifier classifier =
            new ClassifierTraining(1, 4, 1e-3, 0, 1).train(DIGITS, MetricProgress.NONE);
    private int files;

    GoodArguments(Path directory) throws IOException {
        this.directory = directory;
        numbers();
        models();
        networks();
        data();
        filesOnDisk();
        objects();
    }

    Object[] of(Executable executable) throws Exception {
        Parameter[] parameters = executable.getParameters();
        Object[] values = new Object[parameters.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = of(executable, parameters[i]);
        }
        return values;
    }

    boolean has(Class<?> type) {
        return byType.containsKey(type);
    }

    Object of(Class<?> type) throws Exception {
        return byType.get(type).call();
    }

    static String nameOf(Executable executable) {
        String type = executable.getDeclaringClass().getName();
        return type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + "."
                + (executable instanceof Method ? executable.getName() : "new");
    }

    private Object of(Executable executable, Parameter parameter) throws Exception {
        String exact = nameOf(executable) + "#" + parameter.getName();
        String named = parameter.getType().getSimpleName() + " " + parameter.getName();
        Callable<?> value = byName.getOrDefault(exact, byName.getOrDefault(named, byType.get(parameter.getType())));
        if (value == null) {
            throw new IllegalStateException("no good value for " + exact + ", " + parameter.getType());
        }
        return value.call();
    }

    private <T> void type(Class<T> type, Callable<? extends T> value) {
        byType.put(type, value);
    }

    private void named(String name, Callable<?> value) {
        byName.put(name, value);
    }

    private void numbers() {
        type(int.class, () -> 2);
        type(long.class, () -> 1L);
        type(double.class, () -> 0.5);
        type(float.class, () -> 0.5f);
        type(Double.class, () -> 0.5);
        type(Integer.class, () -> SIDE);
        type(boolean.class, () -> false);
        type(String.class, () -> "name");
        type(String[].class, () -> new String[] {"note"});
        type(int[].class, () -> new int[] {0, 1, 0});
        type(long[].class, () -> new long[] {2, 3});
        type(float[].class, () -> new float[] {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f});
        type(double[].class, () -> new double[] {1, 2, 3});
        type(boolean[].class, () -> new boolean[] {true, false, true});
        type(float[][].class, () -> new float[][] {{0.25f, 0.75f}, {0.5f, 0.5f}, {0.75f, 0.25f}});
        type(RandomSource.class, () -> new RandomStreams(1));
        type(AdversarialObjective.class, () -> AdversarialLoss.WASSERSTEIN);
        type(MovingAverage.class, () -> new MovingAverage(parameters(), parameters(), 0.5));
        type(byte[].class, () -> new byte[PIXELS * 3]);
        type(INDArray.class, () -> Nd4j.ones(DataType.FLOAT, 3, 2));
        type(INDArray[].class, () -> new INDArray[] {Nd4j.ones(DataType.FLOAT, 3, PIXELS)});
        type(RandomGenerator.class, () -> new RandomStreams(1).stream("test", 0));
        type(RandomStreams.class, () -> new RandomStreams(1));
        type(MessageDigest.class, () -> MessageDigest.getInstance("SHA-256"));
        type(LocalDateTime.class, () -> LocalDateTime.of(2026, 1, 2, 3, 4, 5));
        type(Throwable.class, () -> new IOException("cause"));
        type(IOException.class, () -> new IOException("cause"));
        type(InterruptedException.class, () -> new InterruptedException("cause"));
        type(Runnable.class, () -> (Runnable) () -> {});
        type(Consumer.class, () -> (Consumer<Object>) value -> {});
        type(IntConsumer.class, () -> (IntConsumer) value -> {});
        type(IntSupplier.class, () -> (IntSupplier) () -> 1);
        type(OutputStream.class, ByteArrayOutputStream::new);
        type(BufferedImage.class, () -> new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY));
        type(JsonNode.class, () -> new ObjectMapper().readTree("{\"latent\": 3}"));
        type(Enum.class, () -> PixelRange.UNIT);
        type(Class.class, () -> Vae.class);
        type(Set.class, () -> Set.of("avx2"));
        named("long[] values", () -> new long[] {1, 2, 3, 4, 5, 6});
        named("Metrics.new#values", () -> new double[] {1, 2});
        named("InferenceEngine.Layer.new#bias", () -> Nd4j.ones(DataType.FLOAT, 1, 2));
        named("InferenceGraph.Output.new#from", () -> 0);
        named("Spread.of#labels", () -> new int[] {0, 1});
        named("List names", () -> List.of("loss", "gradient"));
        named("List labelNames", () -> List.of("a", "b"));
        named("List notes", () -> List.of("note"));
        named("List notices", () -> List.of("notice"));
        named("AdversarialConfig.new#packing", () -> 1);
        named("List networks", () -> List.of(stateDict()));
        named("List tensors", () -> List.of(StateTensor.of("w", Nd4j.ones(DataType.FLOAT, 2, 3))));
        named("Map tensors", () -> Map.of("w", Tensor.of(new float[6], 2, 3)));
        named("Map metadata", () -> Map.of("key", "value"));
        named("StateDict.load#tensors", () -> Map.of("w", Tensor.of(new float[6], 2, 3)));
        named("SingleWorkerThread.new#name", () -> "test");
        named("AnomalyDetection.of#scores", () -> new double[] {1, 2, 3});
        named("Conditions.join#target", () -> Nd4j.zeros(DataType.FLOAT, 5, 4));
        named("Conditions.strip#joined", () -> Nd4j.ones(DataType.FLOAT, 3, 4));
        named("Conditions.requireLabels#rows", () -> 3L);
        named("Checks.requireWithin#most", () -> 2L);
        named("HostMemory.write#source", () -> new float[6]);
        named("HostMemory.read#target", () -> new float[6]);
        named("ModelFamilies.create#settings", () -> Map.of("latent", 3));
        named("ModelFamilies.create#name", () -> "vae");
        named("ModelFamilies.named#name", () -> "vae");
        named("int threads", () -> 2);
        named("Checks.requireTraining#smallestBatch", () -> 1);
        named("AdversarialModelConfig.require#smallestBatch", () -> 1);
        named("DataCache.of#environment", () -> Map.of("HOME", directory.toString()));
    }

    private static StateDict stateDict() {
        return new StateDict("generator", true, List.of(StateTensor.of("w", Nd4j.ones(DataType.FLOAT, 2, 3))));
    }

    private void models() {
        type(GenerativeModel.class, () -> vae);
        type(EncoderModel.class, () -> vae);
        type(LatentDensities.class, () -> vae);
        type(Trainer.class, vae::newTrainer);
        type(ModelConfig.class, () -> VaeConfig.DEFAULTS);
        type(VaeConfig.class, () -> VaeConfig.builder().latent(4).hidden(8).build());
        named(
                "ConditionalVae.new#config",
                () -> VaeConfig.conditionalBuilder().hidden(8).build());
        type(
                AutoencoderConfig.class,
                () -> AutoencoderConfig.builder().hidden(8).build());
        type(GanConfig.class, () -> GanConfig.builder().hidden(8).build());
        type(
                ConditionalGanConfig.class,
                () -> ConditionalGanConfig.builder().hidden(8).build());
        type(DcganConfig.class, () -> DcganConfig.builder().features(2).build());
        named(
                "ConditionalDcgan.new#config",
                () -> DcganConfig.conditionalBuilder().features(2).build());
        type(AdversarialConfig.class, () -> AdversarialConfig.DEFAULTS);
        type(AdversarialLoss.class, () -> AdversarialConfig.DEFAULTS.loss());
        type(VaeConfig.Output.class, () -> VaeConfig.Output.BERNOULLI);
        type(LearningRateSchedule.class, () -> LearningRateSchedule.CONSTANT);
        type(ImageSpec.class, () -> ImageSpec.of(DIGITS));
        named("Dcgan.new#spec", () -> ImageSpec.of(DIGITS.resized(16)));
        named("ConditionalDcgan.new#spec", () -> ImageSpec.of(DIGITS.resized(16)));
        type(State.class, GoodArguments::state);
        type(VaeConfig.Prior.class, () -> VaeConfig.Prior.NORMAL);
        type(GaussianMixture.Covariance.class, () -> GaussianMixture.Covariance.DIAGONAL);
        type(GaussianMixture.class, GoodArguments::mixture);
        type(LatentPrior.class, () -> LatentPrior.standardNormal(4));
        named("GaussianMixture.new#weights", () -> new float[] {1, 1});
        named("GaussianMixture.new#means", () -> new float[] {0, 1, 2, 3});
        named("GaussianMixture.new#factors", () -> new float[] {1, 1, 1, 1});
        named("GaussianMixture.fit#latents", () -> Nd4j.rand(DataType.FLOAT, 8, 2));
        named("FittedPrior.fit#candidates", () -> List.of(2));
        type(BiConsumer.class, () -> (BiConsumer<Object, Object>) (a, b) -> {});
        type(GeneratorLabel.class, () -> GeneratorLabel.values()[0]);
        type(DiscriminatorLabel.class, () -> DiscriminatorLabel.values()[0]);
        type(Engine.class, () -> Engine.values()[0]);
        type(LayerPath.LabelAffine.class, () -> null);
        type(Metrics.Source.class, () -> new Metrics.Source() {
            @Override
            public boolean isRead() {
                return true;
            }

            @Override
            public double[] read() {
                return new double[] {1, 2};
            }
        });
        type(Metrics.class, () -> new Metrics(List.of("loss"), new double[] {1}));
        type(TrainingListener.EpochEnd.class, () -> (TrainingListener.EpochEnd) (epoch, mean) -> {});
        type(EvaluationData.class, () -> new EvaluationData(DIGITS, DIGITS, 10, 1, MetricProgress.NONE));
        type(MetricProgress.class, () -> MetricProgress.NONE);
        type(ShardLink.class, () -> ShardLink.NONE);
        type(Exchanges.class, () -> Exchanges.EVERY_UPDATE);
        type(Sharding.class, () -> Sharding.local(2));
        type(ImageMask.class, () -> ImageMask.values()[0]);
        type(ClassifierTraining.class, () -> ClassifierTraining.DEFAULT);
        type(FeatureExtractor.class, () -> classifier);
        type(FeatureCache.class, () -> new FeatureCache(Path.of("target", "features"), notice -> {}));
        type(EncodedImages.class, () -> new EncodedImages(Nd4j.rand(DataType.FLOAT, 4, 4), new int[] {0, 1, 0, 1}));
        type(
                ImageReference.class,
                () -> new ImageReference(new EvaluationData(DIGITS, DIGITS, 10, 1, MetricProgress.NONE), null));
        named("List results", () -> List.of(new MetricResult("sharpness", 1, "", 10)));
        named("List skipped", () -> List.of(new Evaluation.Skipped("sharpness", "reason")));
        named(
                "List evaluations",
                () -> List.of(new Evaluation(List.of(new MetricResult("sharpness", 1, "", 10)), List.of())));
        named("List metrics", () -> List.of());
        type(CheckpointPolicy.class, () -> CheckpointPolicy.DEFAULTS);
        type(DivergencePolicy.class, () -> DivergencePolicy.values()[0]);
        type(TrainingListener[].class, () -> new TrainingListener[0]);
        type(Object.class, () -> "value");
        type(StateTensor.class, () -> StateTensor.of("w", Nd4j.ones(DataType.FLOAT, 2, 3)));
        type(LayerPath.Layer.class, () -> parameters().path().layers().get(0));
        named("StateDict.Builder.linear#layer", () -> "a");
        named("StateDict.Builder.linear#from", () -> 0);
        named("List listeners", () -> List.of());
        named("Class type", () -> Vae.class);
        named("ModelConfigs.choices#type", () -> VaeConfig.Output.class);
        named("AdversarialConfig.new#weightClip", () -> 0.0);
        named("VaeConfig.new#variance", () -> 0.0);
        named(
                "PeriodicEvaluation.new#reference",
                () -> new ImageReference(new EvaluationData(DIGITS, DIGITS, 10, 1, MetricProgress.NONE), classifier));
        named("Sharding.new#from", () -> 0);
        named("Sharding.ofRank#rank", () -> 0);
        named("RunHistory.new#metrics", () -> Map.of("loss", new double[] {1, 2}));
        named("RunHistory.new#testMetrics", () -> Map.of("loss", new double[] {1, 2}));
        named("LatentPlane.new#latentSize", () -> 4);
        named("LatentPlane.new#across", () -> 0);
        named("LatentPlane.new#up", () -> 1);
        named("LatentPlane.widest#latents", () -> Nd4j.rand(DataType.FLOAT, 5, 4));
        named("Preset.new#config", () -> VaeConfig.DEFAULTS);
        named("ModelFile.write#graph", () -> InitializedGraph.of(chain()));
    }

    private static GaussianMixture mixture() {
        return new GaussianMixture(
                2, GaussianMixture.Covariance.DIAGONAL, new float[] {1}, new float[] {0, 1}, new float[] {1, 1});
    }

    private static ComputationGraphConfiguration chain() {
        return DenseGraph.builder()
                .addInputs("x")
                .addLayer("a", DenseGraph.layer(2, 3, Activation.RELU), "x")
                .addLayer("b", DenseGraph.layer(3, 2, Activation.IDENTITY), "a")
                .setOutputs("b")
                .build();
    }

    private static GraphParameters parameters() {
        return new GraphParameters(InitializedGraph.of(chain()));
    }

    private static GraphParameters convolutions() {
        return new GraphParameters(InitializedGraph.of(DenseGraph.builder()
                .addInputs("x")
                .addLayer(
                        "a",
                        ConvolutionalGraph.convolution(
                                1, 2, new ConvolutionalGraph.Kernel(4, 2, 1), true, new ActivationReLU()),
                        new org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor(SIDE, SIDE, 1),
                        "x")
                .setOutputs("a")
                .build()));
    }

    private void networks() {
        type(ComputationGraphConfiguration.class, GoodArguments::chain);
        type(ComputationGraph.class, () -> InitializedGraph.of(chain()));
        type(GraphParameters.class, GoodArguments::parameters);
        named("LayerParameters parameters", GoodArguments::parameters);
        named("ConvolutionalNetwork.new#parameters", GoodArguments::convolutions);
        named("ConvolutionalNetwork.of#parameters", GoodArguments::convolutions);
        named("ConvolutionalNetwork.new#layers", () -> List.of(new ConvolutionalNetwork.Layer("a", Activation.RELU)));
        named("ConvolutionalNetwork.output#parameters", GoodArguments::convolutions);
        named("ConvolutionalNetwork.output#path", () -> convolutions().path());
        type(ComputationGraphConfiguration.GraphBuilder.class, DenseGraph::builder);
        type(
                ConvolutionLayer.class,
                () -> ConvolutionalGraph.convolution(
                        1, 2, ConvolutionalGraph.Kernel.KEEPING, true, ConvolutionalGraph.identity()));
        named("ConvolutionalNetwork.of#layers", () -> convolutions().path().layers());
        type(DenseNetwork.Layer[].class, () -> new DenseNetwork.Layer[] {new DenseNetwork.Layer("a", Activation.RELU)});
        type(ConvolutionEngine.Pair.class, () -> new ConvolutionEngine.Pair(4, 4));
        type(
                ConvolutionEngine.Shape.class,
                () -> new ConvolutionEngine.Shape(
                        16,
                        16,
                        new ConvolutionEngine.Pair(8, 8),
                        new ConvolutionEngine.Pair(4, 4),
                        new ConvolutionEngine.Pair(4, 4),
                        new ConvolutionEngine.Pair(2, 2),
                        new ConvolutionEngine.Pair(1, 1)));
        type(FeatureMap.class, () -> new FeatureMap(1, SIDE, SIDE));
        type(LayerPath.Shortcut.class, () -> new LayerPath.Shortcut("shortcut", "a"));
        type(BatchStatistics.class, () -> BatchStatistics.BATCH);
        type(Network.class, () -> Network.of(parameters()));
        type(LayerPath.class, () -> parameters().path());
        type(LayerPath.Kind.class, () -> LayerPath.Kind.DENSE);
        type(Activation.class, () -> Activation.RELU);
        type(org.nd4j.linalg.activations.Activation.class, () -> org.nd4j.linalg.activations.Activation.RELU);
        type(IActivation.class, ActivationReLU::new);
        type(DenseLayer.class, () -> DenseGraph.layer(2, 3, Activation.RELU));
        type(ConvolutionalGraph.Kernel.class, () -> new ConvolutionalGraph.Kernel(4, 2, 1));
        type(
                ConvolutionLayer.Builder.class,
                () -> new ConvolutionLayer.Builder(4, 4).nIn(1).nOut(2));
        type(
                Deconvolution2D.Builder.class,
                () -> new Deconvolution2D.Builder(4, 4).nIn(1).nOut(2));
        type(Adam.class, () -> new Adam(parameters(), 0.1, 0.5));
        type(TrainableNetwork.class, () -> {
            GraphParameters parameters = parameters();
            return new TrainableNetwork(Network.of(parameters), parameters, 0.1, 0.5);
        });
        type(InferenceGraph.class, () -> vae.inferenceGraphs().get(0));
        named("List inputs", () -> List.of(new InferenceGraph.Input("z", "x")));
        named("List outputs", () -> List.of(new InferenceGraph.Output("image", "b", 0, 2)));
        named("Map activations", () -> Map.of());
        named("List channels", () -> List.of(2, 4));
        named("LabelledNetwork.new#layer", () -> "a");
        named("GatedNetwork.new#values", () -> new DenseNetwork.Layer("a", Activation.IDENTITY));
        named("GatedNetwork.new#gate", () -> "a");
    }

    private void data() {
        type(ImageDataset.class, () -> DIGITS);
        type(ImageShape.class, () -> SHAPE);
        type(PixelRange.class, () -> PixelRange.UNIT);
        type(Batches.LastBatch.class, () -> Batches.LastBatch.KEEP);
        type(ShardOrder.class, () -> ShardOrder.ofWhole(40, 2, 4, 1));
        type(Batches.class, () -> vae.batches(DIGITS));
        type(Batch.class, () -> vae.batches(DIGITS).first(3));
        type(DataSplit.class, () -> DataSplit.TRAIN);
        type(ArrayLayout.class, () -> ArrayLayout.values()[0]);
        type(ValueRange.class, () -> new ValueRange(0, 1));
        type(LeftOut.class, LeftOut::new);
        type(LabelRule.class, () -> LabelRule.FIRST);
        named("ArrangedPictures.new#pictures", () -> List.of(new ArrangedPictures.Picture(0, "a.png", "a", false)));
        type(DataCache.class, () -> new DataCache(directory));
        named("int channels", () -> 1);
        named("ShardOrder.of#from", () -> 0);
        named("int images", () -> 40);
        named("ImageArray.readLabels#count", () -> 3L);
        named("ValueRange.new#black", () -> 0f);
        named("int delayMillis", () -> 100);
        named("INDArray images", () -> Nd4j.ones(DataType.FLOAT, 3, PIXELS));
        named("PixelStore.open#count", () -> 3);
        named("ClassifiedImages.new#images", () -> DIGITS.limit(3));
        named("List entries", () -> List.of(new PictureSource.Entry("a.png", "a", "1")));
        named("List frames", () -> List.of(new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY)));
        named("List pictures", () -> List.of(new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY)));
        named("List captions", () -> List.of("caption"));
        type(PixelStore.class, () -> PixelStore.allocate(3, PIXELS, null));
        named("StoredImageDataset.new#size", () -> 3);
        named("ImageGrid.new#count", () -> 3);
        named("IdxFile.of#values", () -> new byte[6]);
        named("IdxFile.of#dimensions", () -> new int[] {2, 3});
        named("CanvasDataset.new#shape", () -> new ImageShape(1, SIDE, SIDE));
        named("List labels", () -> List.of());
    }

    private void saved(String name, GenerativeModel model) throws IOException {
        Path file = directory.resolve(name + ".zip");
        model.save(file);
        named(name + ".load#file", () -> file);
        named(name + "Family.load#file", () -> file);
    }

    private Path fresh(String ending) {
        files++;
        return directory.resolve("fresh-" + files + ending);
    }

    /** Has an entry for each way to read one. */
    private static State state() {
        State state = new State();
        state.putInteger("name", 2);
        state.put("name", new double[] {1, 2});
        return state;
    }

    private void filesOnDisk() throws IOException {
        type(Path.class, () -> fresh(".file"));
        type(AtomicFile.Content.class, () -> (AtomicFile.Content) out -> out.write(1));
        type(NpyFile.Pieces.class, () -> (NpyFile.Pieces) out -> out.append(Nd4j.ones(DataType.FLOAT, 2, 3)));

        Path checkpoint = directory.resolve("a.safetensors");
        State state = new State();
        state.putInteger("a", 1);
        Checkpoint.write(checkpoint, state);
        named("Checkpoint.read#file", () -> checkpoint);
        named("SafetensorsFile.read#file", () -> checkpoint);
        named("CheckpointModel.isCheckpoint#file", () -> checkpoint);

        Path npy = directory.resolve("a.npy");
        NpyFile.write(npy, Nd4j.ones(DataType.FLOAT, 3, SIDE, SIDE));
        named("NpyFile.read#file", () -> npy);
        named("NpyFile.single#file", () -> npy);
        named("NpyArray.in#file", () -> npy);
        Path labels = directory.resolve("labels.npy");
        NpyFile.write(labels, Nd4j.zeros(DataType.FLOAT, 3));
        named("ImageArray.readLabels#array", () -> NpyFile.single(labels));
        named("ImageArray.open#file", () -> npy);
        type(NpyArray.class, () -> NpyFile.single(npy));

        Path model = directory.resolve("vae.zip");
        vae.save(model);
        Path network = directory.resolve("network.zip");
        NetworkFile.write(network, InitializedGraph.of(chain()));
        named("NetworkFile.readInto#file", () -> network);
        named("Vae.load#file", () -> model);
        ModelFile.write(directory.resolve("b.zip"), vae, InitializedGraph.of(chain()));
        named("ModelFile.readInto#file", () -> directory.resolve("b.zip"));
        saved("Autoencoder", Autoencoder.builder(ImageSpec.of(DIGITS)).hidden(8).build());
        saved(
                "ConditionalVae",
                ConditionalVae.builder(ImageSpec.of(DIGITS)).hidden(8).build());
        saved("Gan", Gan.builder(ImageSpec.of(DIGITS)).hidden(8).build());
        saved(
                "ConditionalGan",
                ConditionalGan.builder(ImageSpec.of(DIGITS)).hidden(8).build());
        ImageSpec larger = ImageSpec.of(DIGITS.resized(16));
        saved("Dcgan", Dcgan.builder(larger).features(2).build());
        saved("ConditionalDcgan", ConditionalDcgan.builder(larger).features(2).build());
        named("VaeFamily.load#file", () -> model);
        named("DcganFamily.create#spec", () -> larger);
        named("DcganFamily.load#spec", () -> larger);
        named("ModelFile.load#file", () -> model);

        Path folder = Files.createDirectories(directory.resolve("pictures"));
        Path picture = folder.resolve("a.png");
        Png.write(picture, new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY));
        byte[] content = Files.readAllBytes(picture);
        named("PictureReader.read#content", () -> content);
        named("ImageFolder.read#folder", () -> folder);
        named("ImageFolder.readPicture#file", () -> picture);
        named("PictureSource.open#path", () -> folder);
        named("PictureLoader.load#path", () -> folder);
        named("PictureSource.untrusted#path", () -> folder);
        named("PictureSource.untrusted#mostBytes", () -> 1000);
        named("ArrangedPictures.of#source", () -> PictureSource.open(folder));
        named("AtomicFile.deleteLeftOvers#directory", () -> folder);
        named("AtomicFile.flush#file", () -> picture);
        named("AtomicFile.move#source", () -> Files.writeString(fresh(".txt"), "moved"));
        named("Sha256.of#file", () -> picture);

        Path idx = Files.createDirectories(directory.resolve("idx"));
        Path idxImages = idx.resolve("train-images-idx3-ubyte");
        Files.write(
                idxImages,
                ByteBuffer.allocate(16 + 8)
                        .putInt(0x803)
                        .putInt(2)
                        .putInt(2)
                        .putInt(2)
                        .array());
        Files.write(
                idx.resolve("train-labels-idx1-ubyte"),
                ByteBuffer.allocate(8 + 2).putInt(0x801).putInt(2).array());
        named("IdxFile.read#file", () -> idxImages);
        named("IdxDataset.read#folder", () -> idx);
        named("IdxFolder.read#path", () -> idx);

        Path prior = directory.resolve("prior.safetensors");
        new FittedPrior(mixture(), "0".repeat(64), 1).write(prior);
        named("FittedPrior.read#file", () -> prior);

        Path store = directory.resolve("pixels");
        Files.write(store, new byte[3 * 2]);
        named("PixelStore.open#file", () -> store);

        Path run = directory.resolve("run");
        RunDirectory created = RunDirectory.create(run);
        RunRecord.of(vae, DIGITS, DIGITS).write(created.config());
        vae.save(created.model());
        type(RunDirectory.class, () -> created);
        named("RunDirectory.open#path", () -> run);
        named("RunDirectory.openToResume#path", () -> run);
        named("RunRecord.read#file", created::config);
        State trained = new TrainingLoop(vae.newTrainer(), vae.batches(DIGITS), 1, List.of()).state();
        named("TrainingLoop.restoreWeights#state", () -> trained);
        Path step = created.checkpoints().write(1, trained);
        named("CheckpointModel.load#name", () -> "newest");
        named("CheckpointModel.file#name", () -> "newest");
        named("CheckpointModel.load#checkpoint", () -> step);
        named("CheckpointModel.runOf#checkpoint", () -> step);
        named("TrainingRun.builder#directory", () -> RunDirectory.create(fresh("")));
    }

    /** What methods of objects take: they fit the objects that this class makes. */
    private void objects() {
        type(ParameterGradients.class, () -> ParameterGradients.WRITE);
        type(GradientExchange.class, () -> new GradientExchange() {
            @Override
            public int shards() {
                return 1;
            }

            @Override
            public void sum(INDArray array) {}
        });
        type(TrainingLoop.class, () -> new TrainingLoop(vae.newTrainer(), vae.batches(DIGITS), 1, List.of()));
        type(TrainingStep.class, () -> new TrainingStep(1, 1, 2, new Metrics(List.of("loss"), new double[] {1})));
        type(Evaluation.class, () -> new Evaluation(List.of(new MetricResult("sharpness", 1, "", 10)), List.of()));
        type(EncoderTraining.class, () -> new EncoderTraining(1, 4, 1e-3, 0, 1));
        type(PictureSource.class, () -> PictureSource.open(directory.resolve("pictures")));
        type(Tensor.class, () -> Tensor.of(new float[6], 2, 3));
        type(ShardLink.OwnShards.class, () -> (ShardLink.OwnShards) (sums, from, to, first) -> {});
        type(ModelGuard.Use.class, () -> (ModelGuard.Use<String, RuntimeException>) () -> "done");
        type(byte.class, () -> (byte) 1);
        type(LayerPath.LabelAffine.class, () -> new LayerPath.LabelAffine("a", "b"));
        type(LatentInterpolation.class, () -> LatentInterpolation.SPHERICAL);
        type(
                ImageReference.class,
                () -> new ImageReference(new EvaluationData(DIGITS, DIGITS, 10, 1, MetricProgress.NONE), classifier));
        named("LatentInterpolation.between#from", () -> Nd4j.rand(DataType.FLOAT, 1, 4));
        named("LatentInterpolation.between#to", () -> Nd4j.rand(DataType.FLOAT, 1, 4));
        named("LatentDensities.logLikelihoods#latents", () -> Nd4j.rand(DataType.FLOAT, 3, 4));
        named("LatentPrior.fill#latents", () -> Nd4j.rand(DataType.FLOAT, 3, 4));
        named("LatentPrior.logDensities#latents", () -> Nd4j.rand(DataType.FLOAT, 3, 4));
        named("Batches.epoch#firstBatch", () -> 0);
        named("Batches.named#firstBatch", () -> 0);
        named("IdxFile.dimension#axis", () -> 0);
        named("Metrics.value#index", () -> 0);
        named("Metrics.value#name", () -> "loss");
        named("Resampling.weight#target", () -> 0);
        named("INDArray target", () -> Nd4j.zeros(DataType.FLOAT, 5, 2));
        named("ConvolutionalNetwork.forwardInto#target", () -> Nd4j.zeros(DataType.FLOAT, 5, 32));
        for (String network : List.of("DenseNetwork", "GatedNetwork", "MinibatchStandardDeviation")) {
            named(network + ".forwardInto#target", () -> Nd4j.zeros(DataType.FLOAT, 5, 3));
        }
        named("LabelledNetwork.forward#input", () -> Nd4j.zeros(DataType.FLOAT, 3, 4));
        named("LabelledNetwork.forwardInto#input", () -> Nd4j.zeros(DataType.FLOAT, 3, 4));
        named("Mean.add#metrics", () -> new Metrics(List.of("loss", "gradient"), new double[] {1, 2}));
        named("Metrics.Mean.add#metrics", () -> new Metrics(List.of("loss", "gradient"), new double[] {1, 2}));
        named("InferenceGraph.output#to", () -> 3);
        named("ImageDataSetIterator.next#count", () -> 128);
        named("String layer", () -> "a");
        named("LayerPath.from#name", () -> "a");
        named("LayerPath.to#name", () -> "a");
        named("String key", () -> "W");
        named("String[] layers", () -> new String[] {"a"});
    }
}
