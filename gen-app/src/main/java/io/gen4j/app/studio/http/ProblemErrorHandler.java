package io.gen4j.app.studio.http;

import io.javalin.http.HttpStatus;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** The handler of Jetty's own refusals, such as of malformed requests. It gives them the form of a {@link Problem}. */
final class ProblemErrorHandler extends ErrorHandler {

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        addHeaders(response.getHeaders());
        response.write(true, ByteBuffer.wrap(problem(status).toBytes()), callback);
        return true;
    }

    private static void addHeaders(HttpFields.Mutable fields) {
        SecurityHeaders.ALL.forEach(fields::put);
        fields.put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    }

    private static Problem problem(int status) {
        String detail = status >= HttpStatus.INTERNAL_SERVER_ERROR.getCode()
                ? "the studio cannot answer this request"
                : "the request is malformed, or asks for what this server does not do";
        return Problem.of(HttpStatus.forStatus(status), detail);
    }
}
