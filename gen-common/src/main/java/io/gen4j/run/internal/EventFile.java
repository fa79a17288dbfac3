package io.gen4j.run.internal;

import io.gen4j.file.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.CodedOutputStream;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.Summary;
import org.tensorflow.framework.SummaryMetadata;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/**
 * A file of events as TensorBoard reads it: numbers, pictures and text by step. Each record is a protocol buffer, a {@code
 * tensorflow.Event}, framed as a TFRecord. The frame has the length in 8 bytes and its checksum in 4, then the bytes and
 * their checksum in 4. All are little endian. A checksum is CRC-32C, rotated by 15 bits, plus 0xa282ead8. The system gets
 * each event as it is written, so that TensorBoard can watch a training.
 */
public final class EventFile implements AutoCloseable {

    private static final String VERSION = "brain.Event:2";
    private static final int CHECKSUM_MASK = 0xa282ead8;

    // The numbers of tensorflow.Event's fields; ND4J has the messages below it, but not this one.
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;

    private final Path path;
    private final FileChannel channel;
    private long length;

    private EventFile(Path path, FileChannel channel, long length) {
        this.path = path;
        this.channel = channel;
        this.length = length;
    }

    /**
     * Makes a file with a name that TensorBoard recognises. TensorBoard reads all such files of a directory in the order of
     * their names.
     *
     * @param directory an existing directory
     */
    public static EventFile create(Path directory) throws IOException {
        long seconds = Instant.now().getEpochSecond();
        for (int i = 0; ; i++) {
            String name = String.format(Locale.ROOT, "events.out.tfevents.%010d.gen4j.%d", seconds, i);
            try {
                Path path = directory.resolve(name);
                EventFile file = new EventFile(
                        path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), 0);
                file.write(event -> event.writeString(FILE_VERSION, VERSION));
                return file;
            } catch (FileAlreadyExistsException e) {
                // A second one within a second.
                continue;
            }
        }
    }

    /**
     * Continues a file as it was at a certain length: later events are cut off.
     *
     * @param path an event file
     * @param length in bytes, as {@link #flush()} returned it
     */
    public static EventFile resume(Path path, long length) throws IOException {
        EventFile file = new EventFile(path, FileChannel.open(path, StandardOpenOption.WRITE), length);
        file.channel.truncate(length);
        return file;
    }

    /** Where the file lies. */
    public Path path() {
        return path;
    }

    /** Flushes all events to the disk; returns the length of the file in bytes. */
    public long flush() throws IOException {
        channel.force(true);
        return length;
    }

    /** Adds numbers under their tags, such as {@code d_loss}. */
    public void scalars(long step, Map<String, Double> values) throws IOException {
        Summary.Builder summary = Summary.newBuilder();
        values.forEach((tag, value) ->
                summary.addValue(Summary.Value.newBuilder().setTag(tag).setSimpleValue(value.floatValue())));
        write(step, summary);
    }

    /**
     * Adds a picture.
     *
     * @param picture its size and colours
     * @param png the picture's file
     */
    public void image(long step, String tag, BufferedImage picture, byte[] png) throws IOException {
        Summary.Image image = Summary.Image.newBuilder()
                .setWidth(picture.getWidth())
                .setHeight(picture.getHeight())
                .setColorspace(picture.getRaster().getNumBands())
                .setEncodedImageString(ByteString.copyFrom(png))
                .build();
        write(
                step,
                Summary.newBuilder()
                        .addValue(Summary.Value.newBuilder().setTag(tag).setImage(image)));
    }

    /** Adds text, which TensorBoard shows as Markdown. */
    public void text(long step, String tag, String text) throws IOException {
        SummaryMetadata metadata = SummaryMetadata.newBuilder()
                .setPluginData(SummaryMetadata.PluginData.newBuilder().setPluginName("text"))
                .build();
        TensorProto tensor = TensorProto.newBuilder()
                .setDtype(DataType.DT_STRING)
                .setTensorShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(1)))
                .addStringVal(ByteString.copyFrom(text, StandardCharsets.UTF_8))
                .build();
        write(
                step,
                Summary.newBuilder()
                        .addValue(Summary.Value.newBuilder()
                                .setTag(tag)
                                .setMetadata(metadata)
                                .setTensor(tensor)));
    }

    private void write(long step, Summary.Builder summary) throws IOException {
        write(event -> {
            event.writeInt64(STEP, step);
            event.writeMessage(SUMMARY, summary.build());
        });
    }

    /** The content of an event, without its time. */
    @FunctionalInterface
    private interface Content {
        void writeTo(CodedOutputStream event) throws IOException;
    }

    private void write(Content content) throws IOException {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream event = CodedOutputStream.newInstance(bytes);
        event.writeDouble(WALL_TIME, System.currentTimeMillis() / 1e3);
        content.writeTo(event);
        event.flush();
        append(ByteBuffer.wrap(record(bytes.toByteString().toByteArray())));
    }

    /** An event that could not be written whole is cut off, or TensorBoard would read no further. */
    private void append(ByteBuffer record) throws IOException {
        if (Files.notExists(path)) {
            throw new NoSuchFileException(path.toString(), null, "was removed while the training wrote to it");
        }
        try {
            if (channel.size() != length) {
                channel.truncate(length);
            }
            channel.position(length);
            while (record.hasRemaining()) {
                channel.write(record);
            }
            length = channel.position();
        } catch (IOException e) {
            throw AtomicFile.named(path, e);
        }
    }

    private static byte[] record(byte[] data) {
        ByteBuffer record = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + data.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(checksum(record.array(), Long.BYTES));
        record.put(data);
        record.putInt(checksum(data, data.length));
        return record.array();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + CHECKSUM_MASK;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
