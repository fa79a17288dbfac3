package io.gen4j.app.studio.workshop.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.studio.http.ConflictException;
import io.gen4j.app.studio.workshop.data.FullDisk;
import io.gen4j.app.studio.workshop.process.TrainingProcess;
import io.gen4j.app.table.RegularFile;
import io.gen4j.file.Printable;
import io.gen4j.run.RunDirectory;
import io.gen4j.run.RunStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of trainings. It lies on the disk: a studio that starts again finds what waits, and what runs goes on, since
 * each training is a process of its own. It is thread-safe.
 */
public final class TrainingQueue implements AutoCloseable {

    /** The maximum number of trainings that wait. */
    public static final int MAX_WAITING = 100;

    private static final int MAX_KEPT = 200;
    private static final int MAX_STATUS_BYTES = 1 << 16;
    private static final long LOOK_MILLIS = 1000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final Logger LOG = LoggerFactory.getLogger(TrainingQueue.class);

    private final Path runs;
    private final int atOnce;
    private final TrainingProcess program;
    private final TrainingFiles files;
    private final TreeMap<Long, TrainingRecord> trainings = new TreeMap<>();
    private final Map<Long, ProcessHandle> processes = new HashMap<>();
    private final Map<Long, Process> children = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "studio watches trainings");
        thread.setDaemon(true);
        return thread;
    });
    private boolean started;
    private boolean closed;

    /**
     * A request for a training, already checked.
     *
     * @param key that the client gave
     * @param run that goes on; null for a new one
     * @param dataset the id of its data; null for a run that goes on
     * @param model the name of the family
     * @param preset its settings start from; null if there is none
     * @param settings as they were asked for
     * @param epochs in all; 0 if a run that goes on keeps its own
     * @param command the line for a terminal
     * @param arguments of the program, without the place of the run
     */
    public record Order(
            String key,
            @Nullable String run,
            @Nullable String dataset,
            String model,
            @Nullable String preset,
            JsonNode settings,
            int epochs,
            String command,
            List<String> arguments) {}

    /** The answer to an order: the training, and whether it is a new one. */
    public record Taken(Training training, boolean isNew) {}

    /**
     * Creates a queue, which touches no file before {@link #start()}.
     *
     * @param runs the directory that holds the runs
     * @param atOnce how many trainings run at once
     */
    public TrainingQueue(Path runs, int atOnce, TrainingProcess program) {
        this.runs = runs;
        this.atOnce = atOnce;
        this.program = program;
        files = new TrainingFiles(runs.resolve(".workshop"));
    }

    /** Reads the queue, finds the running processes, and goes on. Call it only while no other studio uses the queue. */
    public synchronized void start() throws IOException {
        for (TrainingRecord record : files.read()) {
            trainings.put(record.number(), record);
            if (record.state().isActive()) {
                findAgain(record);
            }
        }
        started = true;
        goOn();
        timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void findAgain(TrainingRecord record) throws IOException {
        Optional<ProcessHandle> process =
                TrainingProcess.find(record.mark(), record.process()).or(() -> trainer(record));
        if (process.isPresent()) {
            processes.put(record.number(), process.get());
            put(record.in(process.get().pid()));
        } else if (record.kind().equals(TrainingRecord.TRAIN)
                && record.state() == TrainingRecord.State.RUNNING
                && !Files.exists(files.output(record), LinkOption.NOFOLLOW_LINKS)) {
            // The studio was killed between its note and the start of the process.
            put(record.waitingAgain());
        }
    }

    /** The process that holds the lock of the run, by its own note. Some systems do not tell a process's arguments. */
    private Optional<ProcessHandle> trainer(TrainingRecord record) {
        if (status(record).orElse(RunStatus.STOPPED) != RunStatus.RUNNING) {
            return Optional.empty();
        }
        try {
            byte[] note = RegularFile.read(
                    runs.resolve(String.valueOf(record.run())).resolve("status.json"), MAX_STATUS_BYTES);
            long number = new ObjectMapper().readTree(note).path("process").asLong();
            return number <= 0 ? Optional.empty() : ProcessHandle.of(number);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void put(TrainingRecord record) throws IOException {
        files.write(record);
        trainings.put(record.number(), record);
    }

    /**
     * Adds a training. A repeated key is the same training.
     *
     * @throws ConflictException if the same training waits or runs already, or too many wait
     */
    public synchronized Taken submit(Order order) throws IOException {
        Optional<TrainingRecord> repeated = trainings.values().stream()
                .filter(each -> each.key().equals(order.key()))
                .findFirst();
        if (repeated.isPresent()) {
            return new Taken(view(repeated.get()), false);
        }
        if (closed || !started) {
            throw new ConflictException("the studio is ending: start it again, then train");
        }
        TrainingRecord fresh = new TrainingRecord(
                files.next(),
                order.key(),
                order.run() == null ? TrainingRecord.TRAIN : TrainingRecord.RESUME,
                TrainingRecord.State.WAITING,
                order.run(),
                order.dataset(),
                order.model(),
                order.preset(),
                order.settings(),
                order.epochs(),
                order.command(),
                order.arguments(),
                TrainingRecord.now(),
                null,
                null,
                0,
                UUID.randomUUID().toString(),
                null);
        requireNew(fresh);
        forgetOld();
        try {
            put(fresh);
        } catch (IOException e) {
            if (FullDisk.isCause(e)) {
                throw FullDisk.response();
            }
            throw e;
        }
        goOn();
        return new Taken(view(trainings.get(fresh.number())), true);
    }

    private void requireNew(TrainingRecord fresh) {
        int waiting = 0;
        for (TrainingRecord each : trainings.values()) {
            if (each.state().isEnd()) {
                continue;
            }
            boolean isSameRun = fresh.run() != null && fresh.run().equals(each.run());
            boolean isSameTraining = fresh.run() == null
                    && each.kind().equals(TrainingRecord.TRAIN)
                    && fresh.arguments().equals(each.arguments());
            if (isSameRun || isSameTraining) {
                throw new ConflictException(
                        "the same training is " + each.state().label() + " already, as number " + each.id()
                                + " of the jobs: change a setting, such as the seed, or wait for its end");
            }
            waiting += each.state() == TrainingRecord.State.WAITING ? 1 : 0;
        }
        if (waiting >= MAX_WAITING) {
            throw new ConflictException(waiting + " trainings wait already: let one end, or cancel one");
        }
    }

    private void forgetOld() throws IOException {
        List<TrainingRecord> ended =
                trainings.values().stream().filter(each -> each.state().isEnd()).toList();
        for (TrainingRecord old : ended.subList(0, Math.max(0, ended.size() - MAX_KEPT))) {
            files.remove(old);
            trainings.remove(old.number());
        }
    }

    /** Starts what can start. */
    private void goOn() {
        if (closed) {
            return;
        }
        for (TrainingRecord each : List.copyOf(trainings.values())) {
            long active = trainings.values().stream()
                    .filter(other -> other.state().isActive())
                    .count();
            if (active >= atOnce) {
                return;
            }
            if (each.state() == TrainingRecord.State.WAITING) {
                run(each);
            }
        }
    }

    private void run(TrainingRecord waiting) {
        try {
            boolean isNew = waiting.kind().equals(TrainingRecord.TRAIN);
            String run = isNew ? freeName(waiting.model()) : String.valueOf(waiting.run());
            TrainingRecord starting = waiting.starting(run);
            put(starting);
            List<String> arguments = new ArrayList<>(starting.arguments());
            arguments.add(
                    isNew ? "--out=" + runs.resolve(run) : runs.resolve(run).toString());
            Process process = program.start(arguments, starting.mark(), files.output(starting));
            children.put(starting.number(), process);
            processes.put(starting.number(), process.toHandle());
            put(starting.in(process.pid()));
        } catch (IOException e) {
            LOG.warn("a training cannot be started", e);
            end(
                    trainings.get(waiting.number()),
                    TrainingRecord.State.FAILED,
                    FullDisk.isCause(e) ? FullDisk.MESSAGE : "its process cannot be started; the console says why");
        }
    }

    private String freeName(String model) {
        String name = model + "-" + TIME.format(LocalDateTime.now());
        String free = name;
        for (int i = 2; isTaken(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    private boolean isTaken(String run) {
        return Files.exists(runs.resolve(run), LinkOption.NOFOLLOW_LINKS)
                || trainings.values().stream().anyMatch(each -> run.equals(each.run()));
    }

    /** Sees which processes have ended. */
    private synchronized void look() {
        try {
            for (TrainingRecord each : List.copyOf(trainings.values())) {
                if (each.state().isActive() && hasEnded(each)) {
                    ended(each);
                }
            }
            goOn();
        } catch (RuntimeException e) {
            LOG.warn("the trainings cannot be looked at", e);
        }
    }

    private boolean hasEnded(TrainingRecord record) {
        @Nullable ProcessHandle process = processes.get(record.number());
        // Another container's process has no number here. The lock of its run says whether it trains.
        return process == null ? status(record).orElse(RunStatus.STOPPED) != RunStatus.RUNNING : !process.isAlive();
    }

    private Optional<RunStatus> status(TrainingRecord record) {
        try {
            return record.run() == null ? Optional.empty() : RunStatus.of(new RunDirectory(runs.resolve(record.run())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void ended(TrainingRecord record) {
        processes.remove(record.number());
        @Nullable Process child = children.remove(record.number());
        int code = child == null || child.isAlive() ? TrainingEnd.UNKNOWN : child.exitValue();
        String line;
        try {
            line = shown(files.lastLine(record));
        } catch (IOException e) {
            line = "";
        }
        TrainingEnd end = TrainingEnd.of(
                record.state() == TrainingRecord.State.STOPPING,
                code,
                status(record).orElse(null),
                line);
        end(record, end.state(), end.problem());
    }

    /** A line for clients, who must not see where the studio keeps its files. */
    private String shown(String line) {
        String parent = String.valueOf(runs.toAbsolutePath().normalize().getParent());
        String hidden = parent.length() > 1 ? line.replace(parent + "/", "") : line;
        return Printable.of(hidden.length() <= 500 ? hidden : hidden.substring(0, 500) + "…");
    }

    private void end(TrainingRecord record, TrainingRecord.State state, @Nullable String problem) {
        TrainingRecord ended = record.end(state, problem);
        trainings.put(ended.number(), ended);
        try {
            files.write(ended);
        } catch (IOException e) {
            // The next start finds no process, and comes to the same end.
            LOG.warn("the end of a training cannot be noted", e);
        }
    }

    /** Stops a training with a checkpoint. One that waits is cancelled, one that has ended stays as it is. */
    public synchronized Training stop(String id) throws IOException {
        TrainingRecord record = existing(id);
        if (record.state() == TrainingRecord.State.WAITING) {
            end(record, TrainingRecord.State.CANCELLED, null);
        } else if (record.state() == TrainingRecord.State.RUNNING) {
            @Nullable ProcessHandle process = processes.get(record.number());
            // The signal goes first: if the studio is killed here, the training ends as stopped all the same.
            if (process != null && !process.isAlive()) {
                ended(record);
                return view(trainings.get(record.number()));
            }
            if (process == null || !process.destroy()) {
                throw new ConflictException(
                        "the process of the training cannot be reached from here: stop it where it runs");
            }
            put(record.stopping());
        }
        return view(trainings.get(record.number()));
    }

    /** Takes a training that has ended off the list. Its run stays. */
    public synchronized Training remove(String id) throws IOException {
        TrainingRecord record = existing(id);
        if (!record.state().isEnd()) {
            throw new ConflictException("the training is " + record.state().label() + ": stop it first");
        }
        files.remove(record);
        trainings.remove(record.number());
        return view(record);
    }

    /** The end of a training's output. */
    public synchronized String output(String id) throws IOException {
        return files.tail(existing(id));
    }

    public synchronized Training named(String id) {
        return view(existing(id));
    }

    private TrainingRecord existing(String id) {
        return trainings.values().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NotFoundResponse("there is no such training"));
    }

    /** All trainings, the newest first. */
    public synchronized List<Training> all() {
        return trainings.descendingMap().values().stream().map(this::view).toList();
    }

    /** Whether a training waits or runs on a data set. */
    public synchronized boolean isUsed(String dataset) {
        return trainings.values().stream().anyMatch(each -> !each.state().isEnd() && dataset.equals(each.dataset()));
    }

    /** Whether a training runs or waits. */
    public synchronized boolean isBusy() {
        return trainings.values().stream().anyMatch(each -> !each.state().isEnd());
    }

    private Training view(TrainingRecord record) {
        @Nullable
        Integer place = record.state() == TrainingRecord.State.WAITING
                ? (Integer) (int) (1
                        + trainings.headMap(record.number()).values().stream()
                                .filter(each -> each.state() == TrainingRecord.State.WAITING)
                                .count())
                : null;
        return Training.of(record, place);
    }

    /** Stops watching. The trainings go on. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        timer.shutdownNow();
    }
}
