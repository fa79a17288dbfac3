package io.gen4j.app.studio.workshop.data;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rules for names that people give. */
final class Names {

    private static final int MAX_LENGTH = 60;
    private static final int MAX_ID = 40;

    private Names() {}

    /** @throws IllegalArgumentException if it is missing, too long, or has characters that no name should have */
    static String checked(String what, @Nullable String name) {
        String stripped = name == null ? "" : name.strip();
        if (stripped.isEmpty() || stripped.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "%s has %d characters: it must have 1 to %d".formatted(what, stripped.length(), MAX_LENGTH));
        }
        if (stripped.codePoints()
                .anyMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT && !isJoiner(c)
                        || Character.getType(c) == Character.SURROGATE
                        || c == '/'
                        || c == '\\')) {
            throw new IllegalArgumentException(what + " has a control character or a slash: leave it out");
        }
        return stripped;
    }

    /** Emoji of several parts and some scripts need them; other format characters could disguise a name. */
    private static boolean isJoiner(int c) {
        return c == 0x200C || c == 0x200D;
    }

    /** A name with a number behind it, shortened where it would be too long. */
    static String numbered(String name, int number) {
        String ending = " " + number;
        int most = MAX_LENGTH - ending.length();
        boolean isPair = name.length() > most && Character.isHighSurrogate(name.charAt(most - 1));
        return (name.length() <= most ? name : name.substring(0, isPair ? most - 1 : most)) + ending;
    }

    /** A directory's name like a person's name for it. */
    static String id(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String cut = plain.length() > MAX_ID ? plain.substring(0, MAX_ID).replaceAll("-$", "") : plain;
        return cut.isEmpty() ? "pictures" : cut;
    }

    /** Whether a text is a directory's name as {@link #id} makes it, with a number behind it or not. */
    static boolean isId(String text) {
        return text.matches("[a-z0-9][a-z0-9-]{0,59}");
    }
}
