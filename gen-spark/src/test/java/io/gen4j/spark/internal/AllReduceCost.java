package io.gen4j.spark.internal;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.ModelFamilies;
import io.gen4j.ModelFamily;
import io.gen4j.Trainer;
import io.gen4j.data.Batch;
import io.gen4j.data.Batches;
import io.gen4j.data.ImageDataset;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.parallel.ShardedTrainer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Measures what the sum of gradients between two executors costs for each model, and computes the speed of more machines on
 * slower networks. {@code tools/bench/all-reduce.sh} runs it in two processes: {@code rank 0|1, host of rank 0, port}.
 */
final class AllReduceCost {

    private static final List<String> FAMILIES = List.of("vae", "gan", "cgan", "dcgan");
    private static final int ROUNDS = 30;
    private static final double[] GIGABITS = {1, 10};
    private static final int[] MACHINES = {2, 4, 8, 16, 32, 64};
    /** Between two machines of one rack. */
    private static final double LATENCY_SECONDS = 100e-6;

    private static final int TIMEOUT = 600_000;
    private static final long PROBE_NANOS = 100_000_000;
    private static final double NANOS = 1e9;

    private final ChainLink link;

    private AllReduceCost(ChainLink link) {
        this.link = link;
    }

    public static void main(String[] arguments) throws IOException {
        int rank = Integer.parseInt(arguments[0]);
        String host = arguments[1];
        int port = Integer.parseInt(arguments[2]);
        Credentials credentials = new Credentials("cost", 0, new byte[1]);
        PortRange ports = rank == 0 ? new PortRange(port, port) : new PortRange(0, 0);
        String own = rank == 0 ? host : "0.0.0.0";
        if (rank == 1) {
            awaitListener(host, port);
        }
        try (Rendezvous rendezvous = new Rendezvous(credentials, rank, 2, own, ports, TIMEOUT)) {
            InetSocketAddress first = InetSocketAddress.createUnresolved(host, port);
            AllReduceCost cost = new AllReduceCost(rendezvous.connect(List.of(first, first)));
            for (String family : FAMILIES) {
                cost.measure(ModelFamilies.named(family), rank == 0);
            }
            cost.link.close();
        }
    }

    /** The other process may start later. It drops this connection, as one of a stranger. */
    private static void awaitListener(String host, int port) throws IOException {
        long end = System.nanoTime() + TIMEOUT * 1_000_000L;
        while (true) {
            try {
                new Socket(host, port).close();
                return;
            } catch (ConnectException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(PROBE_NANOS);
            }
        }
    }

    private void measure(ModelFamily<?> family, boolean prints) throws IOException {
        ImageDataset digits = SyntheticDigits.draw(512, 7);
        try (GenerativeModel model = create(family, ImageSpec.of(digits))) {
            int[] lengths = model.networks().values().stream()
                    .map(ComputationGraph::params)
                    .mapToInt(parameters -> (int) parameters.length())
                    .toArray();
            double exchange = fastest(() -> {
                for (int length : lengths) {
                    link.sum(new float[length], length, (target, from, to, first) -> {});
                }
            });
            if (prints) {
                print(model, lengths, exchange, step(model, digits));
            }
        }
    }

    private static GenerativeModel create(ModelFamily<?> family, ImageSpec spec) {
        return new TrainingPlan(
                        family.name(),
                        "{}",
                        spec.shape().channels(),
                        spec.shape().height(),
                        spec.shape().width(),
                        spec.labelNames(),
                        1,
                        0,
                        1,
                        1,
                        "",
                        new byte[0],
                        "0",
                        1,
                        "",
                        1,
                        null)
                .newModel();
    }

    private static double step(GenerativeModel model, ImageDataset digits) throws IOException {
        int processors = 2;
        try (Trainer trainer = ShardedTrainer.local(model, processors)) {
            int size = model.config().batchSize();
            Batches batches = new Batches(digits, size, model.pixelRange(), 1, Batches.LastBatch.KEEP);
            Batch batch = batches.of(IntStream.range(0, size).toArray());
            return fastest(() -> trainer.step(batch));
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** The machine may have other work, so the fastest round tells. */
    private static double fastest(Work work) throws IOException {
        double fastest = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            work.run();
            fastest = Math.min(fastest, (System.nanoTime() - start) / NANOS);
        }
        return fastest;
    }

    private static void print(GenerativeModel model, int[] lengths, double exchange, double step) {
        long numbers = IntStream.of(lengths).asLongStream().sum();
        System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %.1f | %.1f | %.1f |%n",
                model.family(),
                numbers,
                numbers * Float.BYTES / 1e6,
                exchange * 1000,
                step * 1000);
        for (double gigabits : GIGABITS) {
            StringBuilder row =
                    new StringBuilder(String.format(Locale.ROOT, "    | %s | %.0f Gb/s |", model.family(), gigabits));
            for (int machines : MACHINES) {
                double sum = predicted(lengths, machines, gigabits, LATENCY_SECONDS);
                row.append(String.format(Locale.ROOT, " %.1f |", machines * step / (step + Math.max(sum, exchange))));
            }
            System.out.println(row);
        }
        System.out.printf(
                Locale.ROOT,
                "    predicted for two hosts, 1 Gb/s, 0.1 ms: %.1f ms; 1 ms: %.1f ms%n",
                predicted(lengths, 2, 1, LATENCY_SECONDS) * 1000,
                predicted(lengths, 2, 1, 10 * LATENCY_SECONDS) * 1000);
    }

    /** All numbers over one connection, and the first chunk to the last rank and back. */
    private static double predicted(int[] lengths, int machines, double gigabits, double latency) {
        double bitsPerSecond = gigabits * 1e9;
        double seconds = 0;
        for (int length : lengths) {
            double chunk = Math.min(length, ChainLink.CHUNK) * 32.0 / bitsPerSecond;
            seconds +=
                    length * 32.0 / bitsPerSecond + (2.0 * (machines - 1) - 1) * chunk + 2.0 * (machines - 1) * latency;
        }
        return seconds;
    }
}
