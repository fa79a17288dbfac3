package io.gen4j.parallel;

import io.gen4j.GenerativeModel;
import io.gen4j.Metrics;
import io.gen4j.ModelConfig;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.Trainer;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batch;
import io.gen4j.file.InvalidDataException;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.SingleWorkerThread;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model on shards of every batch at once (synchronous data parallelism, Dean et al. 2012; Goyal et al. 2017,
 * arXiv:1706.02677). Each shard has a replica of the model on a thread of its own. Before each update, the replicas sum their
 * gradients, so that all of them make the same update; after it, they average the running statistics of batch
 * normalisation, whose batch statistics each shard takes of its own images.
 *
 * <p>The result is a function of the model's settings and the number of shards. It does not depend on the number of
 * processors, nor on how many processes share the shards, on processors of one kind.
 *
 * <p>Use it for batches that are large enough to be cut: a shard of fewer than about 16 images wastes most of a processor.
 */
public final class ShardedTrainer implements Trainer {

    private final GenerativeModel model;
    private final Sharding sharding;
    private final ShardGroup group;
    private final ShardLink link;
    private final Exchanges exchanges;
    private final ExecutorService threads;
    private final List<Replica> replicas;

    /**
     * Makes the replicas.
     *
     * @param model the first replica, whose weights the others take over; stays the caller's
     * @param sharding the shards of this process
     * @param link to the processes with the other shards; closed with the trainer, and left open if this fails
     * @throws UnsupportedOperationException if the model cannot be trained in several replicas
     */
    public ShardedTrainer(GenerativeModel model, Sharding sharding, ShardLink link) {
        this(model, sharding, link, Exchanges.EVERY_UPDATE);
    }

    /**
     * As {@link #ShardedTrainer(GenerativeModel, Sharding, ShardLink)}, with local steps. A state that {@link #save} writes is
     * whole only after an epoch or an exchange; metrics are those of the first shard.
     *
     * @param exchanges when the replicas exchange what they learned
     */
    public ShardedTrainer(GenerativeModel model, Sharding sharding, ShardLink link, Exchanges exchanges) {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(exchanges, "exchanges");
        this.model = model;
        this.sharding = sharding;
        this.link = link;
        this.exchanges = exchanges;
        this.group = new ShardGroup(sharding, link);
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(
                sharding.own(),
                task -> new SingleWorkerThread(task, "gen4j-shard-" + (sharding.from() + number.getAndIncrement())));
        this.replicas = newReplicas();
    }

    /** A trainer with all shards in this process. */
    public static ShardedTrainer local(GenerativeModel model, int shards) {
        Objects.requireNonNull(model, "model");
        return new ShardedTrainer(model, Sharding.local(shards), ShardLink.NONE);
    }

    private List<Replica> newReplicas() {
        List<Callable<Replica>> tasks = new ArrayList<>();
        List<AutoCloseable> begun = Collections.synchronizedList(new ArrayList<>());
        for (int own = 0; own < sharding.own(); own++) {
            int shard = own;
            tasks.add(() -> {
                GenerativeModel its = shard == 0 ? model : copyOf(model);
                begun.add(its);
                Trainer trainer = its.newTrainer(new ShardRandom(model.config().seed(), sharding.from() + shard));
                begun.add(trainer);
                return new Replica(trainer, group.member(shard), exchanges);
            });
        }
        try {
            List<Replica> made = runAll(tasks);
            made.stream().skip(1).forEach(replica -> replica.copyWeights(model));
            return made;
        } catch (RuntimeException | Error e) {
            threads.shutdownNow();
            closeAll(begun, e);
            throw e;
        }
    }

    /** Closes what was made before something failed, but not the caller's model. */
    private void closeAll(List<AutoCloseable> begun, Throwable failure) {
        for (AutoCloseable each : List.copyOf(begun)) {
            if (each != model) {
                try {
                    each.close();
                } catch (Exception e) {
                    failure.addSuppressed(e);
                }
            }
        }
    }

    private static GenerativeModel copyOf(GenerativeModel model) {
        return create(ModelFamilies.named(model.family()), model);
    }

    /** The settings are those of the family whose name the model has. */
    @SuppressWarnings("unchecked")
    private static <C extends ModelConfig> GenerativeModel create(ModelFamily<C> family, GenerativeModel model) {
        return family.create((C) model.config(), model.spec());
    }

    /** The noise of one shard: shard 0 draws what a training without shards draws. */
    private record ShardRandom(RandomStreams streams, int shard) implements RandomSource {

        /** Purposes that concern the weights, which all shards share. */
        private static final Set<String> OF_WEIGHTS = Set.of("spectral norm");

        ShardRandom(long seed, int shard) {
            this(new RandomStreams(seed), shard);
        }

        @Override
        public RandomGenerator stream(String purpose, long index) {
            boolean shared = shard == 0 || OF_WEIGHTS.contains(purpose);
            return streams.stream(shared ? purpose : purpose + " of shard " + shard, index);
        }
    }

    @Override
    public GenerativeModel model() {
        return model;
    }

    @Override
    public List<String> metricNames() {
        return first().metricNames();
    }

    @Override
    public long steps() {
        return first().steps();
    }

    @Override
    public void progress(double done) {
        replicas.forEach(replica -> replica.trainer().progress(done));
    }

    /**
     * One update.
     *
     * @param batch the images of this process's shards, shard after shard, as many for each
     * @return the mean over all shards of all processes
     */
    @Override
    public Metrics step(Batch batch) {
        int own = sharding.own();
        if (batch.size() % own != 0) {
            throw new IllegalArgumentException("the batch has " + batch.size() + " images: must be a multiple of " + own
                    + ", the number of shards");
        }
        int size = batch.size() / own;
        List<Callable<Metrics>> tasks = new ArrayList<>();
        for (int i = 0; i < own; i++) {
            Replica replica = replicas.get(i);
            int from = i * size;
            tasks.add(() -> replica.step(batch, from, size));
        }
        return runAll(tasks).get(0);
    }

    @Override
    public int imagesPerUpdate(Batch batch) {
        return batch.size() / sharding.own() * sharding.shards();
    }

    private <T> List<T> runAll(List<Callable<T>> tasks) {
        List<Future<T>> futures = new ArrayList<>();
        for (Callable<T> task : tasks) {
            futures.add(threads.submit(() -> {
                try {
                    return task.call();
                } catch (Exception | Error e) {
                    group.abandon();
                    throw e;
                }
            }));
        }
        List<T> results = new ArrayList<>();
        @Nullable Throwable failure = null;
        for (Future<T> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                failure = worse(failure, e.getCause());
            } catch (InterruptedException e) {
                futures.forEach(other -> other.cancel(true));
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the training was interrupted", e);
            }
        }
        if (failure != null) {
            throw sneaked(failure);
        }
        return results;
    }

    /** The failure that says more: not the one of a shard that another shard let down. */
    private static Throwable worse(@Nullable Throwable known, Throwable other) {
        return known == null || known instanceof ShardGroup.AbandonedException ? other : known;
    }

    private static RuntimeException sneaked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException exception ? exception : new IllegalStateException(failure);
    }

    @Override
    public Metrics evaluate(Batch batch, long index) {
        return runAll(List.<Callable<Metrics>>of(() -> first().evaluate(batch, index)))
                .get(0);
    }

    @Override
    public boolean canEvaluate() {
        return first().canEvaluate();
    }

    /** Writes the state of the first replica, which is that of all. */
    @Override
    public void save(State state) {
        first().save(state);
    }

    @Override
    public void restore(State state) throws InvalidDataException {
        for (Replica replica : replicas) {
            replica.trainer().restore(state);
        }
        replicas.stream().skip(1).forEach(replica -> replica.copyWeights(model));
    }

    @Override
    public Map<String, Double> learningRates() {
        return first().learningRates();
    }

    @Override
    public void scaleLearningRate(double factor) {
        replicas.forEach(replica -> replica.trainer().scaleLearningRate(factor));
    }

    private Trainer first() {
        return replicas.get(0).trainer();
    }

    /** Releases the replicas and closes the link; the model stays the caller's. */
    @Override
    public void close() {
        threads.shutdownNow();
        replicas.get(0).close(false);
        replicas.stream().skip(1).forEach(replica -> replica.close(true));
        link.close();
    }
}
