package io.gen4j.app.studio.runs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.gen4j.app.studio.http.ApiPaths;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A picture that a training drew.
 *
 * @param epoch of the picture, counted from 1; 0 for a picture from before the first epoch
 * @param kind its content, such as {@code sampled} or {@code fake_images}
 * @param url its address in the API
 * @param file its path
 */
public record Picture(
        int epoch, String kind, String url, @JsonIgnore Path file) {

    /** Orders pictures by epoch, then by kind. */
    static final Comparator<Picture> ORDER =
            Comparator.comparingInt(Picture::epoch).thenComparing(Picture::kind);

    private static final Pattern NAME = Pattern.compile("([a-z_]{1,60})(?:-(\\d{1,9}))?\\.png");

    /** Returns the picture of a file; empty if a training does not use such a name. */
    static Optional<Picture> of(ApiPaths paths, String runId, Path file) {
        String name = file.getFileName().toString();
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int epoch = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return Optional.of(new Picture(epoch, matcher.group(1), paths.of("runs", runId, "pictures", name), file));
    }

    /** Whether a model drew it; reconstructions and real images do not count. */
    boolean isDrawn() {
        return epoch > 0 && !kind.startsWith("reconst");
    }
}
