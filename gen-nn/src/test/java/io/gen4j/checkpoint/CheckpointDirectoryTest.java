package io.gen4j.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointDirectoryTest {

    @TempDir
    private Path directory;

    private CheckpointDirectory checkpoints;
    private final List<String> messages = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        checkpoints = new CheckpointDirectory(directory.resolve("checkpoints"));
        for (long step : new long[] {10, 20, 30}) {
            State state = new State();
            state.putInteger("step", step);
            checkpoints.write(step, state);
        }
    }

    /** What can lie in the place of a checkpoint. The first ones are errors of reading, the others of what was read. */
    enum Fault {
        /** The system refuses to read it: "Is a directory". */
        DIRECTORY {
            @Override
            void apply(Path file) throws IOException {
                Files.delete(file);
                Files.createDirectory(file);
            }
        },
        /** The system refuses to open it: "Too many levels of symbolic links". */
        LOOP {
            @Override
            void apply(Path file) throws IOException {
                Files.delete(file);
                Files.createSymbolicLink(file, file);
            }
        },
        LOST_TARGET {
            @Override
            void apply(Path file) throws IOException {
                Files.delete(file);
                Files.createSymbolicLink(file, file.resolveSibling("lost"));
            }
        },
        EMPTY {
            @Override
            void apply(Path file) throws IOException {
                Files.write(file, new byte[0]);
            }
        },
        CUT {
            @Override
            void apply(Path file) throws IOException {
                byte[] bytes = Files.readAllBytes(file);
                Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            }
        },
        ZEROS {
            @Override
            void apply(Path file) throws IOException {
                Files.write(file, new byte[(int) Files.size(file)]);
            }
        },
        ONE_BIT {
            @Override
            void apply(Path file) throws IOException {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length - 1] ^= 1;
                Files.write(file, bytes);
            }
        },
        HUGE_HEADER {
            @Override
            void apply(Path file) throws IOException {
                Files.write(file, ByteBuffer.allocate(16).putLong(-1).array());
            }
        },
        OTHER_FILE {
            @Override
            void apply(Path file) throws IOException {
                Files.writeString(file, "<!doctype html><title>404</title>");
            }
        };

        abstract void apply(Path file) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void theOneBeforeAnUnreadableOneIsTaken(Fault fault) throws IOException {
        fault.apply(checkpoints.file(30));
        assertStep(20);
        assertEquals(1, messages.size(), messages.toString());

        fault.apply(checkpoints.file(20));
        messages.clear();
        assertStep(10);
        assertEquals(2, messages.size(), messages.toString());
    }

    @ParameterizedTest
    @EnumSource
    void whereNoneIsReadableTheNewestOnesErrorIsTold(Fault fault) throws IOException {
        for (long step : new long[] {10, 20, 30}) {
            fault.apply(checkpoints.file(step));
        }
        IOException e = assertThrows(IOException.class, () -> checkpoints.latest(messages::add));
        assertTrue(e.getMessage().contains("0000000030"), e.getMessage());
        assertEquals(3, messages.size(), messages.toString());
    }

    @Test
    void aTrainingWithoutCheckpointsHasNone() throws IOException {
        assertSame(Optional.empty(), new CheckpointDirectory(directory.resolve("none")).latest(messages::add));
        assertEquals(List.of(), messages);
    }

    private void assertStep(long step) throws IOException {
        CheckpointDirectory.Found found = checkpoints.latest(messages::add).orElseThrow();
        assertEquals(step, found.state().integer("step"));
        assertEquals(checkpoints.file(step), found.file());
        for (String message : messages) {
            assertTrue(message.startsWith("passed over: "), message);
            assertTrue(message.contains("step-00000000"), message);
            assertFalse(message.contains("\n") || message.endsWith("null"), message);
        }
    }
}
