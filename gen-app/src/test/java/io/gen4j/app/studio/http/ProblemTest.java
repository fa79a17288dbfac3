package io.gen4j.app.studio.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.http.Context;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void aClientThatHasGoneIsNoFurtherFailure() {
        AtomicInteger calls = new AtomicInteger();
        Context gone = (Context) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("the response is recycled");
                });
        assertDoesNotThrow(() -> Problem.answerFailure(new IllegalStateException("the model failed"), gone));
        assertTrue(calls.get() > 0);
    }
}
