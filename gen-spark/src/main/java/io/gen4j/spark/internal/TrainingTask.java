package io.gen4j.spark.internal;

import io.gen4j.GenerativeModel;
import io.gen4j.Metrics;
import io.gen4j.Trainer;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.checkpoint.State;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.ShardOrder;
import io.gen4j.parallel.ShardedTrainer;
import io.gen4j.parallel.Sharding;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/** One rank of a training: the task of a barrier stage. The first rank returns the model. */
public final class TrainingTask implements Serializable {

    private static final long serialVersionUID = 1;
    private static final int MILLIS = 1000;

    private final TrainingPlan plan;

    public TrainingTask(TrainingPlan plan) {
        this.plan = plan;
    }

    /**
     * Trains to the end.
     *
     * @param images of this rank's shards, in any order
     */
    @SuppressWarnings("try") // the watch is there to be held
    public Iterator<TrainedModel> run(Iterator<IndexedImage> images) throws IOException {
        BarrierTaskContext context = BarrierTaskContext.get();
        int rank = context.partitionId();
        int ranks = context.getTaskInfos().length;
        Sharding sharding = Sharding.ofRank(plan.shards(), rank, ranks);
        ImageDataset data = dataset(images, sharding);
        String host = SparkEnv.get().blockManager().blockManagerId().host();
        try (Rendezvous rendezvous = new Rendezvous(
                plan.credentials(context.stageAttemptNumber()),
                rank,
                ranks,
                host,
                PortRange.parse(plan.ports()),
                plan.timeoutSeconds() * MILLIS)) {
            Meeting meeting = Meeting.of(context, host, rendezvous.port(), rank == 0 ? newestCheckpoint() : "");
            ChainLink link = connect(context, rendezvous, meeting);
            try (KillWatch watch = new KillWatch(context, link::close)) {
                return train(data, sharding, link, meeting.checkpoint(), "rank " + rank + " on " + host);
            } finally {
                link.close();
            }
        }
    }

    @SuppressWarnings("try") // the watch is there to be held
    private static ChainLink connect(BarrierTaskContext context, Rendezvous rendezvous, Meeting meeting)
            throws IOException {
        try (KillWatch watch = new KillWatch(context, rendezvous::close)) {
            return rendezvous.connect(meeting.addresses());
        }
    }

    private ImageDataset dataset(Iterator<IndexedImage> images, Sharding sharding) {
        List<IndexedImage> own = new ArrayList<>();
        images.forEachRemaining(own::add);
        own.sort(Comparator.<IndexedImage>comparingLong(image -> image.index() % sharding.shards())
                .thenComparingLong(IndexedImage::index));
        int size = plan.spec().shape().size();
        byte[] pixels = new byte[Math.multiplyExact(own.size(), size)];
        int[] labels = new int[own.size()];
        for (int i = 0; i < labels.length; i++) {
            System.arraycopy(own.get(i).pixels(), 0, pixels, i * size, size);
            labels[i] = own.get(i).label();
        }
        return plan.labelNames().isEmpty()
                ? ImageDataset.of("spark", plan.spec().shape(), pixels)
                : ImageDataset.of("spark", plan.spec().shape(), pixels, labels, plan.labelNames());
    }

    private String newestCheckpoint() throws IOException {
        return plan.checkpoints().isEmpty() ? "" : checkpoints().newest().orElse("");
    }

    private HadoopCheckpoints checkpoints() throws IOException {
        return new HadoopCheckpoints(plan.checkpoints(), plan.hadoop().value());
    }

    private Iterator<TrainedModel> train(
            ImageDataset data, Sharding sharding, ChainLink link, String checkpoint, String name) throws IOException {
        try (GenerativeModel model = plan.newModel();
                ShardedTrainer trainer = newTrainer(model, sharding, link)) {
            try {
                return train(model, trainer, data, sharding, checkpoint);
            } catch (IOException | RuntimeException e) {
                // Before the trainer closes the link, over which the other ranks hear the reason.
                link.fail(name + ": " + e.getMessage());
                throw e;
            }
        }
    }

    private Iterator<TrainedModel> train(
            GenerativeModel model, ShardedTrainer trainer, ImageDataset data, Sharding sharding, String checkpoint)
            throws IOException {
        int perShard = sharding.batchSize(model.config().batchSize());
        ShardOrder order = ShardOrder.of(
                Math.toIntExact(plan.images()),
                sharding.shards(),
                sharding.from(),
                sharding.to(),
                perShard,
                model.config().seed());
        Recorder recorder =
                new Recorder(sharding.from() == 0 && !plan.checkpoints().isEmpty());
        TrainingLoop loop = new TrainingLoop(
                trainer,
                new Batches(data, order, model.pixelRange()),
                model.config().epochs(),
                List.of(recorder));
        if (!checkpoint.isEmpty()) {
            State state = checkpoints().read(checkpoint);
            plan.requireSame(state.in(TrainingPlan.STATE), checkpoint);
            loop.restore(state);
        }
        loop.run();
        return sharding.from() == 0
                ? List.of(result(model, trainer, recorder.epochs)).iterator()
                : List.<TrainedModel>of().iterator();
    }

    private ShardedTrainer newTrainer(GenerativeModel model, Sharding sharding, ChainLink link) {
        int perShard = sharding.batchSize(model.config().batchSize());
        return new ShardedTrainer(model, sharding, link, plan.exchanges(perShard));
    }

    private static TrainedModel result(GenerativeModel model, Trainer trainer, List<double[]> epochs)
            throws IOException {
        Path file = Files.createTempFile("gen4j-model", ".zip");
        try {
            model.save(file);
            return new TrainedModel(
                    Files.readAllBytes(file), trainer.steps(), List.copyOf(trainer.metricNames()), epochs);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Keeps the metrics of the epochs; on the first rank, it writes checkpoints too. */
    private final class Recorder implements TrainingListener {

        private static final String STATE = "spark epochs";

        private final boolean writes;
        private final List<double[]> epochs = new ArrayList<>();

        Recorder(boolean writes) {
            this.writes = writes;
        }

        @Override
        public void resumed(TrainingLoop loop, State state) throws IOException {
            State mine = state.in(STATE);
            int names = loop.trainer().metricNames().size();
            for (int epoch = 0; epoch < loop.epoch() - 1; epoch++) {
                epochs.add(mine.doubles("epoch " + epoch, names));
            }
        }

        @Override
        public void epochEnded(int epoch, Metrics mean) {
            double[] values = new double[mean.names().size()];
            Arrays.setAll(values, mean::value);
            epochs.add(values);
        }

        @Override
        public void settled(TrainingLoop loop) throws IOException {
            boolean due = loop.position() == 0
                    && ((loop.epoch() - 1) % plan.checkpointEpochs() == 0 || loop.epoch() > loop.epochs());
            if (writes && due && !epochs.isEmpty()) {
                State state = loop.state();
                plan.describe(state.in(TrainingPlan.STATE));
                checkpoints().write(loop.trainer().steps(), state);
                interruptIfKilled();
            }
        }

        /** Hadoop's file systems may have swallowed the interrupt that told of the task's end. */
        private static void interruptIfKilled() {
            if (TaskContext.get().isInterrupted()) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void save(State state) {
            State mine = state.in(STATE);
            for (int epoch = 0; epoch < epochs.size(); epoch++) {
                mine.put("epoch " + epoch, epochs.get(epoch));
            }
        }
    }

    /** The message that the ranks exchange once, at the start. */
    private record Meeting(List<InetSocketAddress> addresses, String checkpoint) {

        private static final String SEPARATOR = "\n";

        static Meeting of(BarrierTaskContext context, String host, int port, String checkpoint) {
            String[] messages = context.allGather(host + SEPARATOR + port + SEPARATOR + checkpoint);
            List<InetSocketAddress> addresses = new ArrayList<>();
            for (String message : messages) {
                String[] parts = message.split(SEPARATOR, -1);
                addresses.add(InetSocketAddress.createUnresolved(parts[0], Integer.parseInt(parts[1])));
            }
            return new Meeting(addresses, messages[0].split(SEPARATOR, -1)[2]);
        }
    }
}
