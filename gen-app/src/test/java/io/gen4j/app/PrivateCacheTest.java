package io.gen4j.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process without a home unpacks its native libraries into a directory of its own, and nowhere else. */
class PrivateCacheTest {

    private static final String PROGRAM = """
            import java.nio.file.Files;
            import java.nio.file.Path;

            public class Homeless {
                public static void main(String[] arguments) throws Exception {
                    io.gen4j.runtime.NativeSettings.apply();
                    for (String name : new String[] {"org.bytedeco.javacpp.cachedir", "jna.tmpdir"}) {
                        String value = System.getProperty(name, "");
                        Path own = Path.of(System.getProperty("java.io.tmpdir"));
                        if (!value.startsWith(own.resolve("gen4j-native-").toString())) {
                            throw new AssertionError(name + " is " + value);
                        }
                        if (Files.getPosixFilePermissions(Path.of(value)).size() != 3) {
                            throw new AssertionError(value + " is open to others");
                        }
                    }
                }
            }
            """;

    @Test
    void isUsedWhereTheHomeCannotBe(@TempDir Path directory) throws IOException, InterruptedException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "a POSIX file system");
        Path home = Files.createFile(directory.resolve("home"));
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        assertEquals(
                "",
                JavaProgram.run(
                        "Homeless", PROGRAM, directory, "-Duser.home=" + home, "-Djava.io.tmpdir=" + temporary));
    }
}
