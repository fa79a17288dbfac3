package io.gen4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.gen4j.GenerativeModel;
import io.gen4j.Metrics;
import io.gen4j.ModelConfigs;
import io.gen4j.TrainingListener;
import io.gen4j.TrainingLoop;
import io.gen4j.TrainingStep;
import io.gen4j.checkpoint.State;
import io.gen4j.file.InvalidDataException;
import io.gen4j.run.internal.EventFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * Writes the run's events for TensorBoard. The scalars are losses, D(x), D(G(z)), learning rates and images per second,
 * each the mean of some updates. Losses on test images stand under {@code test/}. The settings are text, and the pictures
 * come from {@link SamplePictures}. There is one point per interval and one at the end of each epoch. A resumed training
 * continues the file, and each step is there once.
 */
final class TensorBoardEvents implements TrainingListener {

    private static final Map<String, String> FIELD_TERMS = Map.of("d_real", "D(x)", "d_fake", "D(G(z))");
    private static final String UNIT = "_nats";
    private static final Pattern OURS = Pattern.compile("events\\.out\\.tfevents\\.\\d+\\.gen4j\\.\\d+");
    private static final String STATE = "tensorboard";
    private static final String FILE = "file";
    private static final String LENGTH = "bytes";

    private final GenerativeModel model;
    private final RunDirectory run;
    private final int interval;
    private final Throughput throughput = new Throughput();
    private Metrics.@Nullable Mean mean;
    private @Nullable TrainingLoop loop;
    private @Nullable EventFile events;
    private long step;
    private long stepsPerEpoch;

    /** @param interval updates per point, at least 1 */
    public TensorBoardEvents(GenerativeModel model, RunDirectory run, int interval) {
        this.model = model;
        this.run = run;
        this.interval = interval;
    }

    @Override
    public void started(TrainingLoop started) throws IOException {
        prepare(started);
        create();
    }

    @Override
    public void resumed(TrainingLoop resumed, State state) throws IOException {
        prepare(resumed);
        State mine = state.in(STATE);
        if (mine.isEmpty()) {
            create();
            return;
        }
        mean.restore(mine.in("mean"));
        String name = mine.text(FILE);
        long length = mine.integer(LENGTH);
        if (!OURS.matcher(name).matches() || length < 0) {
            throw new InvalidDataException("the checkpoint names " + name + " as its event file");
        }
        deleteAfter(run, name);
        Path file = run.path().resolve(name);
        if (Files.notExists(file) || Files.size(file) < length) {
            create();
        } else {
            events = EventFile.resume(file, length);
        }
    }

    private void prepare(TrainingLoop started) throws IOException {
        loop = started;
        mean = new Metrics.Mean(started.trainer().metricNames());
        step = started.trainer().steps();
        stepsPerEpoch = started.batches().perEpoch();
        close();
        throughput.reset();
        throughput.start();
    }

    private void create() throws IOException {
        events = EventFile.create(run.path());
        events.text(step, "config", settings());
    }

    /**
     * Deletes the event files of a run that sort after a name. They are of a training that was killed before its
     * checkpoint.
     *
     * @param name empty for all files
     */
    static void deleteAfter(RunDirectory run, String name) throws IOException {
        try (Stream<Path> files = Files.list(run.path())) {
            for (Path file : files.toList()) {
                String found = file.getFileName().toString();
                if (OURS.matcher(found).matches() && found.compareTo(name) > 0) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void save(State state) throws IOException {
        long length = events.flush();
        State mine = state.in(STATE);
        mean.save(mine.in("mean"));
        mine.putText(FILE, events.path().getFileName().toString());
        mine.putInteger(LENGTH, length);
    }

    /** A Markdown table. */
    private String settings() {
        StringBuilder table = new StringBuilder("| setting | value |\n|---|---|\n");
        table.append("| model | ").append(model.family()).append(" |\n");
        for (Map.Entry<String, JsonNode> setting :
                ModelConfigs.toJson(model.config()).properties()) {
            table.append("| ").append(setting.getKey()).append(" | ");
            table.append(setting.getValue().asText()).append(" |\n");
        }
        return table.toString();
    }

    @Override
    public void stepped(TrainingStep update) throws IOException {
        step = update.step();
        throughput.add(update.images());
        mean.add(update.metrics(), update.images());
        if (step % interval == 0 || step % stepsPerEpoch == 0) {
            events.scalars(step, scalars(mean.get()));
            mean.reset();
            throughput.reset();
        }
    }

    @Override
    public void epochEnded(int epoch, Metrics epochMean) throws IOException {
        throughput.pause();
        try (Stream<Path> pictures = Files.list(run.samples())) {
            String ending = "-" + epoch + ".png";
            List<Path> drawn = pictures.filter(
                            file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
            for (Path file : drawn) {
                addPicture(file, file.getFileName().toString().replace(ending, ""));
            }
        }
    }

    private void addPicture(Path file, String tag) throws IOException {
        byte[] png = Files.readAllBytes(file);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
        if (picture != null) {
            events.image(step, tag, picture, png);
        }
    }

    @Override
    public void evaluated(int epoch, Metrics testMean) throws IOException {
        events.scalars(step, values("test/", testMean));
    }

    private Map<String, Double> scalars(Metrics metrics) {
        Map<String, Double> values = values("", metrics);
        values.putAll(loop.trainer().learningRates());
        double speed = throughput.imagesPerSecond();
        if (!Double.isNaN(speed)) {
            values.put("images_per_second", speed);
        }
        return values;
    }

    private static Map<String, Double> values(String prefix, Metrics metrics) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String name : metrics.names()) {
            String tag = FIELD_TERMS.getOrDefault(name, name.replace(UNIT, ""));
            values.put(prefix + tag, metrics.value(name));
        }
        return values;
    }

    @Override
    public void ended() throws IOException {
        close();
    }

    private void close() throws IOException {
        if (events != null) {
            events.close();
            events = null;
        }
    }
}
