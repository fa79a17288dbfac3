package io.gen4j.app.studio;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What went wrong, as an answer (RFC 9457). The status says what kind of problem it is, so the type is always {@code
 * about:blank}.
 *
 * @param type where problems of the kind are described
 * @param title the status in words
 * @param status of the answer
 * @param detail what is wrong with this request, and the way out
 */
record Problem(String type, String title, int status, String detail) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
    private static final String RETRY_SECONDS = "1";

    static Problem of(HttpStatus status, String detail) {
        return new Problem("about:blank", status.getMessage(), status.getCode(), detail);
    }

    /** Answers every exception of a handler with a problem. */
    static void answerExceptions(RoutesConfig routes) {
        routes.exception(
                HttpResponseException.class,
                (e, context) -> answer(context, HttpStatus.forStatus(e.getStatus()), message(e)));
        routes.exception(
                IllegalArgumentException.class, (e, context) -> answer(context, HttpStatus.BAD_REQUEST, message(e)));
        routes.exception(
                NoSuchFileException.class,
                (e, context) ->
                        answer(context, HttpStatus.CONFLICT, "the run has no model yet: wait for its first epoch"));
        routes.exception(RejectedExecutionException.class, (e, context) -> {
            context.header("Retry-After", RETRY_SECONDS);
            answer(context, HttpStatus.SERVICE_UNAVAILABLE, message(e));
        });
        routes.exception(Exception.class, Problem::answerFailure);
    }

    /** Throws nothing: a handler that does is called again with what it threw, without end if the client has gone. */
    static void answerFailure(Exception failure, Context context) {
        try {
            LOG.error("{} {} failed", context.method(), context.path(), failure);
            answer(context, HttpStatus.INTERNAL_SERVER_ERROR, "the studio failed; its console says how");
        } catch (RuntimeException gone) {
            LOG.debug("nobody is left to be answered", gone);
        }
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private static void answer(Context context, HttpStatus status, String detail) {
        context.status(status);
        context.json(of(status, detail));
        context.contentType(MEDIA_TYPE);
    }
}
