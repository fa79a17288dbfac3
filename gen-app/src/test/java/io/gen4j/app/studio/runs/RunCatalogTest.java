package io.gen4j.app.studio.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.gen4j.app.studio.http.ApiPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunCatalogTest {

    /** Longer than a list counts as fresh. */
    private static final long LATER_MILLIS = 300;

    @TempDir
    private Path directory;

    private RunCatalog catalog;

    @BeforeEach
    void makeRuns() throws IOException {
        makeRun("a");
        makeRun("b");
        catalog = new RunCatalog(directory, new ApiPaths(""));
    }

    private Path makeRun(String name) throws IOException {
        Path run = Files.createDirectory(directory.resolve(name));
        Files.writeString(run.resolve("config.json"), "{\"family\":\"vae\"}");
        return run;
    }

    @Test
    void theListIsMadeAnewAfterAChangeOnly() throws Exception {
        List<RunSummary> first = catalog.summaries();
        assertEquals(List.of("b", "a"), ids(first));
        Thread.sleep(LATER_MILLIS);
        assertSame(first, catalog.summaries());

        Files.writeString(directory.resolve("a/metrics.csv"), "epoch,step,loss\n1,100,3.5\n");
        List<RunSummary> grown = awaitOther(first);
        assertEquals(100, grown.get(1).step());

        makeRun("c");
        List<RunSummary> more = awaitOther(grown);
        assertEquals(List.of("c", "b", "a"), ids(more));

        Files.move(directory.resolve("c"), directory.resolve(".gone"));
        List<RunSummary> less = awaitOther(more);
        assertEquals(List.of("b", "a"), ids(less));
    }

    @Test
    void whatIsReadOfOneRunIsInTheListToo() throws Exception {
        List<RunSummary> first = catalog.summaries();
        Files.writeString(directory.resolve("a/notes.json"), "{\"name\":\"a name\"}");
        assertEquals("a name", catalog.named("a").orElseThrow().summary().name());
        List<RunSummary> next = catalog.summaries();
        assertNotSame(first, next);
        assertEquals("a name", next.get(1).name());
    }

    private static List<String> ids(List<RunSummary> runs) {
        return runs.stream().map(RunSummary::id).toList();
    }

    private List<RunSummary> awaitOther(List<RunSummary> before) throws Exception {
        for (int i = 0; i < 30 && catalog.summaries() == before; i++) {
            Thread.sleep(100);
        }
        List<RunSummary> now = catalog.summaries();
        assertNotSame(before, now, "no change in three seconds");
        return now;
    }
}
