package io.gen4j.app.console;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** The user's browser. The program runs without a display, so Java's own way to it is closed. */
public final class Browser {

    private Browser() {}

    /** @throws IOException if there is no command to show pages with; says which was tried */
    public static void show(URI page) throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        List<String> command = system.contains("win")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", page.toString())
                : List.of(system.contains("mac") ? "open" : "xdg-open", page.toString());
        try {
            new ProcessBuilder(command).inheritIO().start();
        } catch (IOException e) {
            throw new IOException("--open: there is no " + command.get(0) + ": open " + page + " yourself", e);
        }
    }
}
