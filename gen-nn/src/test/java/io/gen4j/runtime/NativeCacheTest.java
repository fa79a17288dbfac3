package io.gen4j.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {

    @TempDir
    private Path scratch;

    private Path temporary;
    private final Properties properties = new Properties();

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "a POSIX file system");
        temporary = Files.createDirectory(scratch.resolve("tmp"));
        properties.setProperty("java.io.tmpdir", temporary.toString());
        properties.setProperty("user.name", "service account/..");
    }

    private Path home(String mode) throws IOException {
        Path home = Files.createDirectory(scratch.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString(mode));
        properties.setProperty("user.home", home.toString());
        return home;
    }

    private Path expected() {
        return temporary.resolve("gen4j-native-service_account_..");
    }

    private String refusal() {
        return assertThrows(IllegalStateException.class, () -> NativeCache.settings(properties))
                .getMessage();
    }

    @Test
    void leavesJavaCppInAHomeOfOnesOwn() throws IOException {
        home("rwxr-xr-x");
        assertEquals(Map.of(), NativeCache.settings(properties));
    }

    @Test
    void makesAPrivateDirectoryWhereThereIsNoHome() throws IOException {
        for (String home : new String[] {"?", "", "/proc/nobody"}) {
            properties.setProperty("user.home", home);
            assertEquals(
                    Map.of(
                            NativeCache.JAVACPP,
                            expected().toString(),
                            NativeCache.JNA,
                            expected().toString()),
                    NativeCache.settings(properties));
        }
        properties.remove("user.home");
        assertEquals(2, NativeCache.settings(properties).size());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(expected())));
    }

    @Test
    void doesNotTrustAHomeThatAllMayWriteTo() throws IOException {
        home("rwxrwxrwx");
        assertEquals(
                Set.of(NativeCache.JAVACPP, NativeCache.JNA),
                NativeCache.settings(properties).keySet());
    }

    @Test
    void doesNotTrustACacheThatAllMayWriteTo() throws IOException {
        Path cache = Files.createDirectories(home("rwxr-xr-x").resolve(".javacpp/cache"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(2, NativeCache.settings(properties).size());
    }

    @Test
    void leavesWhatTheUserChose() throws IOException {
        home("rwxrwxrwx");
        properties.setProperty("org.bytedeco.javacpp.cacheDir", "/somewhere");
        assertEquals(Set.of(NativeCache.JNA), NativeCache.settings(properties).keySet());
        properties.setProperty(NativeCache.JNA, "/somewhere");
        assertEquals(Map.of(), NativeCache.settings(properties));
    }

    @Test
    void refusesADirectoryThatOthersMayEnter() throws IOException {
        properties.setProperty("user.home", "?");
        Files.createDirectory(expected());
        for (String mode : new String[] {"rwxrwxrwx", "rwxr-xr-x", "rwx--x---"}) {
            Files.setPosixFilePermissions(expected(), PosixFilePermissions.fromString(mode));
            String message = refusal();
            assertTrue(message.contains(expected() + " has the mode " + mode), message);
            assertTrue(message.contains("-Dorg.bytedeco.javacpp.cachedir=DIRECTORY"), message);
            assertEquals(1, message.lines().count());
        }
    }

    @Test
    void refusesALinkToSomewhereElse() throws IOException {
        properties.setProperty("user.home", "?");
        Path elsewhere = Files.createDirectory(
                scratch.resolve("elsewhere"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createSymbolicLink(expected(), elsewhere);
        assertTrue(refusal().contains("is no directory"), refusal());
    }

    @Test
    void refusesADirectoryOfAnotherUser() throws IOException {
        properties.setProperty("user.home", "?");
        Files.createDirectory(
                expected(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            Files.setAttribute(expected(), "unix:uid", 65534);
        } catch (IOException e) {
            assumeTrue(false, "only root can give a directory away");
        }
        assertTrue(refusal().contains(" belongs to "), refusal());
    }

    @Test
    void refusesATemporaryDirectoryThatIsNotThere() {
        properties.setProperty("user.home", "?");
        properties.setProperty("java.io.tmpdir", scratch.resolve("nothing").toString());
        assertTrue(refusal().contains("cannot be used"), refusal());
    }
}
