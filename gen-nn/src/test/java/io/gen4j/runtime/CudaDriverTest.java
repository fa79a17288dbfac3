package io.gen4j.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.ptr.IntByReference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaDriverTest {

    @ParameterizedTest
    @CsvSource({
        "0, 11060, 1, 3, 7, runs",
        "0, 11060, 1, 8, 6, runs",
        "0, 12020, 1, 8, 9, runs",
        "0, 11000, 1, 5, 0, runs",
        "0, 12020, 1, 9, 0, Card has the compute capability 9.0",
        "0, 11060, 1, 3, 5, Card has the compute capability 3.5",
        "0, 10020, 1, 7, 5, is for CUDA 10.2",
        "0, 11060, 0, 0, 0, CUDA_VISIBLE_DEVICES",
        "100, 0, 0, 0, 0, finds no card",
        "999, 0, 0, 0, 0, error 999",
    })
    void saysWhyItCannotRunInOneLine(int status, int version, int cards, int major, int minor, String expected) {
        Optional<String> obstacle = CudaDriver.obstacle(new FakeDriver(status, version, cards, major, minor));
        String line = obstacle.orElse("runs");
        assertTrue(line.contains(expected), line);
        assertEquals(1, line.lines().count());
    }

    private record FakeDriver(int status, int version, int cards, int major, int minor)
            implements CudaDriver.Functions {

        @Override
        public int cuInit(int flags) {
            return status;
        }

        @Override
        public int cuDriverGetVersion(IntByReference answer) {
            answer.setValue(version);
            return 0;
        }

        @Override
        public int cuDeviceGetCount(IntByReference answer) {
            answer.setValue(cards);
            return 0;
        }

        @Override
        public int cuDeviceGetName(byte[] name, int length, int device) {
            byte[] card = "Card".getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(card, 0, name, 0, card.length);
            return 0;
        }

        @Override
        public int cuDeviceGetAttribute(IntByReference value, int attribute, int device) {
            value.setValue(attribute == 75 ? major : minor);
            return 0;
        }
    }
}
