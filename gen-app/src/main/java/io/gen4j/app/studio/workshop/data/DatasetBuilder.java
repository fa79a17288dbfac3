package io.gen4j.app.studio.workshop.data;

import io.gen4j.data.ImageShape;
import io.gen4j.data.picture.PictureFormat;
import io.gen4j.data.picture.PictureReader;
import io.gen4j.data.source.ArrangedPictures;
import io.gen4j.data.source.LabelRule;
import io.gen4j.data.source.LeftOut;
import io.gen4j.data.source.PictureSource;
import io.gen4j.data.source.UnclearLabelsException;
import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a data set's directory from a source: every picture is decoded once, to learn its size and to leave out what is
 * damaged.
 */
final class DatasetBuilder {

    /** The least work that decodes a whole picture. */
    private static final ImageShape PROBE = new ImageShape(3, 8, 8);

    /** How a source refuses a picture of too many bytes. */
    private static final String TOO_LARGE = "it has more than";

    private static final int MAX_NAME = 60;

    private final DataLimits limits;
    private final Path out;
    private final DoubleConsumer progress;
    private final PictureReader reader = new PictureReader(PROBE);
    private final byte[] pixels = new byte[PROBE.size()];
    private final List<StoredPicture> stored = new ArrayList<>();
    private long bytes;
    private int done;

    /**
     * Creates a builder.
     *
     * @param out an empty directory
     * @param progress receives the finished share; may throw to end the work
     */
    DatasetBuilder(DataLimits limits, Path out, DoubleConsumer progress) {
        this.limits = limits;
        this.out = out;
        this.progress = progress;
    }

    /** @throws InvalidDataException if the source has no picture, or more than the limits allow */
    void build(PictureSource source, String name) throws IOException {
        ArrangedPictures arranged = arranged(source);
        LeftOut leftOut = arranged.leftOut();
        int files = arranged.pictures().size() + leftOut.count();
        if (files > limits.files()) {
            throw new InvalidDataException(
                    files + " files are more than the " + limits.files() + " that a data set may have: take fewer");
        }
        List<ArrangedPictures.Picture> pictures = arranged.pictures();
        int[] places = new int
                [pictures.stream()
                                .mapToInt(ArrangedPictures.Picture::index)
                                .max()
                                .orElse(-1)
                        + 1];
        for (int i = 0; i < pictures.size(); i++) {
            places[pictures.get(i).index()] = i;
        }
        source.read(pictures.stream().mapToInt(ArrangedPictures.Picture::index).toArray(), new PictureSource.Sink() {
            @Override
            public void accept(int index, byte[] content) throws IOException {
                take(pictures.get(places[index]), content, leftOut);
                progress.accept((double) ++done / pictures.size());
            }

            @Override
            public void failed(int index, String reason) {
                // The reason may quote the file: as many reasons as files would be no summary.
                leftOut.add(
                        reason.startsWith(TOO_LARGE)
                                ? "larger than " + limits.pictureBytes() + " bytes"
                                : "cannot be read",
                        pictures.get(places[index]).path());
                progress.accept((double) ++done / pictures.size());
            }
        });
        finish(name, leftOut, arranged.notices());
    }

    /** Where folders may or may not be labels, nothing is labelled: people set labels on the page. */
    private static ArrangedPictures arranged(PictureSource source) throws IOException {
        try {
            return ArrangedPictures.of(source, LabelRule.AUTOMATIC);
        } catch (UnclearLabelsException e) {
            ArrangedPictures unlabelled = ArrangedPictures.of(source, LabelRule.NONE);
            List<String> notices = new ArrayList<>(unlabelled.notices());
            notices.add("pictures lie both in folders and beside them, so none has a label yet");
            return new ArrangedPictures(unlabelled.pictures(), unlabelled.leftOut(), notices);
        }
    }

    private void take(ArrangedPictures.Picture picture, byte[] content, LeftOut leftOut) throws IOException {
        PictureReader.Size size;
        try {
            size = reader.read(content, pixels, 0);
        } catch (IOException e) {
            leftOut.add("cannot be decoded", picture.path());
            return;
        }
        bytes += content.length;
        if (bytes > limits.uploadBytes()) {
            throw new InvalidDataException("the pictures have more than the " + limits.uploadBytes()
                    + " bytes that a data set may have: take fewer");
        }
        String file = "%06d-%s".formatted(stored.size() + 1, plain(picture.path()));
        Files.write(out.resolve(file), content, StandardOpenOption.CREATE_NEW);
        stored.add(new StoredPicture(
                file, label(picture.label()), picture.test(), size.width(), size.height(), size.isColour()));
    }

    /** The last step of a path in letters that every disk and locale can spell, with the ending that it had. */
    private static String plain(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
        String ending = PictureFormat.ending(last);
        String stem = ending.isEmpty() ? last : last.substring(0, last.length() - ending.length() - 1);
        return shortened(stem.isEmpty() ? "picture" : stem, MAX_NAME)
                + (ending.isEmpty() ? "" : "." + shortened(ending, 10));
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    /** A folder's name as a label, without what labels must not have. */
    private static @Nullable String label(@Nullable String folder) {
        if (folder == null) {
            return null;
        }
        StringBuilder label = new StringBuilder();
        folder.codePoints()
                .filter(c -> !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.SURROGATE)
                .forEach(label::appendCodePoint);
        String stripped = shortened(label.toString().strip(), MAX_NAME).strip();
        return stripped.isEmpty() ? null : stripped;
    }

    private void finish(String name, LeftOut leftOut, List<String> notices) throws IOException {
        if (stored.isEmpty()) {
            throw new InvalidDataException("there is no picture that can be decoded"
                    + leftOut.lines().stream()
                            .findFirst()
                            .map(line -> "; " + line)
                            .orElse("")
                    + ": expected files that end in ." + String.join(", .", PictureFormat.endings()));
        }
        // After the last picture is written, and not after each: the disk takes them together.
        FileFlush.of(stored.stream().map(picture -> out.resolve(picture.file())).toList(), () -> progress.accept(1));
        PictureTable.write(out, stored);
        new DatasetRecord(
                        name,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                        bytes,
                        leftOut.reasons(),
                        notices)
                .write(out);
    }
}
