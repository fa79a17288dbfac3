package io.gen4j.spark.internal;

import io.gen4j.ConditionalModel;
import io.gen4j.GenerativeModel;
import io.gen4j.data.PixelRange;
import io.gen4j.prior.LatentPrior;
import io.gen4j.random.RandomStreams;
import io.gen4j.runtime.HostMemory;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Draws images in blocks of a fixed size. The bounds of a block depend on the index alone. So the bytes of an image do not
 * depend on the machine, or on the other images drawn there.
 */
public final class SampleBlocks implements Serializable {

    /** Images in one block. */
    public static final int BLOCK = 500;

    private static final long serialVersionUID = 1;

    private final Broadcast<byte[]> file;
    private final long count;
    private final long seed;
    private final List<String> labels;

    /**
     * @param file the bytes of model.zip
     * @param count of images in all
     * @param labels to draw in turn; empty for all of the model's
     */
    public SampleBlocks(Broadcast<byte[]> file, long count, long seed, List<String> labels) {
        this.file = file;
        this.count = count;
        this.seed = seed;
        this.labels = labels;
    }

    /** Draws the images of some blocks. */
    public Iterator<Row> draw(Iterator<Long> blocks) {
        if (!blocks.hasNext()) {
            return List.<Row>of().iterator();
        }
        ModelLease lease = new ModelLease(file.value());
        TaskContext context = TaskContext.get();
        if (context != null) {
            context.addTaskCompletionListener((TaskCompletionListener) done -> lease.close());
        }
        return new Iterator<>() {

            private Iterator<Row> rows = List.<Row>of().iterator();

            @Override
            public boolean hasNext() {
                while (!rows.hasNext() && blocks.hasNext()) {
                    long block = blocks.next();
                    rows = lease.run(() -> block(lease.model(), block)).iterator();
                }
                return rows.hasNext();
            }

            @Override
            public Row next() {
                hasNext();
                return rows.next();
            }
        };
    }

    private List<Row> block(GenerativeModel model, long block) {
        long first = block * BLOCK;
        int rows = (int) Math.min(BLOCK, count - first);
        List<String> names = model.spec().labelNames();
        int[] drawn = labels(model, first, rows);
        try (INDArray latents = latents(model.prior(), first, rows);
                INDArray images = model instanceof ConditionalModel conditional
                        ? conditional.generate(latents, drawn)
                        : model.generate(latents)) {
            List<Row> result = new ArrayList<>(rows);
            float[] numbers = new float[(int) images.size(1)];
            for (int i = 0; i < rows; i++) {
                HostMemory.read(images, (long) i * numbers.length, numbers, numbers.length);
                String label = model instanceof ConditionalModel ? names.get(drawn[i]) : null;
                result.add(RowFactory.create(first + i, label, pixels(numbers, model.pixelRange())));
            }
            return result;
        }
    }

    private int[] labels(GenerativeModel model, long first, int rows) {
        List<String> names = model.spec().labelNames();
        List<String> chosen = labels.isEmpty() ? names : labels;
        int[] result = new int[rows];
        for (int i = 0; i < rows && model instanceof ConditionalModel; i++) {
            result[i] = names.indexOf(chosen.get((int) ((first + i) % chosen.size())));
        }
        return result;
    }

    /** Each image has a stream of its own. */
    private INDArray latents(LatentPrior prior, long first, int rows) {
        INDArray latents = Nd4j.create(DataType.FLOAT, rows, prior.size());
        RandomStreams random = new RandomStreams(seed);
        for (int i = 0; i < rows; i++) {
            prior.fill(latents.getRow(i, true), random.stream("latent", first + i));
        }
        return latents;
    }

    static byte[] pixels(float[] numbers, PixelRange range) {
        byte[] pixels = new byte[numbers.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = range.toPixel(numbers[i]);
        }
        return pixels;
    }
}
