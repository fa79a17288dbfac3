package io.gen4j.vae;

import io.gen4j.data.Batch;
import io.gen4j.data.internal.DeviceFeed;
import io.gen4j.nn.device.internal.DeviceArrays;
import io.gen4j.nn.device.internal.NetworkLayers;
import io.gen4j.nn.device.internal.NetworkPass;
import io.gen4j.nn.device.internal.Program;
import io.gen4j.nn.device.internal.StepBlock;
import io.gen4j.nn.graph.BatchStatistics;
import io.gen4j.nn.graph.LayerPath;
import io.gen4j.random.RandomSource;
import io.gen4j.random.RandomStreams;
import io.gen4j.vae.internal.DeviceReconstructionTrainer;
import io.gen4j.vae.internal.VariationalBound;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** {@link VariationalBound} as recorded operations, for one batch size: its images, and the random numbers of a step. */
abstract class DeviceBound implements DeviceReconstructionTrainer.Step {

    /** The number among the readings that is the logarithm of a learnt variance, in every bound. */
    static final int LOG_VARIANCE = 0;

    private final DeviceVaeTrainer trainer;
    private final RandomSource random;
    private final int size;
    private final DeviceArrays arrays;
    private final DeviceFeed.Input input;
    private final INDArray images;
    private final StepBlock block;
    private final StepBlock.Part weight;
    private final StepBlock.Part noise;
    private final StepBlock.@Nullable Part labels;
    private final StepBlock.@Nullable Part uniform;
    private final Program forward = new Program();
    private final Program backward = new Program();

    DeviceBound(DeviceVaeTrainer trainer, int size, RandomSource random, DeviceArrays arrays) {
        this.trainer = trainer;
        this.random = random;
        this.size = size;
        this.arrays = arrays;
        VaeConfig config = trainer.model().config();
        int pixels = trainer.model().spec().shape().size();
        int labelCount = trainer.model().labelCount();
        long drawn = (long) config.latent() * config.iwae() + labelCount + (config.binarize() ? pixels : 0);
        block = new StepBlock(1 + size * drawn, arrays);
        weight = block.take(1);
        noise = block.take((long) size * config.iwae(), config.latent());
        labels = labelCount > 0 ? block.take(size, labelCount) : null;
        uniform = config.binarize() ? block.take(size, pixels) : null;
        INDArray brought = arrays.zeros(size, pixels);
        input = trainer.feed().into(brought, arrays);
        images = uniform == null ? brought : binarized(brought, uniform.array());
    }

    /** White where the grey value exceeds a uniform number. */
    private INDArray binarized(INDArray grey, INDArray numbers) {
        INDArray white = arrays.keep(Nd4j.create(DataType.BOOL, grey.shape()));
        INDArray binary = arrays.zeros(grey.shape());
        forward.add("less", new INDArray[] {numbers, grey}, white, new long[0]);
        forward.convert(white, binary);
        return binary;
    }

    /** {@code [n, pixels]}, which become those of each batch. */
    final INDArray images() {
        return images;
    }

    /** {@code [n draws, latent]}, normally distributed. */
    final INDArray noise() {
        return noise.array();
    }

    /** {@code [1]}, the weight of the divergence. */
    final INDArray divergenceWeight() {
        return weight.array();
    }

    /** One-hot, {@code [n, labels]}; null for none. */
    final @Nullable INDArray labels() {
        return labels == null ? null : labels.array();
    }

    final Program forwardProgram() {
        return forward;
    }

    final Program backwardProgram() {
        return backward;
    }

    final NetworkPass pass(LayerPath path, INDArray features, @Nullable INDArray rowLabels) {
        return new NetworkLayers(trainer.model().parameters(), path, BatchStatistics.RUNNING)
                .pass(features, rowLabels, NetworkLayers.NO_MASKS, arrays);
    }

    final NetworkPass encoder(INDArray features) {
        return pass(trainer.model().parameters().path().to(VaeArchitecture.MOMENTS), features, labels());
    }

    @Override
    public final void bring(Batch batch, String kind, long index) {
        trainer.ahead().finish(key(kind, index), () -> draw(kind, index));
        weight.set(0, trainer.divergenceWeight());
        if (labels != null) {
            labels.setLabels(batch.labels());
        }
        block.upload();
        input.bring(batch);
        if (random instanceof RandomStreams) {
            // Other sources may count what they are asked for.
            trainer.ahead().begin(key(kind, index + 1), () -> draw(kind, index + 1));
        }
    }

    private Object key(String kind, long index) {
        return List.of(size, kind, index);
    }

    private void draw(String kind, long index) {
        noise.drawNormal(random.stream(kind + "noise", index), 1);
        if (uniform != null) {
            uniform.drawUniform(random.stream(kind + "binarization", index));
        }
    }

    @Override
    public final void forward() {
        forward.run();
    }

    @Override
    public final void backward() {
        backward.run();
    }
}
