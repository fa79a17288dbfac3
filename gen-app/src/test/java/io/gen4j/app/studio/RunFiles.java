package io.gen4j.app.studio;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Writes the files of runs that were never trained, as a training would. */
final class RunFiles {

    private final Path directory;
    private @Nullable FileChannel lock;

    private RunFiles(Path directory) {
        this.directory = directory;
    }

    /** A finished run with one epoch. */
    static RunFiles make(Path runs, String name) throws IOException {
        RunFiles run = new RunFiles(Files.createDirectories(runs.resolve(name)));
        run.record("2026-01-01T00:00:00Z", List.of("0", "1"));
        run.state("finished");
        Files.writeString(run.directory.resolve("metrics.csv"), "epoch,step,loss_nats,images_per_second\n");
        run.addRow(1, 10, 3.5);
        run.addPicture(1);
        return run;
    }

    Path directory() {
        return directory;
    }

    void record(String written, List<String> labels) throws IOException {
        StringBuilder names = new StringBuilder();
        labels.forEach(label ->
                names.append(names.isEmpty() ? "\"" : ",\"").append(label).append('"'));
        Files.writeString(directory.resolve("config.json"), """
                {"family":"vae","config":{"epochs":3,"batchSize":10,"hidden":%d},"written":"%s",
                 "model":{"latentSize":2,"conditional":false,"encoder":true},
                 "data":{"name":"synthetic","shape":"1x28x28","labels":[%s]}}""".formatted(
                        directory.toString().length(), written, names));
    }

    /** Says how it stands; a running one is locked by this process. */
    void state(String state) throws IOException {
        if (lock != null) {
            lock.close();
            lock = null;
        }
        if (state.equals("running")) {
            lock = FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock.lock();
        }
        Path next = Files.writeString(directory.resolve("status.json.next"), "{\"status\":\"%s\"}".formatted(state));
        Files.move(next, directory.resolve("status.json"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    void addRow(int epoch, long step, double loss) throws IOException {
        Files.writeString(
                directory.resolve("metrics.csv"),
                "%d,%d,%s,1000\n".formatted(epoch, step, loss),
                StandardOpenOption.APPEND);
    }

    void addPicture(int epoch) throws IOException {
        Path samples = Files.createDirectories(directory.resolve("samples"));
        BufferedImage image = new BufferedImage(58, 58, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillOval(5, 5, 10 + epoch % 40, 30);
        graphics.dispose();
        ImageIO.write(image, "png", samples.resolve("sampled-" + epoch + ".png").toFile());
    }

    void delete() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
