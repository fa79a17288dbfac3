package io.gen4j.file;

/**
 * Text from a file, an archive or a request, made fit for a message: one line without control characters, cut to a bounded
 * length. Use it wherever a message shows text from outside: a terminal obeys escape sequences.
 */
public final class Printable {

    private static final int MAX_LENGTH = 200;

    private Printable() {}

    /** The text, escaped as by {@link #escaped} and cut after 200 characters. */
    public static String of(String text) {
        return of(text, MAX_LENGTH);
    }

    /**
     * The text, escaped as by {@link #escaped} and cut after some characters.
     *
     * @param characters of the text that are shown, at least 1
     * @throws IllegalArgumentException if that is less than 1
     */
    public static String of(String text, int characters) {
        if (characters < 1) {
            throw new IllegalArgumentException("characters is " + characters + ": must be at least 1");
        }
        if (text.length() <= characters) {
            return escaped(text);
        }
        int end = Character.isHighSurrogate(text.charAt(characters - 1)) ? characters - 1 : characters;
        return escaped(text.substring(0, end)) + "…";
    }

    /**
     * The text with every character that could move the cursor, end the line or reverse the reading direction as a Java
     * escape, such as {@code \u001b}.
     */
    public static String escaped(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (isPlain(character)) {
                line.appendCodePoint(character);
            } else {
                for (char unit : Character.toChars(character)) {
                    line.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return line.toString();
    }

    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
