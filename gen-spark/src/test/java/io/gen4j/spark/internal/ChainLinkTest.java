package io.gen4j.spark.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gen4j.parallel.ShardLink;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ChainLinkTest {

    private static final int TIMEOUT = 10_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Credentials credentials = new Credentials("job", 0, Credentials.newSecret());

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "2, 1", "2, 100000", "3, 32768", "5, 70001"})
    void sumsInTheOrderOfTheRanks(int ranks, int length) throws Exception {
        List<ChainLink> links = connect(ranks);
        float[][] numbers = new float[ranks][length];
        float[] expected = new float[length];
        Random random = new Random(1);
        for (int rank = 0; rank < ranks; rank++) {
            for (int i = 0; i < length; i++) {
                numbers[rank][i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(8)));
                expected[i] = rank == 0 ? numbers[rank][i] : expected[i] + numbers[rank][i];
            }
        }
        for (int round = 0; round < 3; round++) {
            List<Future<float[]>> sums = new ArrayList<>();
            for (int rank = 0; rank < ranks; rank++) {
                ChainLink link = links.get(rank);
                float[] own = numbers[rank];
                sums.add(threads.submit(() -> sum(link, own)));
            }
            for (Future<float[]> sum : sums) {
                assertArrayEquals(expected, sum.get(30, TimeUnit.SECONDS));
            }
        }
        links.forEach(ChainLink::close);
    }

    private static float[] sum(ShardLink link, float[] own) throws IOException {
        float[] sums = new float[own.length];
        link.sum(sums, own.length, (target, from, to, first) -> {
            for (int i = from; i < to; i++) {
                target[i] = first ? own[i] : target[i] + own[i];
            }
        });
        return sums;
    }

    /** Every rank hears the reason of the one that failed, not of its own broken connection. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void everyRankHearsTheReason(int failing) throws Exception {
        List<ChainLink> links = connect(4);
        List<Future<float[]>> sums = new ArrayList<>();
        for (int rank = 0; rank < 4; rank++) {
            ChainLink link = links.get(rank);
            if (rank != failing) {
                sums.add(threads.submit(() -> sum(link, new float[100_000])));
            }
        }
        links.get(failing).fail("no space left on device");
        links.get(failing).close();
        for (Future<float[]> sum : sums) {
            ExecutionException e = assertThrows(ExecutionException.class, () -> sum.get(30, TimeUnit.SECONDS));
            assertEquals("no space left on device", e.getCause().getMessage());
        }
    }

    @Test
    void aLostRankIsNamed() throws Exception {
        List<ChainLink> links = connect(2);
        links.get(1).close();
        IOException e = assertThrows(IOException.class, () -> sum(links.get(0), new float[10]));
        assertTrue(
                e.getMessage().contains("rank 1")
                        || e.getMessage().contains("Broken pipe")
                        || e.getMessage().contains("reset"),
                e::getMessage);
    }

    /** Strangers with another secret, another job or attempt, garbage, or nothing to say do not get in, nor in the way. */
    @Test
    void strangersAreRefused() throws Exception {
        try (Rendezvous first = rendezvous(credentials, 0, 2);
                Rendezvous second = rendezvous(credentials, 1, 2)) {
            List<InetSocketAddress> addresses = List.of(address(first), address(second));
            Future<ChainLink> listening = threads.submit(() -> first.connect(addresses));
            try (Socket garbage = new Socket(InetAddress.getLoopbackAddress(), first.port())) {
                OutputStream out = garbage.getOutputStream();
                out.write("GET / HTTP/1.1\r\n\r\nabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"
                        .getBytes("US-ASCII"));
                out.flush();
                assertEquals(16, garbage.getInputStream().readAllBytes().length, "a challenge, and the end");
            }
            for (Credentials stranger : List.of(
                    new Credentials("job", 0, Credentials.newSecret()),
                    new Credentials("other", 0, credentials.secret()),
                    new Credentials("job", 1, credentials.secret()))) {
                try (Rendezvous other = rendezvous(stranger, 1, 2)) {
                    assertThrows(IOException.class, () -> other.connect(addresses));
                }
            }
            ChainLink caller = second.connect(addresses);
            listening.get(30, TimeUnit.SECONDS).close();
            caller.close();
        }
    }

    @Test
    void aNeighbourThatDoesNotComeIsNamed() throws Exception {
        try (Rendezvous alone = new Rendezvous(credentials, 0, 2, "127.0.0.1", new PortRange(0, 0), 300)) {
            IOException e =
                    assertThrows(IOException.class, () -> alone.connect(List.of(address(alone), address(alone))));
            assertTrue(e.getMessage().contains("rank 1 did not connect"), e::getMessage);
        }
    }

    /** Spark kills a rank that waits for its neighbours by a flag alone, so another thread ends the waiting. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void closingEndsTheWaitingForNeighbours(int rank) throws Exception {
        Rendezvous waiting = new Rendezvous(credentials, rank, 2, "127.0.0.1", new PortRange(0, 0), 600_000);
        try (ServerSocket silent = new PortRange(0, 0).listen(InetAddress.getLoopbackAddress())) {
            InetSocketAddress first = new InetSocketAddress("127.0.0.1", silent.getLocalPort());
            Future<ChainLink> connecting = threads.submit(() -> waiting.connect(List.of(first, first)));
            if (rank == 1) {
                threads.submit(silent::accept).get();
            }
            waiting.close();
            ExecutionException e = assertThrows(ExecutionException.class, () -> connecting.get(20, TimeUnit.SECONDS));
            assertTrue(e.getCause() instanceof IOException, () -> e.getCause().toString());
        }
    }

    @Test
    void theNextFreePortOfARangeIsTaken() throws Exception {
        try (ServerSocket taken = new PortRange(0, 0).listen(InetAddress.getLoopbackAddress())) {
            int from = taken.getLocalPort();
            assumeTrue(from + 50 <= 65_535, "the free port was among the last");
            try (ServerSocket next = new PortRange(from, from + 50).listen(InetAddress.getLoopbackAddress())) {
                assertTrue(next.getLocalPort() > from && next.getLocalPort() <= from + 50, next::toString);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "5-4", "0-7", "70000", "1-70000", "-1", "1-2-x"})
    void otherRangesAreRefused(String text) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> PortRange.parse(text));
        assertTrue(e.getMessage().startsWith("ports is "), e::getMessage);
    }

    @Test
    void aFullRangeIsNamed() throws Exception {
        try (var taken = new PortRange(0, 0).listen(InetAddress.getLoopbackAddress())) {
            PortRange range = new PortRange(taken.getLocalPort(), taken.getLocalPort());
            IOException e = assertThrows(IOException.class, () -> range.listen(InetAddress.getLoopbackAddress()));
            assertTrue(e.getMessage().contains("no port of"), e::getMessage);
        }
    }

    /** Spark writes addresses of IPv6 in brackets. */
    @ParameterizedTest
    @ValueSource(strings = {"::1", "[::1]"})
    void connectsOverIpv6(String host) throws Exception {
        assumeTrue(isReachable(host), "this machine has no IPv6");
        try (Rendezvous first = new Rendezvous(credentials, 0, 2, host, new PortRange(0, 0), TIMEOUT);
                Rendezvous second = new Rendezvous(credentials, 1, 2, host, new PortRange(0, 0), TIMEOUT)) {
            List<InetSocketAddress> addresses = List.of(
                    InetSocketAddress.createUnresolved(host, first.port()),
                    InetSocketAddress.createUnresolved(host, second.port()));
            Future<ChainLink> listening = threads.submit(() -> first.connect(addresses));
            ChainLink caller = second.connect(addresses);
            ChainLink listener = listening.get(30, TimeUnit.SECONDS);
            Future<float[]> sum = threads.submit(() -> sum(listener, new float[] {1, 2}));
            assertArrayEquals(new float[] {4, 6}, sum(caller, new float[] {3, 4}));
            assertArrayEquals(new float[] {4, 6}, sum.get(30, TimeUnit.SECONDS));
            caller.close();
            listener.close();
        }
    }

    private static boolean isReachable(String host) {
        try (ServerSocket server = new PortRange(0, 0).listen(InetAddress.getByName(host))) {
            return server.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private List<ChainLink> connect(int ranks) throws Exception {
        List<Rendezvous> all = new ArrayList<>();
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int rank = 0; rank < ranks; rank++) {
            all.add(rendezvous(credentials, rank, ranks));
            addresses.add(address(all.get(rank)));
        }
        List<Future<ChainLink>> links = new ArrayList<>();
        for (Rendezvous one : all) {
            links.add(threads.submit(() -> one.connect(addresses)));
        }
        List<ChainLink> connected = new ArrayList<>();
        for (Future<ChainLink> link : links) {
            connected.add(link.get(30, TimeUnit.SECONDS));
        }
        return connected;
    }

    private static Rendezvous rendezvous(Credentials credentials, int rank, int ranks) throws IOException {
        return new Rendezvous(credentials, rank, ranks, "127.0.0.1", new PortRange(0, 0), TIMEOUT);
    }

    private static InetSocketAddress address(Rendezvous one) {
        return new InetSocketAddress("127.0.0.1", one.port());
    }
}
