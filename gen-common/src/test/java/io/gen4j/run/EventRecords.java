package io.gen4j.run;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.WireFormat;
import org.tensorflow.framework.Summary;

/** The events of a run, without what depends on the clock. */
public final class EventRecords {

    private static final int STEP = 2;
    private static final int SUMMARY = 5;

    private EventRecords() {}

    /** One text per event, such as {@code 100: tag: "loss" simple_value: 0.5}, in the order of the files. */
    public static List<String> of(Path directory) throws IOException {
        List<String> events = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("events.out.tfevents"))
                    .sorted()
                    .toList()) {
                read(file, events);
            }
        }
        return events;
    }

    private static void read(Path file, List<String> events) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            while (in.available() > 0) {
                long length = Long.reverseBytes(in.readLong());
                in.readInt();
                byte[] data = in.readNBytes((int) length);
                in.readInt();
                events.add(text(CodedInputStream.newInstance(data)));
            }
        }
    }

    private static String text(CodedInputStream event) throws IOException {
        long step = 0;
        StringBuilder text = new StringBuilder();
        for (int tag = event.readTag(); tag != 0; tag = event.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == STEP) {
                step = event.readInt64();
            } else if (WireFormat.getTagFieldNumber(tag) == SUMMARY) {
                for (Summary.Value value :
                        Summary.parseFrom(event.readByteArray()).getValueList()) {
                    text.append(value.getTag().equals("images_per_second") ? "" : value + " ");
                }
            } else {
                event.skipField(tag);
            }
        }
        return step + ": " + text.toString().replaceAll("\\s+", " ").strip();
    }
}
