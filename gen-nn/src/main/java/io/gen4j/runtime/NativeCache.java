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
 * Finds a safe directory for native libraries. JavaCPP and JNA unpack them into the home directory. If that is not
 * writable, both use a predictable directory in the shared temporary directory, even if another user made it first.
 * That user could then choose the code that this process runs.
 */
final class NativeCache {

    /** The property for JavaCPP's directory of native libraries. */
    static final String JAVACPP = "org.bytedeco.javacpp.cachedir";

    /** The property for JNA's directory. */
    static final String JNA = "jna.tmpdir";

    /** JavaCPP also accepts this spelling. */
    private static final String JAVACPP_OTHER = "org.bytedeco.javacpp.cacheDir";

    private static final String UNKNOWN = "?";
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private NativeCache() {}

    /**
     * Returns settings that keep native libraries out of the shared temporary directory. Empty if the home directory is
     * suitable, or if the user has chosen a directory.
     *
     * @throws IllegalStateException if the home directory cannot be used and the private directory belongs to another
     *     user
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

    /** Whether JavaCPP can make its directory in the home directory, and not everybody may write to it. */
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

    /**
     * Makes the directory together with its permissions, so that no other user can create it first unnoticed. Checks an
     * existing directory.
     */
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

    /** The owner of a new file. This also works for a user without a name. */
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
