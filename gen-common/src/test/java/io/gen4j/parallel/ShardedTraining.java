package io.gen4j.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.TrainingStep;
import io.gen4j.checkpoint.Checkpoint;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ShardOrder;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.interop.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Trains small models in shards, as one process or as several ranks, and tells what came of it. */
public final class ShardedTraining {

    private static final int SHARDS = 4;
    private static final int IMAGES = 44;

    private ShardedTraining() {}

    /** Fails where one process, two ranks and four do not end with the same bits; images are synthetic digits. */
    public static void assertIndependentOfRanks(Function<ImageSpec, GenerativeModel> newModel) throws Exception {
        assertIndependentOfRanks(newModel, 1);
        assertIndependentOfRanks(newModel, 3);
    }

    private static void assertIndependentOfRanks(Function<ImageSpec, GenerativeModel> newModel, int localSteps)
            throws Exception {
        String alone = train(newModel, 1, localSteps);
        assertEquals(alone, train(newModel, 2, localSteps), "two ranks, " + localSteps + " local steps");
        assertEquals(alone, train(newModel, SHARDS, localSteps), "four ranks, " + localSteps + " local steps");
    }

    private static String train(Function<ImageSpec, GenerativeModel> newModel, int ranks, int localSteps)
            throws Exception {
        List<ShardLink> links = ranks == 1 ? List.of(ShardLink.NONE) : QueueLink.of(ranks);
        ExecutorService threads = Executors.newFixedThreadPool(ranks);
        try {
            List<Callable<String>> tasks = IntStream.range(0, ranks)
                    .<Callable<String>>mapToObj(rank ->
                            () -> train(newModel, Sharding.ofRank(SHARDS, rank, ranks), links.get(rank), localSteps))
                    .toList();
            List<String> ends = new ArrayList<>();
            for (Future<String> end : threads.invokeAll(tasks)) {
                ends.add(end.get());
            }
            ends.forEach(end ->
                    assertEquals(ends.get(0).lines().findFirst(), end.lines().findFirst(), "every rank"));
            return ends.get(0);
        } finally {
            threads.shutdownNow();
        }
    }

    private static String train(
            Function<ImageSpec, GenerativeModel> newModel, Sharding sharding, ShardLink link, int localSteps)
            throws Exception {
        ImageDataset all = SyntheticDigits.draw(IMAGES, 7);
        ImageDataset own = all.select(IntStream.range(sharding.from(), sharding.to())
                .flatMap(shard -> IntStream.iterate(shard, i -> i < IMAGES, i -> i + SHARDS))
                .toArray());
        List<Metrics> steps = new ArrayList<>();
        try (GenerativeModel model = newModel.apply(ImageSpec.of(all));
                Trainer trainer = new ShardedTrainer(model, sharding, link, exchanges(model, localSteps))) {
            int perShard = sharding.batchSize(model.config().batchSize());
            ShardOrder order = ShardOrder.of(
                    IMAGES,
                    SHARDS,
                    sharding.from(),
                    sharding.to(),
                    perShard,
                    model.config().seed());
            TrainingLoop loop = new TrainingLoop(
                    trainer, new Batches(own, order, model.pixelRange()), 2, List.of(new TrainingListener() {
                        @Override
                        public void stepped(TrainingStep step) {
                            steps.add(step.metrics());
                        }
                    }));
            loop.run();
            Path file = Files.createTempFile("shards", ".safetensors");
            try {
                Checkpoint.write(file, loop.state());
                // With local steps, metrics are those of a process's first shard, so ranks differ in them.
                String whole = steps + " " + SafetensorsFile.read(file).checksum();
                return localSteps == 1 ? whole : numbers(loop.state()) + "\n" + whole;
            } finally {
                Files.delete(file);
            }
        }
    }

    /** Weights, optimizers and the like. */
    private static long numbers(State state) {
        long hash = 1;
        for (float[] array : state.floats().values()) {
            hash = 31 * hash + Arrays.hashCode(array);
        }
        return hash;
    }

    private static Exchanges exchanges(GenerativeModel model, int localSteps) {
        return new Exchanges(localSteps, IMAGES / model.config().batchSize());
    }
}
