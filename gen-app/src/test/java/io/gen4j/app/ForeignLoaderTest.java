package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs whose first call into the library comes from a thread with a foreign context class loader, as in plug-in hosts and
 * common pools. Each has a process of its own: what is loaded first decides.
 */
class ForeignLoaderTest {

    private static final String PROGRAM = """
            import io.gen4j.GenerativeModel;
            import io.gen4j.ModelFamilies;
            import io.gen4j.persist.ModelFile;
            import io.gen4j.run.RunDirectory;
            import io.gen4j.vae.Vae;
            import java.nio.file.Path;
            import java.util.concurrent.CompletableFuture;

            public class Host {

                static ClassLoader foreign(String kind) {
                    return switch (kind) {
                        case "none" -> null;
                        case "empty" -> new ClassLoader(null) {};
                        default -> new ClassLoader(null) {
                            @Override
                            public java.util.Enumeration<java.net.URL> getResources(String name)
                                    throws java.io.IOException {
                                throw new java.io.IOException("this loader is closed");
                            }
                        };
                    };
                }

                public static void main(String[] arguments) throws Exception {
                    Path file = Path.of("vae.zip");
                    Thread.currentThread().setContextClassLoader(foreign(System.getProperty("kind")));
                    switch (System.getProperty("first")) {
                        case "save" -> {
                            try (Vae vae = Vae.builder().hidden(8).build()) {
                                vae.save(file);
                            }
                        }
                        case "load" -> {
                            try (Vae vae = Vae.load(file);
                                    GenerativeModel any = ModelFile.load(file)) {
                                vae.sample(2, 1).close();
                                any.sample(2, 1).close();
                            }
                            CompletableFuture.runAsync(() -> {
                                        Thread.currentThread().setContextClassLoader(foreign("empty"));
                                        try (Vae vae = Vae.load(file)) {
                                            vae.sample(2, 1).close();
                                        } catch (java.io.IOException e) {
                                            throw new java.io.UncheckedIOException(e);
                                        }
                                    })
                                    .join();
                        }
                        case "data" -> {
                            io.gen4j.data.ImageDataset digits =
                                    io.gen4j.data.synthetic.SyntheticDigits.draw(40, 1);
                            new io.gen4j.data.Batches(
                                            digits,
                                            10,
                                            io.gen4j.data.PixelRange.UNIT,
                                            1,
                                            io.gen4j.data.Batches.LastBatch.KEEP)
                                    .first(5)
                                    .close();
                            io.gen4j.metric.FrechetDistance.between(
                                    new float[][] {{1, 2}, {3, 5}, {2, 9}}, new float[][] {{1, 2}, {4, 5}, {6, 9}});
                        }
                        default -> {
                            if (ModelFamilies.all().size() != 5) {
                                throw new IllegalStateException(ModelFamilies.all().toString());
                            }
                        }
                    }
                    System.exit(0);
                }
            }
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"none", "empty", "closed"})
    void everyFirstCallWorks(String kind) throws Exception {
        for (String first : new String[] {"save", "load", "families", "data"}) {
            assertEquals("", JavaProgram.run("Host", PROGRAM, directory, "-Dkind=" + kind, "-Dfirst=" + first), first);
        }
    }
}
