package io.gen4j.app;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Refuses settings of the process with which ND4J fails without a reason, or Java does not find the user's files. */
final class StartupCheck {

    private static final String THREADS = "OMP_NUM_THREADS";

    /** Stands for each byte of an argument that the locale's encoding does not have. */
    private static final char UNREADABLE = '\uFFFD';

    private StartupCheck() {}

    /** @throws ParameterException with the setting, its value and the way out */
    static void require(ParseResult parsed, Map<String, String> environment) {
        String threads = environment.getOrDefault(THREADS, "").strip();
        if (!threads.isEmpty() && !threads.matches("[1-9]\\d{0,3}")) {
            throw new ParameterException(
                    parsed.commandSpec().commandLine(),
                    THREADS + " is \"" + threads + "\": ND4J takes one number from 1 to 9999; set it to one, such as "
                            + THREADS + "=2, or unset it");
        }
        unreadable(parsed.originalArgs()).ifPresent(line -> {
            throw new ParameterException(parsed.commandSpec().commandLine(), line);
        });
    }

    /** A line about the first argument that has characters unknown to the locale, and the way out. */
    static Optional<String> unreadable(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> argument.indexOf(UNREADABLE) >= 0)
                .findFirst()
                .map(argument ->
                        "\"" + argument + "\" has characters that Java cannot read in the encoding of your locale, "
                                + encoding() + ": set LC_ALL=C.UTF-8, or another UTF-8 locale");
    }

    private static String encoding() {
        return System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name());
    }
}
