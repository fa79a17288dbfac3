import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many clients at a studio on this machine, each of which asks for one image after the other:
 *
 * <pre>java tools/load/StudioLoad.java http://127.0.0.1:7860 RUN CLIENTS SECONDS</pre>
 */
public final class StudioLoad {

    private static final int MAX_CLIENTS = 1000;
    private static final long MAX_SECONDS = 600;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final AtomicInteger errors = new AtomicInteger();
    private final URI samples;
    private final long end;

    private StudioLoad(URI samples, long seconds) {
        this.samples = samples;
        this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    public static void main(String[] arguments) throws Exception {
        URI samples = URI.create(arguments[0] + "/api/runs/" + arguments[1] + "/samples");
        if (!InetAddress.getByName(samples.getHost()).isLoopbackAddress()) {
            throw new IllegalArgumentException(samples + " is not on this machine");
        }
        int clients = Math.min(Integer.parseInt(arguments[2]), MAX_CLIENTS);
        long seconds = Math.min(Long.parseLong(arguments[3]), MAX_SECONDS);
        StudioLoad load = new StudioLoad(samples, seconds);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            all.add(load.ask(i));
        }
        all.forEach(CompletableFuture::join);
        load.report(clients, seconds);
    }

    private CompletableFuture<Void> ask(long seed) {
        if (System.nanoTime() > end) {
            return CompletableFuture.completedFuture(null);
        }
        HttpRequest request = HttpRequest.newBuilder(samples)
                .header("Content-Type", "application/json")
                .header("Accept", "image/png")
                .POST(BodyPublishers.ofString("{\"count\": 1, \"seed\": " + seed + "}"))
                .build();
        long start = System.nanoTime();
        return client.sendAsync(request, BodyHandlers.ofByteArray())
                .handle((response, failure) -> {
                    if (failure == null && response.statusCode() == 200) {
                        nanos.add(System.nanoTime() - start);
                    } else {
                        errors.incrementAndGet();
                    }
                    return null;
                })
                .thenCompose(done -> ask(seed + MAX_CLIENTS));
    }

    private void report(int clients, long seconds) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%d clients, %d s: %d answers, %d errors, %.0f/s, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms%n",
                clients,
                seconds,
                sorted.length,
                errors.get(),
                (double) sorted.length / seconds,
                percentile(sorted, 0.50),
                percentile(sorted, 0.95),
                percentile(sorted, 0.99));
    }

    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (share * sorted.length)] / 1e6;
    }
}
