package io.gen4j.data.source;

import io.gen4j.file.InvalidDataException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches a small file from the first mirror that delivers it whole. If a mirror is unreachable, lacks the file or stops
 * answering, the next mirror is tried at once. After another failure, the same mirror is tried again, with pauses that
 * double.
 */
final class Download {

    private static final Logger log = LoggerFactory.getLogger(Download.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(100);
    private static final int ATTEMPTS = 3;

    private final Duration firstPause;
    private final int maxBytes;
    private final ProxySettings proxies;

    /**
     * @param firstPause before the second attempt at a mirror
     * @param maxBytes a longer file is refused
     */
    Download(Duration firstPause, int maxBytes) {
        this(firstPause, maxBytes, ProxySettings.of(System.getenv()));
    }

    /** @param proxies the proxies of the environment; system properties of Java go before them */
    Download(Duration firstPause, int maxBytes, ProxySettings proxies) {
        this.firstPause = firstPause;
        this.maxBytes = maxBytes;
        this.proxies = proxies;
    }

    /** Turns downloaded bytes into the result, and checks them. */
    @FunctionalInterface
    interface Check<T> {
        /** @throws InvalidDataException if the content is wrong; the next mirror is tried */
        T accept(byte[] content) throws IOException;
    }

    /**
     * Fetches and checks a file.
     *
     * @param name of the file in messages and progress
     * @throws DataUnavailableException if no mirror gives it; the message names each with its reason
     * @throws InterruptedIOException if this thread is interrupted
     */
    <T> T fetch(String name, List<URI> mirrors, Check<T> check, DownloadProgress progress) throws IOException {
        // Made only when it is needed: the first one loads every certificate, which takes a quarter of a second.
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).followRedirects(Redirect.NORMAL);
        proxies.apply(builder);
        HttpClient client = builder.build();
        List<String> failures = new ArrayList<>();
        for (URI mirror : mirrors) {
            try {
                return check.accept(fetchFrom(client, mirror, name, progress));
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                log.info("{} cannot be had from {}: {}", name, mirror, reason(e));
                failures.add(mirror.getHost() + ": " + reason(e));
            }
        }
        throw new DataUnavailableException(name + " cannot be downloaded (" + String.join("; ", failures) + ")");
    }

    private byte[] fetchFrom(HttpClient client, URI mirror, String name, DownloadProgress progress) throws IOException {
        Duration pause = firstPause;
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(client, mirror, name, progress);
            } catch (InterruptedIOException | InvalidDataException | ConnectException | HttpTimeoutException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                sleep(pause);
                pause = pause.multipliedBy(2);
            }
        }
    }

    private byte[] attempt(HttpClient client, URI mirror, String name, DownloadProgress progress) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(mirror).timeout(STALL_TIMEOUT).build();
        BoundedBody body = new BoundedBody(maxBytes);
        HttpResponse<byte[]> response = await(client.sendAsync(request, body), name, body, progress);
        int status = response.statusCode();
        if (status == 407) {
            throw new InvalidDataException(
                    "the proxy asks for a name and a password: give them in the proxy's address, as in "
                            + "HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT, and start Java with "
                            + "-Djdk.http.auth.tunneling.disabledSchemes=");
        }
        if (status >= 500 || status == 429) {
            throw new IOException("HTTP status " + status);
        }
        if (status != 200) {
            throw new InvalidDataException("HTTP status " + status);
        }
        return response.body();
    }

    /** Waits in short turns, so that progress is told and a body that no longer comes is noticed. */
    private static HttpResponse<byte[]> await(
            CompletableFuture<HttpResponse<byte[]>> response, String name, BoundedBody body, DownloadProgress progress)
            throws IOException {
        long lastReceived = 0;
        long lastChange = System.nanoTime();
        while (true) {
            try {
                HttpResponse<byte[]> whole = response.get(PROGRESS_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                progress.received(name, body.received(), body.total());
                return whole;
            } catch (TimeoutException e) {
                progress.received(name, body.received(), body.total());
                if (body.received() != lastReceived) {
                    lastReceived = body.received();
                    lastChange = System.nanoTime();
                } else if (System.nanoTime() - lastChange > STALL_TIMEOUT.toNanos()) {
                    response.cancel(true);
                    throw new HttpTimeoutException("nothing came for " + STALL_TIMEOUT.toSeconds() + " s");
                }
            } catch (InterruptedException e) {
                response.cancel(true);
                throw interrupted(e);
            } catch (ExecutionException e) {
                throw unwrap(e);
            }
        }
    }

    private static IOException unwrap(ExecutionException e) {
        return e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }

    private static void sleep(Duration pause) throws InterruptedIOException {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static InterruptedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException io = new InterruptedIOException("the download was interrupted");
        io.initCause(e);
        return io;
    }

    private static String reason(IOException e) {
        if (e instanceof ConnectException) {
            return "no connection";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
