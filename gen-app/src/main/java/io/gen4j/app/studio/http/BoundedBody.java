package io.gen4j.app.studio.http;

import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A reader of request bodies with limits on length and time, so that no client holds a thread for long. */
public final class BoundedBody {

    /** The maximum size of a body in bytes. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int CHUNK = 1 << 14;
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long BYTES_PER_SECOND = 32 << 10;

    private BoundedBody() {}

    /** Reads the whole body. Answers 413 if it is too long, and 408 if it arrives too slowly. */
    static byte[] read(Context context) throws IOException {
        long start = System.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = context.bodyInputStream()) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                body.write(chunk, 0, count);
                if (body.size() > MAX_BYTES) {
                    throw new ContentTooLargeResponse("the body is longer than " + MAX_BYTES + " bytes");
                }
                if (isLate(System.nanoTime() - start, body.size())) {
                    throw tooSlow(context);
                }
            }
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw tooSlow(context);
            }
            throw e;
        }
        return body.toByteArray();
    }

    static boolean isLate(long nanos, long bytes) {
        return nanos > GRACE_NANOS + TimeUnit.SECONDS.toNanos(bytes) / BYTES_PER_SECOND;
    }

    private static HttpResponseException tooSlow(Context context) {
        context.header(Header.CONNECTION, "close");
        return new HttpResponseException(
                HttpStatus.REQUEST_TIMEOUT, "the body comes too slowly: send it at once", Map.of());
    }
}
