package io.gen4j.spark.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.data.ImageShape;
import io.gen4j.data.ShardOrder;
import io.gen4j.parallel.Sharding;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The plan of a training, for every rank.
 *
 * @param family name of the model's family
 * @param settings of the model, all of them, as a JSON object
 * @param channels of the images
 * @param height of the images
 * @param width of the images
 * @param labelNames of the images; empty without labels
 * @param images in all
 * @param shards of every batch
 * @param job names the training
 * @param secret that the ranks share
 * @param ports to listen on
 * @param timeoutSeconds for the other ranks to answer
 * @param checkpoints directory that every rank reads; empty for none
 * @param checkpointEpochs epochs between two checkpoints, at least 1
 * @param hadoop file systems' settings
 */
public record TrainingPlan(
        String family,
        String settings,
        int channels,
        int height,
        int width,
        List<String> labelNames,
        long images,
        int shards,
        String job,
        byte[] secret,
        String ports,
        int timeoutSeconds,
        String checkpoints,
        int checkpointEpochs,
        SerializableConfiguration hadoop)
        implements Serializable {

    private static final long serialVersionUID = 1;

    /** @throws IllegalArgumentException if the ports are no range */
    public TrainingPlan {
        PortRange.parse(ports);
    }

    /** A new model, with the initial weights that the seed gives. */
    public GenerativeModel newModel() {
        return create(ModelFamilies.named(family), settings, spec());
    }

    private static <C extends ModelConfig> GenerativeModel create(
            ModelFamily<C> family, String settings, ImageSpec spec) {
        return family.create(config(family, settings), spec);
    }

    /**
     * A family's settings.
     *
     * @param changes a JSON object of the settings that differ from the defaults
     * @throws IllegalArgumentException if it is none, or a setting does not exist or has a value that cannot be
     */
    public static <C extends ModelConfig> C config(ModelFamily<C> family, String changes) {
        try {
            JsonNode node = JsonMapper.builder().build().readTree(changes);
            if (!node.isObject()) {
                throw new IllegalArgumentException("settings is " + changes + ": must be a JSON object");
            }
            return ModelConfigs.with(family.defaults(), node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("settings is no JSON object: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Checks that the images fill a batch of every shard.
     *
     * @throws IllegalArgumentException if they do not, or the batch size is no multiple of the shards
     */
    public void requireBatches(int batchSize, long count) {
        int perShard = Sharding.local(shards).batchSize(batchSize);
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("there are " + count + " images: must be at most " + Integer.MAX_VALUE);
        }
        ShardOrder.of((int) count, shards, 0, shards, perShard, 0);
    }

    ImageSpec spec() {
        return new ImageSpec(new ImageShape(channels, height, width), labelNames);
    }

    Credentials credentials(int attempt) {
        return new Credentials(job, attempt, secret);
    }
}
