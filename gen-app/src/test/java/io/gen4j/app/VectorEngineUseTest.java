package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which models draw by gen-vector's engine, as docs/embedding.md says; in a JVM with the JDK's vectors. */
class VectorEngineUseTest {

    /** Stands before gen-vector's engine on the class path, passes everything on to it, and counts. */
    private static final String PROGRAM = """
            import io.gen4j.*;
            import io.gen4j.cgan.*;
            import io.gen4j.data.ImageShape;
            import io.gen4j.dcgan.*;
            import io.gen4j.gan.*;
            import io.gen4j.nn.InferenceEngine;
            import io.gen4j.vae.*;
            import io.gen4j.vector.VectorEngine;
            import java.util.*;
            import org.nd4j.linalg.api.ndarray.INDArray;

            public class Counted implements InferenceEngine {
                static int runs;
                final VectorEngine engine = new VectorEngine();

                public Optional<String> obstacle() { return engine.obstacle(); }

                public Program prepare(List<Layer> layers) {
                    Program program = engine.prepare(layers);
                    return new Program() {
                        public void forward(INDArray input, INDArray target, long firstRow) {
                            runs++;
                            program.forward(input, target, firstRow);
                        }
                        public void close() { program.close(); }
                    };
                }

                static void expect(boolean used, GenerativeModel model) {
                    runs = 0;
                    try (model; INDArray images = model.sample(40, 1)) {
                        String name = model.family() + " " + model.config();
                        if (images.size(0) != 40) throw new AssertionError(name + ": " + images.size(0) + " images");
                        if (used != runs > 0) throw new AssertionError(name + ": " + runs + " runs of the engine");
                    }
                }

                public static void main(String[] arguments) {
                    ImageSpec spec = new ImageSpec(new ImageShape(1, 16, 16), List.of("a", "b"));
                    if (!(InferenceEngine.installed().orElse(null) instanceof Counted)) {
                        throw new AssertionError(InferenceEngine.installed() + " " + new VectorEngine().obstacle());
                    }
                    expect(true, Vae.builder(spec).hidden(8).latent(3).build());
                    expect(true, Vae.builder(spec).hidden(8).latent(3).layers(3).build());
                    expect(true, ConditionalVae.builder(spec).hidden(8).latent(3).build());
                    expect(true, Autoencoder.builder(spec).hidden(8).latent(3).build());
                    expect(true, Gan.builder(spec).hidden(8).latent(3).build());
                    expect(true, Gan.builder(spec).hidden(8).latent(3).generatorBatchNorm(true).build());
                    expect(true, ConditionalGan.builder(spec).hidden(8).latent(3).embedding(2).build());
                    expect(false, Dcgan.builder(spec).features(4).latent(3).build());
                    expect(false, ConditionalDcgan.builder(spec).features(4).latent(3).build());
                    expect(false, Vae.builder(spec).conv(true).features(4).latent(3).build());
                }
            }
            """;

    @Test
    void denseModelsUseItAndConvolutionsDoNot(@TempDir Path directory) throws IOException, InterruptedException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve("io.gen4j.nn.InferenceEngine"), "Counted");
        String[] options = {"--add-modules=jdk.incubator.vector", "-Dgen4j.blas=openblas"};
        assertEquals("", JavaProgram.run("Counted", PROGRAM, directory, options));
    }
}
