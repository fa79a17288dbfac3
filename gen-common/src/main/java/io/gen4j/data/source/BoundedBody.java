package io.gen4j.data.source;

import io.gen4j.file.InvalidDataException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** A response's body in memory. It counts the received bytes and refuses a body that is too long. */
final class BoundedBody implements BodyHandler<byte[]>, BodySubscriber<byte[]> {

    private static final Subscription NONE = new Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
    private final int maxBytes;
    private volatile long received;
    private volatile long total = -1;
    private volatile Subscription subscription = NONE;

    BoundedBody(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Bytes so far. */
    long received() {
        return received;
    }

    /** Bytes in all, or -1 if unknown. */
    long total() {
        return total;
    }

    @Override
    public BodySubscriber<byte[]> apply(ResponseInfo response) {
        total = response.headers().firstValueAsLong("Content-Length").orElse(-1);
        return this;
    }

    @Override
    public void onSubscribe(Subscription newSubscription) {
        subscription = newSubscription;
        whole.onSubscribe(newSubscription);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        long count =
                received + buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        received = count;
        if (count > maxBytes) {
            subscription.cancel();
            whole.onError(new InvalidDataException("more than " + maxBytes + " bytes"));
        } else {
            whole.onNext(buffers);
        }
    }

    @Override
    public void onError(Throwable error) {
        whole.onError(error);
    }

    @Override
    public void onComplete() {
        whole.onComplete();
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole.getBody();
    }
}
