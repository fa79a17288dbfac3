package io.gen4j.app.console;

import io.gen4j.data.source.DownloadProgress;
import java.io.PrintWriter;

/** Prints the progress of a download: a moving bar on a terminal, a line per quarter elsewhere. */
public final class DownloadLine implements DownloadProgress {

    private static final int BAR_WIDTH = 40;
    private static final int PLAIN_STEPS = 4;

    private final PrintWriter out;
    private final boolean terminal;
    private String file = "";
    private long shown;

    public DownloadLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void received(String newFile, long received, long total) {
        if (!newFile.equals(file)) {
            file = newFile;
            shown = -1;
        }
        long step = total <= 0 ? 0 : received * (terminal ? BAR_WIDTH : PLAIN_STEPS) / total;
        if (step != shown) {
            shown = step;
            show(received, total);
        }
    }

    private void show(long received, long total) {
        if (terminal) {
            String bar = "#".repeat((int) shown) + ".".repeat(BAR_WIDTH - (int) shown);
            out.print("\r\033[K" + file + " [" + bar + "]" + (received == total ? System.lineSeparator() : ""));
        } else {
            out.println("downloading " + file + ": " + received + " of " + (total < 0 ? "?" : total) + " bytes");
        }
        out.flush();
    }
}
