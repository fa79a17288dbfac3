package io.gen4j.app.studio;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds literals of a module that look like texts for people. */
final class JavaScriptTexts {

    /** A comment, a literal, or an embedded place of a template. Expressions that end like a comment do not occur. */
    private static final Pattern TOKEN = Pattern.compile(
            "/\\*.*?\\*/|(?<![:\"'`\\\\])//[^\\n]*|\"((?:[^\"\\\\\\n]|\\\\.)*)\"|'((?:[^'\\\\\\n]|\\\\.)*)'|`((?:[^`\\\\]|\\\\.)*)`",
            Pattern.DOTALL);

    /** Attributes whose values readers see or hear. */
    private static final Pattern SHOWN = Pattern.compile(
            "(?:\"aria-label\"|\"aria-description\"|\"aria-valuetext\"|\\btitle|\\bplaceholder|\\balt|\\btext|\\blabel|\\borigin)\\s*:\\s*$"
                    + "|\\b(?:tell|announce|Error|field|setCustomValidity|Notification)\\(\\s*$");

    /** The last part of a call of h, after its attributes: a child. */
    private static final Pattern CHILD = Pattern.compile("(?:\\{[^{}]*}|\\{[^{}]*\\{[^{}]*}[^{}]*})\\s*,\\s*$");

    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");
    private static final Pattern SENTENCE =
            Pattern.compile("\\p{Lu}\\p{Ll}+(?: .*)?|.*\\p{L}{2,} \\p{L}{2,}.*", Pattern.DOTALL);

    /** Names of keys, headers, errors and formats, which stay as they are in every language. */
    private static final Set<String> NAMES = Set.of(
            "ArrowLeft",
            "ArrowRight",
            "ArrowUp",
            "ArrowDown",
            "PageUp",
            "PageDown",
            "Home",
            "End",
            "Escape",
            "Delete",
            "Backspace",
            "Enter",
            "Space",
            "Shift",
            "Content-Type",
            "Accept",
            "AbortError",
            "ApiError",
            "CSV",
            "PNG",
            "SVG",
            "Java",
            "curl",
            "English",
            "Files",
            "use strict");

    private JavaScriptTexts() {}

    /** The literals that a reader would see. */
    static List<String> of(String source) {
        List<String> texts = new ArrayList<>();
        Matcher token = TOKEN.matcher(source);
        while (token.find()) {
            String literal =
                    token.group(1) != null ? token.group(1) : token.group(2) != null ? token.group(2) : token.group(3);
            if (literal == null) {
                continue;
            }
            String bare = literal.replaceAll("\\$\\{[^}]*}", "\u2026").strip();
            String before = source.substring(Math.max(0, token.start() - 160), token.start());
            if (WORD.matcher(bare).find() && !NAMES.contains(bare) && isSeen(bare, before)) {
                texts.add(literal);
            }
        }
        return texts;
    }

    private static boolean isSeen(String bare, String before) {
        if (SHOWN.matcher(before).find() || CHILD.matcher(before).find()) {
            return !isTechnical(bare, before);
        }
        return SENTENCE.matcher(bare).matches() && !isTechnical(bare, before);
    }

    private static boolean isTechnical(String bare, String before) {
        return bare.matches("[./\\w-]+\\.(?:js|json|csv|png|svg|java|css)")
                || bare.startsWith("./gen ")
                || bare.startsWith("HttpRequest request = ")
                || before.matches("(?s).*\\b(?:class:[^,}]*|FONT = )$");
    }
}
