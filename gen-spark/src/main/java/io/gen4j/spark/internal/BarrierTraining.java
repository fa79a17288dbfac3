package io.gen4j.spark.internal;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/** Runs a training as one barrier stage: one task per rank, each with the images of its shards. */
public final class BarrierTraining {

    private static final Pattern FAILURE = Pattern.compile("(?m)^(?:[\\w.$]+(?:Exception|Error): )(.+)$");
    private static final String INTERRUPT = "spark.job.interruptOnCancel";

    private BarrierTraining() {}

    /**
     * Trains.
     *
     * @param images with indices from 0 on, anywhere
     * @param ranks tasks that run at once, at most the shards
     */
    public static TrainedModel run(JavaRDD<IndexedImage> images, TrainingPlan plan, int ranks) {
        int shards = plan.shards();
        RDD<IndexedImage> placed = images.mapToPair(image -> new Tuple2<>((int) (image.index() % shards), image))
                .partitionBy(new RankPartitioner(shards, ranks))
                .values()
                .rdd();
        ClassTag<TrainedModel> tag = ClassTag$.MODULE$.apply(TrainedModel.class);
        RDD<TrainedModel> trained = placed.barrier().mapPartitions(new Ranks(new TrainingTask(plan)), false, tag);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(placed.sparkContext());
        String before = context.getLocalProperty(INTERRUPT);
        context.setLocalProperty(INTERRUPT, "true");
        try {
            // Spark retries a barrier stage with shuffled output. It gives up one that ends the job.
            List<TrainedModel> models = new JavaRDD<>(trained, tag)
                    .mapToPair(model -> new Tuple2<>(0, model))
                    .partitionBy(new HashPartitioner(1))
                    .values()
                    .collect();
            return models.get(0);
        } catch (Exception e) {
            // Scala throws checked exceptions that Java's compiler does not know of.
            throw new TrainingFailedException(reason(String.valueOf(e.getMessage())), e);
        } finally {
            context.setLocalProperty(INTERRUPT, before);
        }
    }

    /** The failure of a rank, out of Spark's account of the stage. */
    private static String reason(String account) {
        Matcher failure = FAILURE.matcher(account);
        return failure.find() ? failure.group(1) : account.lines().findFirst().orElse("the training failed");
    }

    /** A rank's images go through a {@link TrainingTask}. */
    private static final class Ranks
            extends AbstractFunction1<scala.collection.Iterator<IndexedImage>, scala.collection.Iterator<TrainedModel>>
            implements Serializable {

        private static final long serialVersionUID = 1;

        private final TrainingTask task;

        Ranks(TrainingTask task) {
            this.task = task;
        }

        @Override
        public scala.collection.Iterator<TrainedModel> apply(scala.collection.Iterator<IndexedImage> images) {
            try {
                Iterator<TrainedModel> result = task.run(CollectionConverters.asJava(images));
                return CollectionConverters.asScala(result);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e.getMessage(), e);
            }
        }
    }

    /** Neighbouring shards go to the same rank, or to neighbours. */
    private static final class RankPartitioner extends Partitioner {

        private static final long serialVersionUID = 1;

        private final int shards;
        private final int ranks;

        RankPartitioner(int shards, int ranks) {
            this.shards = shards;
            this.ranks = ranks;
        }

        @Override
        public int numPartitions() {
            return ranks;
        }

        @Override
        public int getPartition(Object key) {
            int shard = (Integer) key;
            int rank = (int) ((long) shard * ranks / shards);
            while ((int) ((long) shards * (rank + 1) / ranks) <= shard) {
                rank++;
            }
            return rank;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof RankPartitioner partitioner
                    && partitioner.shards == shards
                    && partitioner.ranks == ranks;
        }

        @Override
        public int hashCode() {
            return 31 * shards + ranks;
        }
    }
}
