package io.gen4j.app.studio.workshop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {

    private static final int FREE = 10;
    private static final int HELD = 11;

    @TempDir
    private Path directory;

    /** Another process: tells by its exit code whether it gets the lock. */
    public static final class Other {

        public static void main(String[] arguments) throws IOException {
            try {
                HomeLock.acquire(Path.of(arguments[0])).close();
                System.exit(FREE);
            } catch (FileAlreadyExistsException e) {
                System.exit(HELD);
            }
        }
    }

    private int otherProcess() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        directory.toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    /** On POSIX systems, closing any channel on a file costs the process its lock. */
    @Test
    void aRefusalInTheSameProcessCostsNobodyTheLock() throws IOException, InterruptedException {
        var lock = HomeLock.acquire(directory);
        try {
            assertThrows(FileAlreadyExistsException.class, () -> HomeLock.acquire(directory));
            assertEquals(HELD, otherProcess());
        } finally {
            lock.close();
        }
        assertEquals(FREE, otherProcess());
    }
}
