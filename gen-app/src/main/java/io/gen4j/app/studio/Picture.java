package io.gen4j.app.studio;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A picture that a training drew.
 *
 * @param epoch after which it was drawn, counted from 1; 0 for one that was drawn before the first
 * @param kind what it shows, such as {@code sampled} or {@code fake_images}
 * @param url where the API gives it
 * @param file where it lies
 */
record Picture(
        int epoch, String kind, String url, @JsonIgnore Path file) {

    private static final Pattern NAME = Pattern.compile("([a-z_]+)(?:-(\\d{1,9}))?\\.png");

    /** A file's picture, or none if it is called otherwise than trainings call theirs. */
    static Optional<Picture> of(String runId, Path file) {
        String name = file.getFileName().toString();
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int epoch = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return Optional.of(new Picture(epoch, matcher.group(1), ApiPaths.of("runs", runId, "pictures", name), file));
    }
}
