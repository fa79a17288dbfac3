package io.gen4j.app.option;

import io.gen4j.GenerativeModel;
import io.gen4j.data.ImageShape;
import io.gen4j.data.source.IdxFile;
import io.gen4j.image.ImageGrid;
import io.gen4j.image.Png;
import io.gen4j.interop.NpyFile;
import io.gen4j.runtime.HostMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import picocli.CommandLine.Option;

/** Options for the output of images: one picture, a directory of pictures, or an array. */
public final class OutputOptions {

    private static final int MAX_GRID = 1000;
    private static final int MAX_PIECE = 1_000;
    private static final int PIECE_NUMBERS = 1 << 26;

    @Option(
            names = "--out",
            paramLabel = "FILE|DIR",
            description = "FILE.png (all in one picture), FILE.npy (numbers, [n, channels, height, width]), FILE.idx "
                    + "(bytes) or a directory (a picture each); default ${DEFAULT-VALUE}.",
            defaultValue = "samples.png")
    private Path out;

    @Option(names = "--grid", paramLabel = "RxC", description = "Rows and columns of the picture, such as 8x16.")
    private @Nullable String grid;

    @Option(names = "--force", description = "Replace existing files.")
    private boolean force;

    /** Refuses an output that cannot be written, before the work starts. */
    public void check(int count) throws IOException {
        requireGridHolds(count);
        if (!out.getFileName().toString().matches("(?i)[^.]+|.*\\.(png|npy|idx)")) {
            throw new IllegalArgumentException(
                    "--out is " + out + ": must end in .png, .npy or .idx, or be a directory's name without a dot");
        }
        if (grid != null && !ends(".png")) {
            throw new IllegalArgumentException("--grid is " + grid + ", and --out is " + out
                    + ", which is not one picture: leave --grid out, or let --out end in .png");
        }
        NewFile.requireUnlessForced(out, force);
    }

    private void requireGridHolds(int count) {
        Integer places = gridSize();
        if (places != null && places < count) {
            throw new IllegalArgumentException("--grid is " + grid + ", which has room for " + places + " images, and "
                    + count + " are to be drawn: make it larger, or set --count");
        }
    }

    /** Where to write. */
    public Path path() {
        return out;
    }

    /** The number of images in a full grid, if the user gave its size. */
    @Nullable
    public Integer gridSize() {
        int[] sides = grid == null ? null : sides(grid);
        return sides == null ? null : Integer.valueOf(sides[0] * sides[1]);
    }

    /** Draws images in parts, so that not all of them need to fit in memory. */
    @FunctionalInterface
    public interface Drawing {
        /**
         * The next images, asked for in order.
         *
         * @return {@code [to - from, pixels]}, the caller's own
         */
        INDArray rows(int from, int to) throws IOException;
    }

    /** Refuses a number of images that the chosen format cannot hold, before they are drawn. */
    public void checkSize(int count, GenerativeModel model) {
        ImageShape shape = model.spec().shape();
        if (ends(".png")) {
            ImageGrid.requireSize(count, columns(count), shape);
        } else if (ends(".idx") && (long) count * shape.size() > IdxFile.MAX_VALUES) {
            throw new IllegalArgumentException(count + " images of " + shape + " are " + (long) count * shape.size()
                    + " bytes: an .idx file has at most " + IdxFile.MAX_VALUES + "; write .npy or a directory");
        }
    }

    /** Writes {@code [n, pixels]} images. */
    public Path write(INDArray images, GenerativeModel model) throws IOException {
        int count = (int) images.size(0);
        checkSize(count, model);
        return write(
                count,
                model,
                (from, to) -> images.get(NDArrayIndex.interval(from, to), NDArrayIndex.all())
                        .dup('c'));
    }

    /** Writes images as they are drawn. */
    public Path write(int count, GenerativeModel model, Drawing drawing) throws IOException {
        ImageShape shape = model.spec().shape();
        if (ends(".png")) {
            ImageGrid grid = new ImageGrid(count, columns(count), shape, model.pixelRange());
            forEachPiece(count, shape, drawing, (images, from) -> grid.add(images));
            Png.write(out, grid.picture());
        } else if (ends(".npy")) {
            long[] sizes = {count, shape.channels(), shape.height(), shape.width()};
            NpyFile.write(
                    out, sizes, sink -> forEachPiece(count, shape, drawing, (images, from) -> sink.append(images)));
        } else if (ends(".idx")) {
            writeIdx(count, model, drawing);
        } else {
            deletePictures(out);
            Files.createDirectories(out);
            forEachPiece(count, shape, drawing, (images, from) -> writeEach(images, from, model));
        }
        return out;
    }

    /** With {@code --force}, pictures of an earlier call are replaced: its numbers may go further. Other files stay. */
    private static void deletePictures(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    if (file.getFileName().toString().matches("\\d{5,7}\\.png")) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    private boolean ends(String ending) {
        return out.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /** Receives some of the images. */
    @FunctionalInterface
    private interface Piece {
        void accept(INDArray images, int from) throws IOException;
    }

    private static void forEachPiece(int count, ImageShape shape, Drawing drawing, Piece piece) throws IOException {
        int rows = Math.max(1, Math.min(MAX_PIECE, PIECE_NUMBERS / shape.size()));
        for (int from = 0; from < count; from += rows) {
            try (INDArray images = drawing.rows(from, Math.min(count, from + rows))) {
                piece.accept(images, from);
            }
        }
    }

    private void writeIdx(int count, GenerativeModel model, Drawing drawing) throws IOException {
        ImageShape shape = model.spec().shape();
        byte[] pixels = new byte[count * shape.size()];
        forEachPiece(count, shape, drawing, (images, from) -> {
            float[] values = new float[(int) images.length()];
            HostMemory.read(images, 0, values, values.length);
            for (int i = 0; i < values.length; i++) {
                pixels[from * shape.size() + i] = model.pixelRange().toPixel(values[i]);
            }
        });
        IdxFile file = shape.channels() == 1
                ? IdxFile.of(pixels, count, shape.height(), shape.width())
                : IdxFile.of(pixels, count, shape.channels(), shape.height(), shape.width());
        file.replace(out);
    }

    private void writeEach(INDArray images, int from, GenerativeModel model) throws IOException {
        for (int i = 0; i < images.size(0); i++) {
            Png.write(
                    out.resolve(String.format(Locale.ROOT, "%05d.png", from + i)),
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
