package io.gen4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gen4j.data.ImageShape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broken family is left out with a line of its own, whatever its mistake is. */
class ModelFamiliesTest {

    private static final ImageSpec SPEC = new ImageSpec(new ImageShape(1, 2, 2), List.of());

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    /** The context class loader sees exactly these registrations. */
    private static void register(String... lines) {
        Thread.currentThread().setContextClassLoader(new Registry(String.join("\n", lines)));
    }

    private static String[] names(Class<?>... types) {
        return Arrays.stream(types).map(Class::getName).toArray(String[]::new);
    }

    public record Config(
            @Setting("epochs") int epochs,
            @Setting("batch size") int batchSize,
            @Setting("seed") long seed) implements ModelConfig {}

    public record Unannotated(
            @Setting("epochs") int epochs,
            int batchSize,
            @Setting("seed") long seed) implements ModelConfig {}

    public record Untyped(
            @Setting("epochs") int epochs,
            @Setting("batch size") int batchSize,
            @Setting("seed") long seed,
            @Setting("a list") List<String> list)
            implements ModelConfig {}

    /** Everything right, for each mistake to change one thing. */
    public static class Good<C extends ModelConfig> implements ModelFamily<C> {

        @Override
        public String name() {
            return "good";
        }

        @Override
        public String description() {
            return "A good family";
        }

        @Override
        @SuppressWarnings("unchecked")
        public C defaults() {
            return (C) new Config(1, 2, 3);
        }

        @Override
        public GenerativeModel create(C config, ImageSpec spec) {
            return new NoModel() {
                @Override
                public String family() {
                    return name();
                }

                private String name() {
                    return Good.this.name();
                }

                @Override
                public ModelConfig config() {
                    return config;
                }
            };
        }

        @Override
        public GenerativeModel load(Path file, C config, ImageSpec spec) throws IOException {
            return create(config, spec);
        }
    }

    public static class TakesTheName extends Good<Config> {}

    public static final class UpperCase extends Good<Config> {
        @Override
        public String name() {
            return "VAE-2";
        }
    }

    public static final class NoName extends Good<Config> {
        @Override
        public String name() {
            return null;
        }
    }

    public static final class LongName extends Good<Config> {
        @Override
        public String name() {
            return "x".repeat(65);
        }
    }

    public static final class NoDescription extends Good<Config> {
        @Override
        public String name() {
            return "other";
        }

        @Override
        public String description() {
            return null;
        }
    }

    public static final class NoDefaults extends Good<Config> {
        @Override
        public String name() {
            return "other";
        }

        @Override
        public Config defaults() {
            return null;
        }
    }

    public static final class NoAnnotation extends Good<Unannotated> {
        @Override
        public String name() {
            return "other";
        }

        @Override
        public Unannotated defaults() {
            return new Unannotated(1, 2, 3);
        }
    }

    public static final class NoOption extends Good<Untyped> {
        @Override
        public String name() {
            return "other";
        }

        @Override
        public Untyped defaults() {
            return new Untyped(1, 2, 3, List.of());
        }
    }

    public static final class NoRecord extends Good<ModelConfig> {
        @Override
        public String name() {
            return "other";
        }

        @Override
        public ModelConfig defaults() {
            return new ModelConfig() {
                @Override
                public int epochs() {
                    return 1;
                }

                @Override
                public int batchSize() {
                    return 1;
                }

                @Override
                public long seed() {
                    return 1;
                }
            };
        }
    }

    public static final class NoPresets extends Good<Config> {
        @Override
        public String name() {
            return "other";
        }

        @Override
        public List<Preset<Config>> presets() {
            return null;
        }
    }

    public static final class TwoPresetsOfOneName extends Good<Config> {
        @Override
        public String name() {
            return "other";
        }

        @Override
        public List<Preset<Config>> presets() {
            Preset<Config> preset = new Preset<>("a", "b", defaults(), null);
            return List.of(preset, preset);
        }
    }

    public static final class FailingConstructor extends Good<Config> {
        public FailingConstructor() {
            throw new UnsupportedOperationException("no licence\nfor this");
        }
    }

    public static final class FailingName extends Good<Config> {
        @Override
        public String name() {
            throw new IllegalStateException("no name today");
        }
    }

    public static final class FailingStatics extends Good<Config> {
        static final int VALUE = Integer.parseInt("no number");
    }

    public static final class Endless extends Good<Config> {
        @Override
        public String name() {
            return name();
        }
    }

    private static final class Hidden extends Good<Config> {}

    @ParameterizedTest
    @ValueSource(
            classes = {
                UpperCase.class,
                NoName.class,
                LongName.class,
                NoDescription.class,
                NoDefaults.class,
                NoAnnotation.class,
                NoOption.class,
                NoRecord.class,
                NoPresets.class,
                TwoPresetsOfOneName.class,
                FailingConstructor.class,
                FailingName.class,
                FailingStatics.class,
                Endless.class,
                Hidden.class,
                String.class
            })
    void aBrokenFamilyIsLeftOutWithALine(Class<?> broken) {
        register(names(broken, Good.class));
        assertEquals(
                List.of("good"),
                ModelFamilies.all().stream().map(ModelFamily::name).toList());
        if (broken != String.class) {
            List<String> problems = ModelFamilies.problems();
            assertEquals(1, problems.size(), problems::toString);
            assertTrue(problems.get(0).contains(broken.getName()), problems.get(0));
            assertEquals(1, problems.get(0).lines().count(), problems.get(0));
        }
    }

    @Test
    void aLineThatNamesNoClassIsLeftOut() {
        register("com.example.NotThere", Good.class.getName());
        assertEquals("good", ModelFamilies.named("good").name());
        assertTrue(ModelFamilies.problems().get(0).contains("com.example.NotThere"));
    }

    @Test
    void aFileOfNonsenseIsLeftOut() {
        register("two words", "a/b");
        assertEquals(List.of(), ModelFamilies.all());
        assertEquals(1, ModelFamilies.problems().size());
    }

    @Test
    void theFirstOfANameStays() {
        register(names(Good.class, TakesTheName.class));
        assertEquals(1, ModelFamilies.all().size());
        String problem = ModelFamilies.problems().get(0);
        assertTrue(problem.contains(TakesTheName.class.getName()) && problem.contains("is taken"), problem);
        assertTrue(problem.contains("ModelFamiliesTest$TakesTheName in "), problem);
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThatThereAre() {
        register(names(Good.class, UpperCase.class));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ModelFamilies.named("vea"));
        assertTrue(e.getMessage().startsWith("there is no model \"vea\": choose one of good; "), e.getMessage());
        assertTrue(e.getMessage().contains(UpperCase.class.getName()), e.getMessage());
        assertEquals(
                "name",
                assertThrows(NullPointerException.class, () -> ModelFamilies.named(null))
                        .getMessage());
    }

    @Test
    void saysWhatToAddWhereThereIsNone() {
        register();
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ModelFamilies.named("vae"));
        assertTrue(e.getMessage().contains("add one of gen-vae"), e.getMessage());
    }

    public static final class MakesNothing extends Good<Config> {
        @Override
        public GenerativeModel create(Config config, ImageSpec spec) {
            return null;
        }
    }

    public static final class MakesAnother extends Good<Config> {
        @Override
        public GenerativeModel create(Config config, ImageSpec spec) {
            return new TakesTheName() {
                @Override
                public String name() {
                    return "stranger";
                }
            }.create(config, spec);
        }
    }

    @Test
    void aModelThatIsNoneIsRefusedWithTheClassThatMadeIt() {
        register(names(MakesNothing.class));
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> ModelFamilies.create("good", Map.of(), SPEC));
        assertTrue(
                e.getMessage().contains("MakesNothing in ") && e.getMessage().endsWith(": create returns null"),
                e.getMessage());
        register(names(MakesAnother.class));
        e = assertThrows(IllegalStateException.class, () -> ModelFamilies.create("good", Map.of(), SPEC));
        assertTrue(e.getMessage().contains("\"stranger\": must be \"good\""), e.getMessage());
    }

    @Test
    void makesAModelByName() {
        register(names(Good.class));
        try (GenerativeModel model = ModelFamilies.create("good", Map.of("batchSize", 50), SPEC)) {
            assertEquals(new Config(1, 50, 3), model.config());
        }
        assertThrows(IllegalArgumentException.class, () -> ModelFamilies.create("good", Map.of("batch", 50), SPEC));
    }

    /** As in a plug-in host, whose own class path has another Gen4J: none of its classes are ours. */
    @Test
    void aForeignGen4jIsNoProblem() {
        Thread.currentThread().setContextClassLoader(new Registry(Good.class.getName()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (!name.startsWith("io.gen4j.")) {
                    return super.loadClass(name, resolve);
                }
                try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] code = in.readAllBytes();
                    Class<?> loaded = findLoadedClass(name);
                    return loaded == null ? defineClass(name, code, 0, code.length) : loaded;
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        });
        assertEquals(List.of(), ModelFamilies.problems());
        Thread.currentThread().setContextClassLoader(null);
        assertSame(0, ModelFamilies.all().size());
    }

    /** A class loader that knows one file of registrations, beside the classes of the tests. */
    private static class Registry extends ClassLoader {

        private final String services;

        Registry(String services) {
            super(ModelFamiliesTest.class.getClassLoader());
            this.services = services;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            if (!name.equals("META-INF/services/" + ModelFamily.class.getName())) {
                return super.getResources(name);
            }
            URLStreamHandler handler = new URLStreamHandler() {
                @Override
                protected URLConnection openConnection(URL url) {
                    return new URLConnection(url) {
                        @Override
                        public void connect() {}

                        @Override
                        public InputStream getInputStream() {
                            return new ByteArrayInputStream(services.getBytes(StandardCharsets.UTF_8));
                        }
                    };
                }
            };
            return Collections.enumeration(List.of(new URL("memory", "", -1, "services", handler)));
        }

        @Override
        public String toString() {
            return services.lines().collect(Collectors.joining(", "));
        }
    }
}
