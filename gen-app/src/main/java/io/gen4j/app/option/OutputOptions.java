package io.gen4j.app.option;

import io.gen4j.GenerativeModel;
import io.gen4j.data.ImageShape;
import io.gen4j.data.source.IdxFile;
import io.gen4j.file.AtomicFile;
import io.gen4j.image.ImageGrid;
import io.gen4j.image.Png;
import io.gen4j.interop.NpyFile;
import io.gen4j.runtime.HostMemory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Option;

/** Where images go: a picture of all, a directory with one picture each, or an array. */
public final class OutputOptions {

    private static final int MAX_GRID = 1000;

    @Option(
            names = "--out",
            paramLabel = "FILE|DIR",
            description = "FILE.png (all in one picture), FILE.npy (numbers, [n, channels, height, width]), FILE.idx "
                    + "(bytes) or a directory (a picture each); default ${DEFAULT-VALUE}.",
            defaultValue = "samples.png")
    private Path out;

    @Option(names = "--grid", paramLabel = "RxC", description = "Rows and columns of the picture, such as 8x16.")
    private @Nullable String grid;

    @Option(names = "--force", description = "Replace what exists.")
    private boolean force;

    /** Refuses what could not be written anyway, before any work is done. */
    public void check(int count) throws IOException {
        columns(count);
        if (!out.getFileName().toString().matches("(?i)[^.]+|.*\\.(png|npy|idx)")) {
            throw new IllegalArgumentException(
                    "--out is " + out + ": must end in .png, .npy or .idx, or be a directory's name without a dot");
        }
        if (Files.exists(out) && !force) {
            throw new FileAlreadyExistsException(out.toString(), null, "exists already: use --force to replace it");
        }
        AtomicFile.requireCreatable(out);
    }

    /** Images in one full grid, if the user gave its size. */
    @Nullable
    public Integer gridSize() {
        int[] sides = grid == null ? null : sides(grid);
        return sides == null ? null : Integer.valueOf(sides[0] * sides[1]);
    }

    /** Writes {@code [n, pixels]} images. */
    public Path write(INDArray images, GenerativeModel model) throws IOException {
        ImageShape shape = model.spec().shape();
        String name = out.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".png")) {
            int columns = columns((int) images.size(0));
            Png.write(out, ImageGrid.of(images, shape, model.pixelRange(), columns));
        } else if (name.endsWith(".npy")) {
            NpyFile.write(out, images.reshape('c', images.size(0), shape.channels(), shape.height(), shape.width()));
        } else if (name.endsWith(".idx")) {
            writeIdx(images, model);
        } else {
            writeEach(images, model);
        }
        return out;
    }

    private void writeIdx(INDArray images, GenerativeModel model) throws IOException {
        ImageShape shape = model.spec().shape();
        float[] values = new float[(int) images.length()];
        HostMemory.read(images, 0, values, values.length);
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = model.pixelRange().toPixel(values[i]);
        }
        int count = (int) images.size(0);
        IdxFile file = shape.channels() == 1
                ? IdxFile.of(pixels, count, shape.height(), shape.width())
                : IdxFile.of(pixels, count, shape.channels(), shape.height(), shape.width());
        file.write(out);
    }

    private void writeEach(INDArray images, GenerativeModel model) throws IOException {
        Files.createDirectories(out);
        for (int i = 0; i < images.size(0); i++) {
            Png.write(
                    out.resolve(String.format(Locale.ROOT, "%05d.png", i)),
                    ImageGrid.single(images, i, model.spec().shape(), model.pixelRange()));
        }
    }

    private int columns(int count) {
        return grid == null ? (int) Math.ceil(Math.sqrt(count)) : sides(grid)[1];
    }

    private static int[] sides(String text) {
        if (!text.matches("[1-9]\\d{0,2}x[1-9]\\d{0,2}")) {
            throw new IllegalArgumentException(
                    "--grid is " + text + ": must be ROWSxCOLUMNS, each 1 to " + (MAX_GRID - 1) + ", such as 8x16");
        }
        String[] sides = text.split("x");
        return new int[] {Integer.parseInt(sides[0]), Integer.parseInt(sides[1])};
    }
}
