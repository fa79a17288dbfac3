package io.gen4j.app.studio.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.router.EndpointNotFound;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A refusal or a failure in the form of RFC 9457. The status gives the kind, so the type is always {@code
 * about:blank}.
 *
 * @param type the address that describes this kind of problem
 * @param title the status in words
 * @param status of the answer
 * @param detail the fault of this request, and the way out
 */
public record Problem(String type, String title, int status, String detail) {

    /** The type of a problem's body. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RETRY_SECONDS = "1";

    /** A problem of a status. */
    public static Problem of(HttpStatus status, String detail) {
        return new Problem("about:blank", status.getMessage(), status.getCode(), detail);
    }

    /** Answers every exception of a handler with a problem. */
    public static void answerExceptions(RoutesConfig routes) {
        routes.exception(
                HttpResponseException.class,
                (e, context) -> answer(context, HttpStatus.forStatus(e.getStatus()), message(e)));
        routes.exception(EndpointNotFound.class, (e, context) -> completeNotFound(context));
        routes.exception(
                IllegalArgumentException.class, (e, context) -> answer(context, HttpStatus.BAD_REQUEST, message(e)));
        routes.exception(ConflictException.class, (e, context) -> answer(context, HttpStatus.CONFLICT, message(e)));
        routes.exception(RejectedExecutionException.class, (e, context) -> {
            context.header(Header.RETRY_AFTER, RETRY_SECONDS);
            answer(context, HttpStatus.SERVICE_UNAVAILABLE, message(e));
        });
        routes.exception(EofException.class, (e, context) -> LOG.debug("the client has gone", e));
        routes.exception(Exception.class, Problem::answerFailure);
        routes.error(HttpStatus.NOT_FOUND.getCode(), Problem::completeNotFound);
    }

    /**
     * Never throws. Javalin calls a throwing handler again, and repeats this endlessly if the client has disconnected.
     */
    static void answerFailure(Exception failure, Context context) {
        try {
            LOG.error("{} {} failed", context.method(), context.path(), failure);
            answer(context, HttpStatus.INTERNAL_SERVER_ERROR, "the studio failed; its console says how");
        } catch (RuntimeException gone) {
            LOG.debug("the client has gone", gone);
        }
    }

    /** The problem as bytes of JSON. */
    byte[] toBytes() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem cannot be written", e);
        }
    }

    /** Javalin's own answer to an unknown path has another form. */
    private static void completeNotFound(Context context) {
        if (!MEDIA_TYPE.equals(context.res().getContentType())) {
            answer(context, HttpStatus.NOT_FOUND, "there is nothing at this address");
        }
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private static void answer(Context context, HttpStatus status, String detail) {
        context.status(status).result(of(status, detail).toBytes()).contentType(MEDIA_TYPE);
    }
}
