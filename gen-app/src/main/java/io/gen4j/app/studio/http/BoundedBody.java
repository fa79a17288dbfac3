package io.gen4j.app.studio.http;

import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A reader of request bodies with limits on length and time, so that no client holds a thread for long. */
public final class BoundedBody {

    /** The maximum size of a body in bytes. */
    public static final int MAX_BYTES = 4 << 20;

    private static final int READ_IN_VAIN = 64 << 20;
    private static final int CHUNK = 1 << 14;
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long BYTES_PER_SECOND = 32 << 10;

    private BoundedBody() {}

    /** Reads the whole body. Answers 413 if it is too long, and 408 if it arrives too slowly. */
    static byte[] read(Context context) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        copy(context, body, MAX_BYTES);
        return body.toByteArray();
    }

    /**
     * Copies the whole body, and returns its length. Answers 413 if it is too long, and 408 if it arrives too slowly.
     *
     * @param most bytes of the body
     * @throws IOException if the target fails, or the client has gone
     */
    public static long copy(Context context, OutputStream target, long most) throws IOException {
        // A client that still sends sees a broken connection and no answer, so only very long bodies are refused at
        // once.
        if (context.req().getContentLengthLong() - most > READ_IN_VAIN) {
            throw tooLong(most);
        }
        long start = System.nanoTime();
        long length = 0;
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = context.bodyInputStream()) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                length += count;
                if (length > most) {
                    throw tooLong(most);
                }
                if (isLate(System.nanoTime() - start, length)) {
                    throw tooSlow(context);
                }
                target.write(chunk, 0, count);
            }
        } catch (IOException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw tooSlow(context);
            }
            throw e;
        }
        return length;
    }

    private static ContentTooLargeResponse tooLong(long most) {
        return new ContentTooLargeResponse("the body is longer than " + most + " bytes");
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
