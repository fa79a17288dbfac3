package io.gen4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {

    private static final int FREE = 10;
    private static final int HELD = 11;

    /** For any user, where the system lets users make namespaces. */
    private static final List<String> NEW_NAMESPACE =
            List.of("unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "--kill-child");

    @TempDir
    private Path directory;

    private RunDirectory run;

    @BeforeEach
    void create() throws IOException {
        run = RunDirectory.create(directory.resolve("run"));
    }

    /** Another process: tells by its exit code whether the lock is held, and tries to get it. */
    public static final class Other {

        public static void main(String[] arguments) throws IOException {
            RunDirectory run = new RunDirectory(Path.of(arguments[0]));
            boolean held = RunLock.isHeld(run);
            try {
                RunLock.acquire(run).close();
                System.exit(held ? 1 : FREE);
            } catch (FileAlreadyExistsException e) {
                System.exit(held ? HELD : 2);
            }
        }
    }

    /** Another process: a training that holds the lock until its input ends. */
    public static final class Holder {

        public static void main(String[] arguments) throws IOException {
            RunDirectory run = new RunDirectory(Path.of(arguments[0]));
            try (RunLock lock = RunLock.acquire(run)) {
                RunStatus.RUNNING.write(run);
                System.out.println("process " + ProcessHandle.current().pid());
                System.in.read();
                lock.requireInPlace();
            }
        }
    }

    private int otherProcess() throws IOException, InterruptedException {
        return new ProcessBuilder(program(Other.class)).inheritIO().start().waitFor();
    }

    private List<String> program(Class<?> type) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                type.getName(),
                run.path().toString());
    }

    /**
     * A live run in a container: its process has a number that means another one here, or none. Where the system allows
     * no namespaces, the run is in another process alone.
     */
    @Test
    void aRunInAnotherNamespaceOfProcessesIsLive() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        boolean hasNamespaces = startsNamespaces();
        if (hasNamespaces) {
            command.addAll(NEW_NAMESPACE);
        }
        command.addAll(program(Holder.class));
        Process holder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String line = holder.inputReader().readLine();
            assertTrue(line != null && line.startsWith("process "), line);
            assertTrue(!hasNamespaces || line.equals("process 1"), line);
            assertTrue(RunLock.isHeld(run));
            assertEquals(Optional.of(RunStatus.RUNNING), RunStatus.of(run));
            assertThrows(FileAlreadyExistsException.class, () -> RunLock.acquire(run));
            holder.getOutputStream().close();
            assertEquals(0, holder.waitFor());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertEquals(Optional.of(RunStatus.STOPPED), RunStatus.of(run), "it never said that it finished");
    }

    private static boolean startsNamespaces() throws InterruptedException {
        try {
            List<String> command = new ArrayList<>(NEW_NAMESPACE);
            command.add("true");
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // There is no unshare.
        }
    }

    @Test
    void aRefusalInTheSameProcessCostsNobodyTheLock() throws IOException, InterruptedException {
        try (RunLock lock = RunLock.acquire(run)) {
            for (int i = 0; i < 3; i++) {
                assertThrows(FileAlreadyExistsException.class, () -> RunLock.acquire(run));
            }
            assertTrue(RunLock.isHeld(run));
            assertTrue(lock.isInPlace());
            assertEquals(HELD, otherProcess());
        }
        assertFalse(RunLock.isHeld(run));
        assertEquals(FREE, otherProcess());
    }

    @Test
    void oneDirectoryUnderSeveralNamesHasOneLock() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), run.path());
        RunDirectory[] names = {
            new RunDirectory(link),
            new RunDirectory(run.path().resolve("../run")),
            new RunDirectory(run.path().resolve("samples/.."))
        };
        try (RunLock lock = RunLock.acquire(run)) {
            for (RunDirectory name : names) {
                assertThrows(FileAlreadyExistsException.class, () -> RunLock.acquire(name));
                assertTrue(RunLock.isHeld(name));
            }
            assertTrue(lock.isInPlace());
            assertEquals(HELD, otherProcess());
        }
    }

    /** As by a copy of the library in another class loader. */
    @Test
    void aLockThatAnotherPartOfTheProcessHoldsIsNotLost() throws IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(run.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            assertTrue(RunLock.isHeld(run));
            assertThrows(FileAlreadyExistsException.class, () -> RunLock.acquire(run));
            assertEquals(HELD, otherProcess());
        }
        RunLock.acquire(run).close();
    }

    /** A studio in the same process asks twice a second, for days. */
    @Test
    void askingForAnothersLockLeavesNoFilesOpen() throws IOException {
        assumeTrue(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean);
        UnixOperatingSystemMXBean system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (FileChannel channel = FileChannel.open(run.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            long before = system.getOpenFileDescriptorCount();
            for (int i = 0; i < 500; i++) {
                assertTrue(RunLock.isHeld(run));
                assertThrows(FileAlreadyExistsException.class, () -> RunLock.acquire(run));
            }
            long more = system.getOpenFileDescriptorCount() - before;
            assertTrue(more < 50, more + " more open files");
        }
        assertFalse(RunLock.isHeld(run));
        RunLock.acquire(run).close();
    }

    @Test
    void ofManyThreadsOneGetsIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Stream<RunLock>> attempt = () -> {
                try {
                    return Stream.of(RunLock.acquire(run));
                } catch (FileAlreadyExistsException e) {
                    return Stream.empty();
                }
            };
            List<Future<Stream<RunLock>>> results =
                    threads.invokeAll(Stream.generate(() -> attempt).limit(40).collect(Collectors.toList()));
            int held = 0;
            for (Future<Stream<RunLock>> result : results) {
                held += (int) result.get().count();
            }
            assertEquals(1, held);
            assertEquals(HELD, otherProcess());
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aDirectoryThatWasMovedIsNoticed() throws IOException {
        try (RunLock lock = RunLock.acquire(run)) {
            lock.requireInPlace();
            Files.move(run.path(), directory.resolve("moved"));
            assertThrows(RunMovedException.class, lock::requireInPlace);
            Files.createDirectory(run.path());
            assertThrows(RunMovedException.class, lock::requireInPlace);
            Files.createFile(run.lock());
            assertThrows(RunMovedException.class, lock::requireInPlace);
            assertTrue(RunLock.isHeld(new RunDirectory(directory.resolve("moved"))));
        }
    }

    @Test
    void aRunWithoutALockFileIsNotHeld() throws IOException {
        assertFalse(RunLock.isHeld(run));
        assertFalse(Files.exists(run.lock()), "asking makes no file");
    }
}
