package io.gen4j.spark.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelConfig;
import io.gen4j.ModelConfigs;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.checkpoint.State;
import io.gen4j.data.ImageShape;
import io.gen4j.data.ShardOrder;
import io.gen4j.file.InvalidDataException;
import io.gen4j.file.Printable;
import io.gen4j.parallel.Exchanges;
import io.gen4j.parallel.Sharding;
import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param checksum of the images, their labels and their order
 * @param shards of every batch
 * @param localSteps updates between two averages of the weights; 1 to sum every gradient
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
        long checksum,
        int shards,
        int localSteps,
        String job,
        byte[] secret,
        String ports,
        int timeoutSeconds,
        String checkpoints,
        int checkpointEpochs,
        SerializableConfiguration hadoop)
        implements Serializable {

    private static final long serialVersionUID = 1;
    /** The part of a checkpoint that says whose it is. */
    static final String STATE = "spark plan";

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

    /** Writes what the result depends on, so that the checkpoint is not taken for that of another training. */
    void describe(State state) {
        identity().forEach(state::putText);
    }

    /**
     * Checks that a checkpoint is of this training, or of one that differs in the number of epochs.
     *
     * @throws InvalidDataException if it is not
     */
    void requireSame(State state, String checkpoint) throws InvalidDataException {
        for (Map.Entry<String, String> part : identity().entrySet()) {
            String other = state.has(part.getKey()) ? state.text(part.getKey()) : "unknown";
            if (!other.equals(part.getValue())) {
                throw new InvalidDataException(checkpoints + " has " + checkpoint + " of another training: its "
                        + part.getKey() + " is " + Printable.of(other) + ", and this one's is "
                        + Printable.of(part.getValue()) + "; choose another checkpointDir");
            }
        }
    }

    /**
     * Checks the newest checkpoint, if there is one, before any task starts.
     *
     * @throws InvalidDataException if it is of another training, or none of the checkpoints can be read
     */
    public void requireOwnCheckpoints() throws IOException {
        if (!checkpoints.isEmpty()) {
            HadoopCheckpoints all = new HadoopCheckpoints(checkpoints, hadoop.value());
            Optional<String> newest = all.newest();
            if (newest.isPresent()) {
                requireSame(all.read(newest.get()).in(STATE), newest.get());
            }
        }
    }

    private Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("family", family);
        identity.put("shards", String.valueOf(shards));
        identity.put("localSteps", String.valueOf(localSteps));
        identity.put("number of images", String.valueOf(images));
        identity.put("checksum of images", Long.toHexString(checksum));
        identity.put("labels", String.join(", ", labelNames));
        try {
            ObjectNode all = (ObjectNode) JsonMapper.builder().build().readTree(settings);
            all.remove("epochs");
            identity.put("settings", all.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the plan has settings that are no JSON: " + settings, e);
        }
        return identity;
    }

    /** @param perShard images of a shard in a batch */
    Exchanges exchanges(int perShard) {
        return localSteps == 1
                ? Exchanges.EVERY_UPDATE
                : new Exchanges(localSteps, Math.toIntExact(images) / shards / perShard);
    }

    Credentials credentials(int attempt) {
        return new Credentials(job, attempt, secret);
    }
}
