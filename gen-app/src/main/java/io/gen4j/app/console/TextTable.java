package io.gen4j.app.console;

import java.util.List;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of words and numbers, printed as aligned text, Markdown or CSV.
 *
 * @param header the columns' names
 * @param rows each as long as the header
 */
public record TextTable(List<String> header, List<List<String>> rows) {

    private static final String GAP = "  ";

    /** Aligned columns, with a line under the header. */
    public String aligned() {
        int[] widths = IntStream.range(0, header.size())
                .map(column -> Math.max(width(header.get(column)), widest(column)))
                .toArray();
        StringBuilder text = new StringBuilder(alignedLine(header, widths));
        text.append("-".repeat(IntStream.of(widths).sum() + GAP.length() * (widths.length - 1)))
                .append(System.lineSeparator());
        rows.forEach(row -> text.append(alignedLine(row, widths)));
        return text.toString();
    }

    private int widest(int column) {
        return rows.stream().mapToInt(row -> width(row.get(column))).max().orElse(0);
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static String alignedLine(List<String> cells, int[] widths) {
        StringJoiner line = new StringJoiner(GAP);
        for (int i = 0; i < widths.length; i++) {
            line.add(cells.get(i) + " ".repeat(widths[i] - width(cells.get(i))));
        }
        return line.toString().stripTrailing() + System.lineSeparator();
    }

    /** A table in GitHub's Markdown. */
    public String markdown() {
        String rule = "|" + "---|".repeat(header.size()) + "\n";
        return markdownLine(header)
                + rule
                + rows.stream().map(TextTable::markdownLine).collect(Collectors.joining());
    }

    private static String markdownLine(List<String> cells) {
        return joined(cells, " | ", cell -> cell.replace("|", "\\|"), "| ", " |\n");
    }

    /** Comma-separated values (RFC 4180, with line feeds). */
    public String csv() {
        return csvLine(header) + rows.stream().map(TextTable::csvLine).collect(Collectors.joining());
    }

    private static String csvLine(List<String> cells) {
        return joined(cells, ",", TextTable::quoted, "", "\n");
    }

    private static String quoted(String cell) {
        return cell.matches("(?s).*[\",\\r\\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    private static String joined(
            List<String> cells, String between, UnaryOperator<String> escape, String before, String after) {
        return cells.stream().map(escape).collect(Collectors.joining(between, before, after));
    }
}
