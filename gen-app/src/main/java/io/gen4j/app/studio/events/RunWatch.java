package io.gen4j.app.studio.events;

import io.gen4j.app.studio.runs.RunCatalog;
import io.gen4j.app.studio.runs.RunSummary;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watcher of all runs. It checks them twice a second while it has listeners, on one thread. Any process may train the
 * runs.
 */
final class RunWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);
    private static final long LOOK_MILLIS = 500;
    private static final News NO_NEWS = new News(Map.of(), Set.of());

    private final RunCatalog catalog;
    private final CopyOnWriteArrayList<Consumer<News>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, RunSummary> known = new HashMap<>();
    private List<RunSummary> compared = List.of();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "studio watches runs");
        thread.setDaemon(true);
        return thread;
    });

    RunWatch(RunCatalog catalog) {
        this.catalog = catalog;
        // The first check takes longest, so it starts before the first page asks.
        timer.execute(this::look);
        timer.scheduleWithFixedDelay(this::lookForListeners, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Changes of runs.
     *
     * @param changed new and changed runs, by name
     * @param removed names of runs that no longer exist
     */
    record News(Map<String, RunSummary> changed, Set<String> removed) {}

    /**
     * Adds a listener, which must return at once. It checks the runs first, so the listener misses no change after this
     * call.
     */
    void add(Consumer<News> listener) {
        look();
        listeners.add(listener);
    }

    void remove(Consumer<News> listener) {
        listeners.remove(listener);
    }

    private void lookForListeners() {
        if (!listeners.isEmpty()) {
            look();
        }
    }

    private synchronized void look() {
        try {
            News news = compare();
            if (!news.changed().isEmpty() || !news.removed().isEmpty()) {
                listeners.forEach(listener -> listener.accept(news));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot look at the runs", e);
        }
    }

    private News compare() throws IOException {
        List<RunSummary> runs = catalog.summaries();
        if (runs == compared) {
            return NO_NEWS;
        }
        compared = runs;
        Map<String, RunSummary> changed = new LinkedHashMap<>();
        Set<String> gone = new HashSet<>(known.keySet());
        for (RunSummary run : runs) {
            gone.remove(run.id());
            RunSummary before = known.put(run.id(), run);
            if (before != run && !run.equals(before)) {
                changed.put(run.id(), run);
            }
        }
        known.keySet().removeAll(gone);
        return new News(changed, gone);
    }

    /** Stops the checks. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
