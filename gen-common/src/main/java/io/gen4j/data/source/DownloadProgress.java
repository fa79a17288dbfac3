package io.gen4j.data.source;

/** Receives the progress of a download several times a second, on the thread that waits for it. Use it for a progress line. */
@FunctionalInterface
public interface DownloadProgress {

    /** Ignores the progress. */
    DownloadProgress NONE = (file, received, total) -> {};

    /**
     * @param file the name of the file
     * @param received bytes so far; starts again at 0 when another attempt does
     * @param total bytes to come in all, or -1 if the server does not say
     */
    void received(String file, long received, long total);
}
