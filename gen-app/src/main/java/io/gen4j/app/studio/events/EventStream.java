package io.gen4j.app.studio.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gen4j.app.studio.jobs.Job;
import io.gen4j.app.studio.jobs.JobQueue;
import io.gen4j.app.studio.runs.RunSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The event stream of one client. It has its own thread and queue, so a slow client does not delay others. */
final class EventStream implements Consumer<RunWatch.News> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WAITING = 64;
    private static final long HEARTBEAT_MILLIS = 1000;
    private static final byte[] HEARTBEAT = "event: alive\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8);

    private final BlockingQueue<RunWatch.News> news = new ArrayBlockingQueue<>(WAITING);
    private final OutputStream out;
    private final Set<String> ids;
    private final JobQueue jobs;
    private final Map<String, Job> known = new HashMap<>();
    private volatile boolean isBehind;

    /**
     * Tells a client of runs and jobs.
     *
     * @param ids of the runs that the client watches; empty for all
     */
    EventStream(OutputStream out, Set<String> ids, JobQueue jobs) {
        this.out = out;
        this.ids = ids;
        this.jobs = jobs;
        jobs.list().forEach(job -> known.put(job.id(), job));
    }

    @Override
    public void accept(RunWatch.News latest) {
        if (!news.offer(latest)) {
            isBehind = true;
        }
    }

    /** Sends until the client disconnects or falls behind. The client then reconnects and reads the list. */
    void send() throws IOException, InterruptedException {
        write(HEARTBEAT);
        while (!isBehind) {
            RunWatch.News next = news.poll(HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
            StringBuilder events = new StringBuilder();
            appendJobs(events);
            if (next != null) {
                append(events, next);
            }
            write(events.isEmpty() ? HEARTBEAT : events.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void appendJobs(StringBuilder events) throws IOException {
        for (Job job : jobs.list()) {
            if (isWanted(job.run()) && !job.equals(known.put(job.id(), job))) {
                append(events, "job", job);
            }
        }
    }

    private void append(StringBuilder events, RunWatch.News next) throws IOException {
        for (RunSummary run : next.changed().values()) {
            if (isWanted(run.id())) {
                append(events, "run", run);
            }
        }
        for (String id : next.removed()) {
            if (isWanted(id)) {
                append(events, "removed", Map.of("id", id));
            }
        }
    }

    private boolean isWanted(String id) {
        return ids.isEmpty() || ids.contains(id);
    }

    private static void append(StringBuilder events, String name, Object data) throws IOException {
        events.append("event: ").append(name).append("\ndata: ");
        events.append(JSON.writeValueAsString(data)).append("\n\n");
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }
}
