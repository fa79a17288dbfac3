package io.gen4j.runtime;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a safe directory for native libraries. JavaCPP and JNA unpack them into the home directory. Where that cannot be
 * written, both take a predictable directory in the shared temporary one, even if another user made it first; its owner
 * then chooses the code that this process runs.
 */
final class NativeCache {

    /** Where JavaCPP unpacks native libraries. */
    static final String JAVACPP = "org.bytedeco.javacpp.cachedir";

    /** Where JNA does. */
    static final String JNA = "jna.tmpdir";

    /** JavaCPP takes this spelling too. */
    private static final String JAVACPP_OTHER = "org.bytedeco.javacpp.cacheDir";

    private static final String UNKNOWN = "?";
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private NativeCache() {}

    /**
     * The settings that keep native libraries out of the shared temporary directory; empty if the home directory serves, or
     * the user has chosen.
     *
     * @throws IllegalStateException if the home directory cannot be used and the private directory belongs to another user
     */
    static Map<String, String> settings(Properties properties) {
        if (!hasPosixFiles() || isUsable(properties.getProperty("user.home"))) {
            return Map.of();
        }
        boolean set = properties.getProperty(JAVACPP) != null || properties.getProperty(JAVACPP_OTHER) != null;
        boolean setJna = properties.getProperty(JNA) != null;
        if (set && setJna) {
            return Map.of();
        }
        String directory = privateDirectory(properties).toString();
        if (set) {
            return Map.of(JNA, directory);
        }
        return setJna ? Map.of(JAVACPP, directory) : Map.of(JAVACPP, directory, JNA, directory);
    }

    private static boolean hasPosixFiles() {
        return Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Whether JavaCPP's directory can be made in the home directory, as JavaCPP does, and not everybody may write to it. */
    private static boolean isUsable(@Nullable String home) {
        if (home == null || home.isEmpty() || home.equals(UNKNOWN)) {
            return false;
        }
        Path own = Path.of(home, ".javacpp");
        Path cache = own.resolve("cache");
        try {
            Files.createDirectories(cache);
        } catch (IOException e) {
            return false;
        }
        return Files.isWritable(cache) && !isOpenToAll(cache) && !isOpenToAll(own) && !isOpenToAll(Path.of(home));
    }

    private static boolean isOpenToAll(Path path) {
        try {
            return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException | UnsupportedOperationException e) {
            return true;
        }
    }

    /** Made in one step with its mode, so that nobody else can be first unnoticed; one that exists is looked at. */
    private static Path privateDirectory(Properties properties) {
        Path temporary = Path.of(properties.getProperty("java.io.tmpdir"));
        Path directory = temporary.resolve(
                "gen4j-native-" + properties.getProperty("user.name", UNKNOWN).replaceAll("[^A-Za-z0-9._-]", "_"));
        try {
            try {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
            } catch (FileAlreadyExistsException e) {
                requirePrivate(directory, temporary);
            }
            return directory;
        } catch (IOException e) {
            throw refusal(directory + " cannot be used (" + e + ")");
        }
    }

    private static void requirePrivate(Path directory, Path temporary) throws IOException {
        PosixFileAttributes found =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory()) {
            throw refusal(directory + " is no directory");
        }
        Optional<UserPrincipal> stranger = Optional.of(found.owner()).filter(owner -> !owner.equals(self(temporary)));
        if (stranger.isPresent()) {
            throw refusal(directory + " belongs to " + stranger.get().getName());
        }
        if (!found.permissions().equals(PRIVATE)) {
            throw refusal(directory + " has the mode " + PosixFilePermissions.toString(found.permissions()));
        }
    }

    /** The owner of a new file: a user without a name has an owner too. */
    private static UserPrincipal self(Path temporary) {
        try {
            Path file = Files.createTempFile(temporary, "gen4j", null);
            try {
                return Files.getOwner(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw refusal(temporary + " cannot be written (" + e + ")");
        }
    }

    private static IllegalStateException refusal(String reason) {
        return new IllegalStateException("native libraries cannot be unpacked: the home directory cannot be used, and "
                + reason + ": set -D" + JAVACPP + "=DIRECTORY and -D" + JNA
                + "=DIRECTORY to a directory that only you can write");
    }
}
