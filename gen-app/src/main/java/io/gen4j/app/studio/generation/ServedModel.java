package io.gen4j.app.studio.generation;

import io.gen4j.ConditionalModel;
import io.gen4j.EncoderModel;
import io.gen4j.GenerativeModel;
import io.gen4j.data.Batch;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model shared by simultaneous requests. */
final class ServedModel implements AutoCloseable {

    private static final int ROWS_IN_ONE_CALL = 256;
    private static final int ROWS_WAITING = 16_384;

    private final GenerativeModel model;
    private final BatchingExecutor generator;
    private final @Nullable BatchingExecutor encoder;

    /** @param model owned by this object from now on, and closed with it */
    ServedModel(String name, GenerativeModel model) {
        this.model = model;
        generator = new BatchingExecutor(name + " generates", this::generateNow, ROWS_IN_ONE_CALL, ROWS_WAITING);
        encoder = model instanceof EncoderModel latent
                ? new BatchingExecutor(
                        name + " encodes",
                        (images, labels) -> latent.encode(new Batch(images, labels)),
                        ROWS_IN_ONE_CALL,
                        ROWS_WAITING)
                : null;
    }

    /** The model, for its settings only; generate and encode through this object. */
    GenerativeModel model() {
        return model;
    }

    boolean hasEncoder() {
        return encoder != null;
    }

    /** As {@link GenerativeModel#generate(INDArray)}, with labels if the model is conditional, otherwise with none. */
    INDArray generate(INDArray latents, int[] labels) {
        return generator.apply(latents, labels);
    }

    /** As {@link EncoderModel#encode(Batch)}, with labels if the model is conditional, otherwise with none. */
    INDArray encode(INDArray images, int[] labels) {
        if (encoder == null) {
            throw new IllegalStateException(model.family() + " has no encoder");
        }
        return encoder.apply(images, labels);
    }

    private INDArray generateNow(INDArray latents, int[] labels) {
        return model instanceof ConditionalModel conditional
                ? conditional.generate(latents, labels)
                : model.generate(latents);
    }

    @Override
    public void close() {
        generator.close();
        if (encoder != null) {
            encoder.close();
        }
        model.close();
    }
}
