package io.gen4j.latent;

import io.gen4j.EncoderModel;
import io.gen4j.GenerativeModel;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.RandomSubset;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Sha256;
import io.gen4j.interop.SafetensorsFile;
import io.gen4j.interop.Tensor;
import io.gen4j.metric.likelihood.LatentDensities;
import io.gen4j.prior.GaussianMixture;
import io.gen4j.prior.GaussianMixture.Covariance;
import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.HostMemory;
import io.gen4j.runtime.internal.NativeArrays;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A mixture of normal distributions, fitted to the encoded training images of a model that is trained (Ghosh et al.
 * 2020, arXiv:1903.12436, section 4). Images of its draws are closer to the data than those of the standard normal
 * distribution, and the model stays as it is. It also suits a plain autoencoder, which has no prior of its own. One
 * mixture serves all labels of a conditional model.
 *
 * <pre>{@code
 * FittedPrior prior = FittedPrior.fit(vae, digits, FittedPrior.CANDIDATES, 1, (components, density) -> {});
 * INDArray images = vae.generate(prior.mixture().sample(64, 1));
 * }</pre>
 *
 * @param mixture the distribution
 * @param model the checksum of the model's weights, see {@link #requireFits}
 * @param heldOutDensity the mean log density of the encoded images that were held out when the number of components was
 *     chosen, in nats
 */
public record FittedPrior(GaussianMixture mixture, String model, double heldOutDensity) {

    /** The name of its file in a run's directory. */
    public static final String FILE = "prior.safetensors";

    /** Numbers of components to choose among. */
    public static final List<Integer> CANDIDATES = List.of(1, 2, 5, 10, 20, 50, 100, 200);

    /** Latents of more numbers get diagonal covariances, which have fewer parameters than there are images. */
    private static final int MOST_FOR_FULL = 128;

    private static final int AT_ONCE = 500;
    private static final int HELD_OUT_PART = 10;
    private static final String WEIGHTS = "weights";
    private static final String MEANS = "means";
    private static final String FACTORS = "factors";
    private static final String MODEL = "model_sha256";
    private static final String DENSITY = "held_out_log_density";
    private static final String COVARIANCE = "covariance";

    /** @throws IllegalArgumentException if {@code heldOutDensity} is infinite or not a number */
    public FittedPrior {
        Objects.requireNonNull(mixture, "mixture");
        Objects.requireNonNull(model, "model");
        if (!Double.isFinite(heldOutDensity)) {
            throw new IllegalArgumentException("heldOutDensity is " + heldOutDensity + ": must be finite");
        }
    }

    /**
     * Encodes images and fits the mixture. A tenth of them is held out: the candidates are tried in turn until one has
     * no greater density of the encoded held-out images. Then the best one is fitted to all images.
     *
     * <p>Each image's latent is drawn from q(z|x). A model of black and white pixels encodes pixels drawn once by the
     * seed. Covariances are full for latents of up to 128 numbers, and otherwise diagonal.
     *
     * @param images at least 20, of the model's shape, with its labels if it takes any
     * @param candidates numbers of components, ascending; a single one is taken as it is
     * @param seed the same seed gives the same mixture
     * @param tried hears of each candidate, with the density of the held-out images
     * @throws IllegalArgumentException if there are too few images or no candidates, or if a candidate is not from 1 to
     *     a tenth of the images
     */
    public static FittedPrior fit(
            EncoderModel model,
            ImageDataset images,
            List<Integer> candidates,
            long seed,
            BiConsumer<Integer, Double> tried) {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(images, "images");
        Objects.requireNonNull(candidates, "candidates")
                .forEach(each -> Objects.requireNonNull(each, "candidates holds null"));
        Objects.requireNonNull(tried, "tried");
        int most = images.size() / HELD_OUT_PART;
        if (most < 2 || candidates.isEmpty()) {
            throw new IllegalArgumentException(images.name() + " has " + images.size() + " images, and there are "
                    + candidates.size() + " candidates: at least 20 images and one candidate are needed");
        }
        for (int components : candidates) {
            if (components < 1 || (components > most && candidates.size() == 1)) {
                throw new IllegalArgumentException("components is " + components + ": must be 1 to " + most
                        + ", a tenth of the images in " + images.name());
            }
        }
        Covariance covariance = model.latentSize() <= MOST_FOR_FULL ? Covariance.FULL : Covariance.DIAGONAL;
        try (INDArray latents = encode(model, images, seed)) {
            int[] order = RandomSubset.draw(images.size(), images.size(), seed, "images of the prior");
            Arrays.sort(order, 0, most);
            Arrays.sort(order, most, order.length);
            try (INDArray heldOut = rows(latents, Arrays.copyOf(order, most));
                    INDArray others = rows(latents, Arrays.copyOfRange(order, most, order.length))) {
                int best = 0;
                double greatest = Double.NEGATIVE_INFINITY;
                for (int components : candidates) {
                    if (components <= most) {
                        double density = Arrays.stream(GaussianMixture.fit(others, components, covariance, seed)
                                        .logDensities(heldOut))
                                .average()
                                .orElseThrow();
                        tried.accept(components, density);
                        if (density <= greatest) {
                            break;
                        }
                        best = components;
                        greatest = density;
                    }
                }
                return new FittedPrior(GaussianMixture.fit(latents, best, covariance, seed), checksum(model), greatest);
            }
        }
    }

    private static INDArray encode(EncoderModel model, ImageDataset images, long seed) {
        ImageDataset observed =
                model instanceof LatentDensities densities && densities.isBinary() ? images.binarized(seed) : images;
        Batches batches = new Batches(observed, AT_ONCE, model.pixelRange(), seed, LastBatch.KEEP);
        RandomStreams random = new RandomStreams(seed);
        INDArray latents = NativeArrays.uninitialized(images.size(), model.latentSize());
        for (int first = 0; first < images.size(); first += AT_ONCE) {
            Batch batch = batches.of(IntStream.range(first, Math.min(first + AT_ONCE, images.size()))
                    .toArray());
            try (INDArray pixels = batch.images();
                    INDArray some =
                            model.encode(new Batch(pixels, batch.labels()), random.stream("encoded images", first))) {
                HostMemory.copy(some, 0, latents, (long) first * model.latentSize(), (int) some.length());
            }
        }
        return latents;
    }

    private static INDArray rows(INDArray latents, int[] chosen) {
        int size = (int) latents.size(1);
        INDArray rows = NativeArrays.uninitialized(chosen.length, size);
        for (int i = 0; i < chosen.length; i++) {
            HostMemory.copy(latents, (long) chosen[i] * size, rows, (long) i * size, size);
        }
        return rows;
    }

    /** SHA-256 of the weights of a model's networks. */
    private static String checksum(GenerativeModel model) {
        MessageDigest digest = Sha256.start();
        for (ComputationGraph graph : new TreeMap<>(model.networks()).values()) {
            float[] weights = new float[(int) graph.params().length()];
            HostMemory.read(graph.params(), 0, weights, weights.length);
            ByteBuffer bytes = ByteBuffer.allocate(weights.length * Float.BYTES);
            bytes.asFloatBuffer().put(weights);
            digest.update(bytes);
        }
        return Sha256.finish(digest);
    }

    /**
     * Checks that the prior was fitted to these weights: a model that has learnt on encodes images otherwise.
     *
     * @throws IllegalArgumentException if it was not
     */
    public void requireFits(GenerativeModel trained) {
        Objects.requireNonNull(trained, "trained");
        if (!checksum(trained).equals(model)) {
            throw new IllegalArgumentException("the fitted prior belongs to other weights than those of this "
                    + trained.family() + ": fit it again with gen fit-prior");
        }
    }

    /**
     * Writes the prior as safetensors, with its checksum and density as metadata.
     *
     * @throws java.nio.file.FileAlreadyExistsException if the file exists
     */
    public void write(Path file) throws IOException {
        Objects.requireNonNull(file, "file");
        int components = mixture.components();
        int size = mixture.size();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(WEIGHTS, Tensor.of(mixture.weights(), components));
        tensors.put(MEANS, Tensor.of(mixture.means(), components, size));
        tensors.put(
                FACTORS,
                mixture.covariance() == Covariance.FULL
                        ? Tensor.of(mixture.factors(), components, size, size)
                        : Tensor.of(mixture.factors(), components, size));
        Map<String, String> metadata = Map.of(
                MODEL,
                model,
                DENSITY,
                Double.toString(heldOutDensity),
                COVARIANCE,
                mixture.covariance().name().toLowerCase(Locale.ROOT));
        new SafetensorsFile(new TreeMap<>(metadata), tensors).write(file);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws InvalidDataException if the file holds no such prior; the message names it
     */
    public static FittedPrior read(Path file) throws IOException {
        SafetensorsFile content = SafetensorsFile.read(file);
        try {
            Covariance covariance =
                    Covariance.valueOf(metadata(content, COVARIANCE, file).toUpperCase(Locale.ROOT));
            Tensor means = tensor(content, MEANS, file);
            int size = means.shape().length == 2 ? (int) means.shape()[1] : 0;
            GaussianMixture mixture = new GaussianMixture(
                    size,
                    covariance,
                    tensor(content, WEIGHTS, file).floats(),
                    means.floats(),
                    tensor(content, FACTORS, file).floats());
            return new FittedPrior(
                    mixture, metadata(content, MODEL, file), Double.parseDouble(metadata(content, DENSITY, file)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new InvalidDataException(file + " holds no fitted prior: " + e.getMessage(), e);
        }
    }

    private static String metadata(SafetensorsFile content, String name, Path file) throws InvalidDataException {
        String value = content.metadata().get(name);
        if (value == null) {
            throw new InvalidDataException(file + " has no \"" + name + "\": gen fit-prior did not write it");
        }
        return value;
    }

    private static Tensor tensor(SafetensorsFile content, String name, Path file) throws InvalidDataException {
        Tensor tensor = content.tensors().get(name);
        if (tensor == null) {
            throw new InvalidDataException(file + " has no tensor \"" + name + "\": gen fit-prior did not write it");
        }
        return tensor;
    }
}
