package io.gen4j.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeSettingsTest {

    private static final CpuFeatures NEW = new CpuFeatures("new", Set.of("avx2", "avx512f", "avx512dq", "avx512vl"));
    private static final CpuFeatures OLD = new CpuFeatures("old", Set.of("sse4_2"));

    @Test
    void takesTheFastestBinaryThatIsThereAndRuns() {
        assertEquals(
                "-onednn-avx512",
                value(NEW, Map.of(), Set.of("-onednn", "-onednn-avx512", ""), NativeSettings.EXTENSION));
        assertEquals(
                "-onednn", value(OLD, Map.of(), Set.of("-onednn", "-onednn-avx512", ""), NativeSettings.EXTENSION));
        assertEquals("", value(OLD, Map.of(), Set.of("", "-avx2"), NativeSettings.EXTENSION));
    }

    @Test
    void leavesWhatTheUserSet() {
        assertEquals("ACTIVE", value(NEW, Map.of("OMP_WAIT_POLICY", "ACTIVE"), Set.of(""), "OMP_WAIT_POLICY"));
        assertEquals("PASSIVE", value(NEW, Map.of(), Set.of(""), "OMP_WAIT_POLICY"));
        Properties properties = new Properties();
        properties.setProperty(NativeSettings.EXTENSION, "-mine");
        assertEquals(
                "-mine",
                NativeSettings.choose(Map.of(), properties, NEW, ""::equals)
                        .get(0)
                        .value());
    }

    @Test
    void usesAsManyThreadsAsOpenMpUnlessToldOtherwise() {
        assertEquals("3", value(NEW, Map.of("OMP_NUM_THREADS", "3"), Set.of(""), "gen4j.threads"));
        Properties properties = new Properties();
        properties.setProperty("gen4j.threads", "5");
        assertEquals(
                "5",
                NativeSettings.choose(Map.of("OMP_NUM_THREADS", "3"), properties, NEW, ""::equals).stream()
                        .filter(choice -> choice.name().equals("gen4j.threads"))
                        .findFirst()
                        .orElseThrow()
                        .value());
    }

    /** OpenMP takes lists and blanks; ND4J takes one number. */
    @ParameterizedTest
    @CsvSource({"'2,1', 2", "'3 ,2,1', 3", "' 4 ', 4"})
    void takesTheFirstNumberOfOpenMpsList(String list, String threads) {
        Map<String, String> environment = Map.of("OMP_NUM_THREADS", list);
        assertEquals(threads, value(NEW, environment, Set.of(""), "gen4j.threads"));
        assertEquals(threads, value(NEW, environment, Set.of(""), "OMP_NUM_THREADS"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",2"})
    void takesAnEmptyNumberForNone(String empty) {
        String processors = Integer.toString(Runtime.getRuntime().availableProcessors());
        Map<String, String> environment = Map.of("OMP_NUM_THREADS", empty);
        assertEquals(processors, value(NEW, environment, Set.of(""), "gen4j.threads"));
        assertEquals(processors, value(NEW, environment, Set.of(""), "OMP_NUM_THREADS"));
    }

    @Test
    void leavesAnUnknownProcessorToOpenBlas() {
        assertEquals("SkylakeX", value(NEW, Map.of(), Set.of(""), "OPENBLAS_CORETYPE"));
        assertFalse(values(OLD, Map.of(), Set.of("")).containsKey("OPENBLAS_CORETYPE"));
    }

    @Test
    void takesTheProcessorsKernelsUnlessToldOtherwiseForThisProgram() {
        Map<String, String> machine = Map.of("OPENBLAS_CORETYPE", "Haswell");
        assertEquals("SkylakeX", value(NEW, machine, Set.of(""), "OPENBLAS_CORETYPE"));
        Map<String, String> user = Map.of("OPENBLAS_CORETYPE", "Zen", "GEN_OPENBLAS_CORETYPE", "Haswell");
        assertEquals("Haswell", value(NEW, user, Set.of(""), "OPENBLAS_CORETYPE"));
    }

    @Test
    void readsLinuxsListOfFlags() {
        CpuFeatures cpu =
                CpuFeatures.parse(List.of("processor : 0", "model name\t: Fast 9", "flags\t\t: fpu avx2", ""));
        assertEquals(new CpuFeatures("Fast 9", Set.of("fpu", "avx2")), cpu);
    }

    private static String value(CpuFeatures cpu, Map<String, String> environment, Set<String> binaries, String name) {
        return values(cpu, environment, binaries).get(name);
    }

    private static Map<String, String> values(CpuFeatures cpu, Map<String, String> environment, Set<String> binaries) {
        return NativeSettings.choose(environment, new Properties(), cpu, binaries::contains).stream()
                .collect(Collectors.toMap(NativeSettings.Choice::name, NativeSettings.Choice::value));
    }
}
