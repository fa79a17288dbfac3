package io.gen4j.app.console;

/** A word of a command line, in single quotes where a shell would read it otherwise. */
public final class ShellWord {

    private ShellWord() {}

    /** Returns the text as one word for a POSIX shell. */
    public static String of(String text) {
        return text.matches("[A-Za-z0-9._/:@%+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
