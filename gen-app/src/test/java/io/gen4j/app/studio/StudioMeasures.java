package io.gen4j.app.studio;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures the figures of docs/studio.md, and prints them. Nothing is asserted: machines differ. */
class StudioMeasures {

    private static final int RUNS = 1000;
    private static final int ROWS = 100;
    private static final int SECONDS = 30;
    private static final int LOOKS = 3;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @TempDir
    private Path directory;

    @Test
    void manyRuns() throws IOException, InterruptedException {
        Path runs = Files.createDirectory(directory.resolve("runs"));
        for (int i = 0; i < RUNS; i++) {
            RunFiles run = RunFiles.make(runs, "run-" + i);
            StringBuilder rows = new StringBuilder("epoch,step,loss_nats,images_per_second\n");
            for (int row = 1; row <= ROWS; row++) {
                rows.append("%d,%d,%s,1000\n".formatted(1 + row / 34, row * 10, 100.0 / row));
            }
            Files.writeString(run.directory().resolve("metrics.csv"), rows);
        }
        long start = System.nanoTime();
        long startCpu = PROCESS.getProcessCpuTime();
        try (RunningStudio studio = new RunningStudio(runs, null)) {
            say("server: %.2f s, CPU time %.2f s", seconds(start), cpuSeconds(startCpu));
            for (String list : new String[] {"first", "second", "third"}) {
                start = System.nanoTime();
                startCpu = PROCESS.getProcessCpuTime();
                studio.get("/api/runs");
                say(
                        "%d runs of %d rows: %s list %.2f s, CPU time %.2f s",
                        RUNS, ROWS, list, seconds(start), cpuSeconds(startCpu));
            }
        }
        try (Studio studio = Studio.start(new StudioConfig(runs, StudioConfig.LOOPBACK, 0, null));
                Browser browser = Browser.open(studio.address(), Files.createDirectory(directory.resolve("profile")))) {
            browser.go("#/runs");
            // Until the runs count as quiet, and the server's code is compiled.
            Thread.sleep(60_000);
            for (int look = 0; look < LOOKS; look++) {
                startCpu = PROCESS.getProcessCpuTime();
                Thread.sleep(SECONDS * 1000L);
                say("one idle page: %.2f %% of a core", 100 * cpuSeconds(startCpu) / SECONDS);
            }
        }
    }

    @Test
    void aLongRun() throws IOException {
        Path runs = Files.createDirectory(directory.resolve("runs"));
        RunFiles run = RunFiles.make(runs, "long");
        try (BufferedWriter metrics = Files.newBufferedWriter(run.directory().resolve("metrics.csv"));
                BufferedWriter evaluation =
                        Files.newBufferedWriter(run.directory().resolve("evaluation.csv"))) {
            metrics.write("epoch,step,loss_nats,reconstruction_nats,kl_nats,images_per_second\n");
            evaluation.write("epoch,loss_nats\n");
            for (int i = 1; i <= 100_000; i++) {
                double loss = 100 + 1e5 / (i + 1000) + i % 7;
                metrics.write("%d,%d,%s,%s,%s,1000\n".formatted((i + 9) / 10, i * 10, loss, loss - 20, 20 + i % 3));
                if (i % 10 == 0) {
                    evaluation.write(i / 10 + "," + (loss + 5) + "\n");
                }
            }
        }
        try (Studio studio = Studio.start(new StudioConfig(runs, StudioConfig.LOOPBACK, 0, null));
                Browser browser = Browser.open(studio.address(), Files.createDirectory(directory.resolve("profile")))) {
            long start = System.nanoTime();
            browser.go("#/runs/long");
            say("10,000 epochs, 100,000 rows: page in %.2f s", seconds(start));
            Object bytes = browser.script(
                    "return performance.getEntriesByType('resource')"
                            + ".filter(entry => entry.name.includes('/metrics')).reduce((sum, entry) => sum + entry.encodedBodySize, 0)");
            say("numbers: %s bytes", bytes);
            Object millis = browser.script("""
                    const over = document.querySelector(".plot .u-over");
                    const box = over.getBoundingClientRect();
                    const start = performance.now();
                    for (let i = 0; i < 200; i++) {
                        const at = { clientX: box.left + (i / 200) * box.width, clientY: box.top + 20, bubbles: true };
                        over.dispatchEvent(new MouseEvent("mousemove", at));
                        document.body.offsetHeight;
                    }
                    return (performance.now() - start) / 200;""");
            say("a pointer move: %s ms", millis);
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static double cpuSeconds(long start) {
        return (PROCESS.getProcessCpuTime() - start) / 1e9;
    }

    private static void say(String format, Object... values) {
        System.out.println(format.formatted(values));
    }
}
