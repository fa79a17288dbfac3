package io.gen4j.app.studio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All texts of the page are in one file per language, and the files agree. */
class PageTextsTest {

    private static final Path PAGE = Path.of("src/main/resources/studio");
    private static final Pattern PLACE = Pattern.compile("\\{\\w+}");
    private static final Pattern CHINESE = Pattern.compile("[\\u4e00-\\u9fff]");

    /** Texts that are the same in both languages: names, formulas, and bare places of values. */
    private static final Pattern NEUTRAL =
            Pattern.compile("([\\W\\d]|D\\(x\\)|D\\(G\\(z\\)\\)|nats?|model|zip|safetensors|ONNX|\\{\\w+})*");

    private final JsonNode english = texts("en");
    private final JsonNode chinese = texts("zh");

    private static JsonNode texts(String language) {
        try {
            return new ObjectMapper()
                    .readTree(PAGE.resolve("lang/" + language + ".json").toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theLanguagesHaveTheSameKeys() {
        assertEquals(keys(english), keys(chinese));
    }

    private static Set<String> keys(JsonNode texts) {
        Set<String> keys = new TreeSet<>();
        texts.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void everyTextHasTheSamePlacesInEachLanguage() {
        for (String key : keys(english)) {
            List<Set<String>> each = Stream.concat(forms(english.get(key)), forms(chinese.get(key)))
                    .map(PageTextsTest::places)
                    .distinct()
                    .toList();
            assertEquals(1, each.size(), key + " has the places " + each);
        }
    }

    private static Stream<String> forms(JsonNode text) {
        return text.isTextual()
                ? Stream.of(text.asText())
                : Stream.of(text.get("one"), text.get("other"))
                        .filter(form -> form != null)
                        .map(JsonNode::asText);
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(found -> found.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theFormsOfANumberAreThoseOfTheLanguage() {
        for (String key : keys(english)) {
            JsonNode text = english.get(key);
            assertEquals(text.isObject(), chinese.get(key).isObject(), key);
            if (text.isObject()) {
                assertEquals(Set.of("one", "other"), keys(text), key);
                assertEquals(Set.of("other"), keys(chinese.get(key)), key);
            }
        }
    }

    @Test
    void theChineseTextsAreChinese() {
        List<String> untranslated = keys(chinese).stream()
                .filter(key -> forms(chinese.get(key))
                        .anyMatch(text -> !CHINESE.matcher(text).find()
                                && !NEUTRAL.matcher(text).matches()))
                .toList();
        assertEquals(List.of(), untranslated);
        List<String> narrow = keys(chinese).stream()
                .filter(key -> forms(chinese.get(key))
                        .anyMatch(text -> Pattern.compile("[\\u4e00-\\u9fff][,:;?!]|[,:;?!][\\u4e00-\\u9fff]")
                                .matcher(text)
                                .find()))
                .toList();
        assertEquals(List.of(), narrow, "punctuation between Chinese characters is of full width");
    }

    @Test
    void everyKeyIsUsedAndEveryUsedKeyExists() throws IOException {
        Map<String, String> modules = modules();
        String all = String.join("\n", modules.values()) + Files.readString(PAGE.resolve("index.html"));
        Set<String> used = found(all, "(?:\\bt|\\bpieces)\\(\"([\\w.]+)\"");
        used.addAll(found(all, "data-(?:text|label)=\"([\\w.]+)\""));
        assertEquals(Set.of(), missing(used, keys(english)), "texts that no file has");
        Set<String> quoted = found(all, "\"([a-z_]+(?:\\.\\w+)*)\"");
        quoted.addAll(used);
        Set<String> groups = found(all, "\\bone\\(\"(\\w+)\"");
        groups.addAll(found(all, "named\\(\"(\\w+)\""));
        Set<String> unused = missing(keys(english), quoted);
        unused.removeIf(key -> groups.contains(key.replaceFirst("\\.[\\w-]+$", "")) || key.equals("list.separator"));
        assertEquals(Set.of(), unused, "texts that nothing shows");
    }

    private static Set<String> found(String text, String pattern) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static Set<String> missing(Set<String> some, Set<String> in) {
        Set<String> missing = new TreeSet<>(some);
        missing.removeAll(in);
        return missing;
    }

    @Test
    void theFrameSaysInEnglishWhatTheEnglishTextsSay() throws IOException {
        Matcher element = Pattern.compile("data-text=\"([\\w.]+)\"[^>]*>([^<]+)<")
                .matcher(Files.readString(PAGE.resolve("index.html")));
        int count = 0;
        while (element.find()) {
            count++;
            assertEquals(english.get(element.group(1)).asText(), element.group(2));
        }
        assertTrue(count >= 4, "found " + count);
    }

    @Test
    void noModuleHasTextsOfItsOwn() throws IOException {
        Map<String, List<String>> texts = new TreeMap<>();
        modules().forEach((name, source) -> {
            List<String> suspect = JavaScriptTexts.of(source);
            if (!suspect.isEmpty()) {
                texts.put(name, suspect);
            }
        });
        assertEquals(Map.of(), texts);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h(\"p\", {}, \"No pictures yet\")",
                "h(\"button\", {}, \"Draw\")",
                "title: `Play with ${name}`",
                "h(\"p\", {}, `${count} chosen`)",
                "{ \"aria-label\": \"Drawing pad\" }",
                "tell('Saved.')",
                "h(\"option\", {}, \"any\")",
                "field(\"seed\", input)"
            })
    void aTextInAModuleWouldBeFound(String source) {
        assertFalse(JavaScriptTexts.of(source).isEmpty(), source);
    }

    private static Map<String, String> modules() throws IOException {
        Map<String, String> modules = new TreeMap<>();
        try (Stream<Path> files = Files.walk(PAGE)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".js")).toList()) {
                modules.put(PAGE.relativize(file).toString(), Files.readString(file));
            }
        }
        assertTrue(modules.size() > 40, modules.keySet().toString());
        return modules;
    }
}
