package io.gen4j.app.option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/**
 * A file with some of a model's tensors, written as {@code FILE} or {@code PREFIX=FILE}. The names in the file lack the
 * prefix and the dot behind it.
 *
 * @param prefix with its dot, or empty
 */
public record PrefixedFile(String prefix, Path file) {

    private static final Pattern WITH_PREFIX = Pattern.compile("(\\w+)=(.+)");

    /** Parses the form of the command line. */
    public static final class Converter implements ITypeConverter<PrefixedFile> {

        @Override
        public PrefixedFile convert(String text) {
            Matcher matcher = WITH_PREFIX.matcher(text);
            // A file of that name is meant as it is: lr=0.1.safetensors has no prefix.
            return matcher.matches() && !Files.exists(Path.of(text))
                    ? new PrefixedFile(matcher.group(1) + ".", Path.of(matcher.group(2)))
                    : new PrefixedFile("", Path.of(text));
        }
    }
}
