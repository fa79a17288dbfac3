package io.gen4j.spark.internal;

import io.gen4j.data.ImageShape;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Writes images and labels as a pair of IDX files with MNIST's names. */
public final class IdxWriter {

    /** Where the images wait for the driver: they may be more than fit in memory. */
    public static final StorageLevel LEVEL = StorageLevel.DISK_ONLY();

    private static final int MAGIC = 0x0800;
    private static final int LABEL = 1;
    private static final int IMAGE = 2;
    private static final int MAX_LABELS = 256;

    private final HadoopFiles directory;
    private final ImageShape shape;
    private final int count;
    private final List<String> labelNames;

    /** @param labelNames in their order; empty for images without labels */
    public IdxWriter(HadoopFiles directory, ImageShape shape, int count, List<String> labelNames) {
        if (labelNames.size() > MAX_LABELS) {
            throw new IllegalArgumentException(
                    "there are " + labelNames.size() + " labels: an IDX file has at most " + MAX_LABELS);
        }
        this.directory = directory;
        this.shape = shape;
        this.count = count;
        this.labelNames = labelNames;
    }

    /** Writes both files. The directory appears with the first one. */
    public void write(Iterator<Row> rows) throws IOException {
        byte[] labels = new byte[count];
        directory.child("train-images-idx3-ubyte").write(out -> images(rows, out, labels));
        if (!labelNames.isEmpty()) {
            directory.child("train-labels-idx1-ubyte").write(out -> {
                header(out, count);
                out.write(labels);
            });
        }
    }

    private void images(Iterator<Row> rows, OutputStream out, byte[] labels) throws IOException {
        if (shape.channels() == 1) {
            header(out, count, shape.height(), shape.width());
        } else {
            header(out, count, shape.channels(), shape.height(), shape.width());
        }
        for (int i = 0; i < count; i++) {
            Row row = rows.next();
            out.write(row.<byte[]>getAs(IMAGE));
            if (!labelNames.isEmpty()) {
                labels[i] = (byte) labelNames.indexOf(row.getString(LABEL));
            }
        }
    }

    private static void header(OutputStream out, int... dimensions) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(MAGIC | dimensions.length);
        for (int dimension : dimensions) {
            data.writeInt(dimension);
        }
        data.flush();
    }
}
