package io.gen4j.gan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gen4j.GenerativeModel;
import io.gen4j.ImageSpec;
import io.gen4j.Trainer;
import io.gen4j.data.synthetic.SyntheticDigits;
import io.gen4j.parallel.ShardedTrainer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShardedTrainerTest {

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    /** An object that notes which methods are called. */
    private <T> T watched(Class<T> type, T real) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Object result = method.getName().equals("family") ? "none" : method.invoke(real, arguments);
            if (result instanceof Trainer trainer) {
                events.add("trainer made");
                return watched(Trainer.class, trainer);
            }
            if (method.getName().equals("close")) {
                events.add(type.getSimpleName() + " closed");
            }
            return result;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** The first replica is the model itself. The others are made by its family, which does not exist. */
    @Test
    void closesTheReplicasThatItMadeWhenALaterOneFails() {
        try (Gan gan = Gan.builder(ImageSpec.of(SyntheticDigits.draw(20, 1)))
                .hidden(8)
                .batchSize(4)
                .build()) {
            GenerativeModel model = watched(GenerativeModel.class, gan);
            for (int round = 0; round < 10; round++) {
                events.clear();
                IllegalArgumentException e =
                        assertThrows(IllegalArgumentException.class, () -> ShardedTrainer.local(model, 2));
                assertEquals("there is no model \"none\": choose one of gan", e.getMessage());
                assertEquals(List.of("trainer made", "Trainer closed"), List.copyOf(events));
            }
            gan.sample(1).close();
        }
    }
}
