package io.gen4j.app.bench;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelFamily;
import io.gen4j.Preset;
import io.gen4j.Trainer;
import io.gen4j.data.Batch;
import io.gen4j.data.BatchIterator;
import io.gen4j.data.Batches;
import io.gen4j.data.Batches.LastBatch;
import io.gen4j.data.ImageDataset;
import io.gen4j.runtime.WorkerPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A benchmark of training on prepared batches, and of sampling. Each phase starts with a warm-up of a third of its
 * time, so that the JVM can compile the code.
 */
public final class Benchmark {

    private static final int BATCHES = 100;
    private static final int BYTES = 1 << 27;

    private final String engine;
    private final boolean stock;
    private final ImageDataset data;
    private final double seconds;
    private final int threads;
    private final double gemmRate;

    /**
     * Creates a benchmark. It first measures the machine's matrix product.
     *
     * @param engine name of the engine, for the result
     * @param stock whether DL4J's own layers and updaters run the models
     * @param data images to train on
     * @param seconds for training and again for sampling, above 0
     * @param threads number of threads of the native libraries, for the result
     */
    public Benchmark(String engine, boolean stock, ImageDataset data, double seconds, int threads) {
        this.engine = engine;
        this.stock = stock;
        this.data = data;
        this.seconds = seconds;
        this.threads = threads;
        this.gemmRate = GemmRate.measure();
    }

    /** The rate of a large matrix product, in floating-point operations per second. */
    public double gemmRate() {
        return gemmRate;
    }

    /** Measures one family: the preset of the largest images, or its defaults where no preset resizes images. */
    public <C extends ModelConfig> BenchmarkResult run(ModelFamily<C> family) throws IOException {
        Optional<Preset<C>> largest = family.presets().stream()
                .filter(preset -> preset.imageSize() != null)
                .max(Comparator.comparing(Preset::imageSize));
        return largest.isEmpty() ? run(family, family.defaults(), data) : run(family, largest.get());
    }

    /** Measures a preset of a family. */
    public <C extends ModelConfig> BenchmarkResult run(ModelFamily<C> family, Preset<C> preset) throws IOException {
        Integer side = preset.imageSize();
        return run(family, preset.config(), side == null ? data : data.resized(side));
    }

    private <C extends ModelConfig> BenchmarkResult run(ModelFamily<C> family, C config, ImageDataset images)
            throws IOException {
        try (GenerativeModel model = family.create(config, ImageSpec.of(images))) {
            if (stock) {
                Dl4jTraining training = Dl4jTraining.of(model);
                return run(model, images, training::step, training::sample);
            }
            try (Trainer trainer = model.newTrainer()) {
                return run(model, images, trainer::step, model::sample);
            }
        }
    }

    private interface Sampler {
        INDArray sample(int count, long seed);
    }

    private BenchmarkResult run(GenerativeModel model, ImageDataset images, Consumer<Batch> step, Sampler sampler)
            throws IOException {
        int batch = model.config().batchSize();
        List<Batch> batches = cut(images, model);
        Timing training = time(i -> step.accept(batches.get(i % batches.size())));
        double train = batch * training.rate();
        double sample = batch * time(i -> sampler.sample(batch, i).close()).rate();
        batches.forEach(each -> each.images().close());
        return new BenchmarkResult(
                engine,
                model.family(),
                batch,
                threads,
                rounded(train, 10),
                rounded(sample, 10),
                rounded(train * TrainingCost.perImage(model) / gemmRate, 100),
                rounded(training.waiting(), 100),
                (long) ResidentMemory.peakMegabytes());
    }

    private static double rounded(double value, int parts) {
        return (double) Math.round(value * parts) / parts;
    }

    /** Prepares as many batches as memory should hold at once. */
    static List<Batch> cut(ImageDataset images, GenerativeModel model) {
        int size = model.config().batchSize();
        int count = Math.max(
                1, Math.min(BATCHES, BYTES / Float.BYTES / size / images.shape().size()));
        Batches batches = new Batches(images.limit(count * size), size, model.pixelRange(), 0, LastBatch.DROP);
        List<Batch> cut = new ArrayList<>();
        try (BatchIterator epoch = batches.epoch(1, 0)) {
            while (epoch.hasNext()) {
                Batch batch = epoch.next();
                cut.add(new Batch(batch.images().dup(), batch.labels()));
            }
        }
        return cut;
    }

    /** Times a task. It receives the number of previous runs. */
    private Timing time(IntConsumer task) {
        int done = repeat(task, 0, seconds / 3);
        WorkerPool pool = WorkerPool.shared();
        long jobs = pool.jobNanos();
        long work = pool.workNanos();
        long start = System.nanoTime();
        int timed = repeat(task, done, seconds) - done;
        return new Timing(
                timed, System.nanoTime() - start, pool.jobNanos() - jobs, pool.workNanos() - work, pool.size());
    }

    private static int repeat(IntConsumer task, int first, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        int index = first;
        do {
            task.accept(index++);
        } while (System.nanoTime() < end);
        return index;
    }
}
