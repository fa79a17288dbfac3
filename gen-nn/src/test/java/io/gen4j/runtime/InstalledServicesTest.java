package io.gen4j.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Extensions beside damaged ones, by the class loader of the thread. */
class InstalledServicesTest {

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    private Path directory;

    /** An extension that works. */
    public static final class Good implements IntSupplier {
        @Override
        public int getAsInt() {
            return 7;
        }
    }

    /** An extension whose constructor fails. */
    public static final class Failing implements IntSupplier {
        /** Fails. */
        public Failing() {
            throw new IllegalStateException("broken");
        }

        @Override
        public int getAsInt() {
            return 0;
        }
    }

    /** An extension whose class cannot be initialised. */
    public static final class Unloadable implements IntSupplier {
        private static final int NUMBER = Integer.parseInt("no number");

        @Override
        public int getAsInt() {
            return NUMBER;
        }
    }

    @AfterEach
    void restoreTheLoader() {
        Thread.currentThread().setContextClassLoader(before);
    }

    private List<IntSupplier> installed(String... names) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.write(services.resolve(IntSupplier.class.getName()), List.of(names));
        URL[] urls = {directory.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(urls, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            return InstalledServices.of(IntSupplier.class);
        }
    }

    @Test
    void findsNoneWhereNoneIs() throws IOException {
        assertEquals(List.of(), installed());
    }

    @Test
    void passesOverDamagedNeighbours() throws IOException {
        List<IntSupplier> found = installed(
                "no.such.Extension",
                Failing.class.getName(),
                Unloadable.class.getName(),
                String.class.getName(),
                Good.class.getName(),
                "another.that.is.Missing");
        assertEquals(1, found.size(), found.toString());
        assertInstanceOf(Good.class, found.get(0));
    }

    @Test
    @Timeout(20)
    void givesUpAfterManyFailures() throws IOException {
        String[] many =
                IntStream.range(0, 1000).mapToObj(i -> "no.such.Extension" + i).toArray(String[]::new);
        assertEquals(List.of(), installed(many));
    }

    @Test
    void ofAFileThatIsNoListFindsNone() throws IOException {
        assertEquals(List.of(), installed("not a class name", "\u0000"));
    }
}
