package io.gen4j.app.table;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The parser of a CSV file's lines: it makes rows of numbers, and counts the other lines. */
final class CsvLines {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_./() -]{0,99}");

    private final RowSink sink;
    private double[] values = new double[0];
    private boolean hasHeader;
    private boolean isHeaderDamaged;
    private boolean isWithinLongLine;
    private long line;
    private long damaged;
    private long firstDamaged;

    CsvLines(RowSink sink) {
        this.sink = sink;
    }

    /**
     * Takes bytes in the file's order.
     *
     * @param endsLine false for a piece of a line too long to be one of numbers
     */
    void accept(byte[] bytes, int length, boolean endsLine) {
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            line++;
            if (isWithinLongLine) {
                isWithinLongLine = false;
                countDamage();
            } else {
                accept(text, start, end > start && text.charAt(end - 1) == '\r' ? end - 1 : end);
            }
            start = end + 1;
        }
        isWithinLongLine |= !endsLine;
    }

    Optional<String> damage() {
        if (isHeaderDamaged) {
            return Optional.of("the first line does not name columns, so nothing can be read");
        }
        return damaged == 0
                ? Optional.empty()
                : Optional.of((damaged == 1 ? "1 line is" : damaged + " lines are")
                        + " damaged and left out, beginning with line " + firstDamaged);
    }

    private void accept(String text, int start, int end) {
        if (isHeaderDamaged) {
            return;
        }
        if (!hasHeader) {
            acceptHeader(text.substring(start, end));
        } else if (parse(text, start, end)) {
            sink.row(values);
        } else {
            countDamage();
        }
    }

    private void acceptHeader(String header) {
        if (header.isBlank()) {
            countDamage();
            return;
        }
        List<String> columns = List.of(header.split(",", -1));
        if (columns.stream().allMatch(name -> NAME.matcher(name).matches())
                && Set.copyOf(columns).size() == columns.size()) {
            hasHeader = true;
            values = new double[columns.size()];
            sink.begin(columns);
        } else {
            isHeaderDamaged = true;
        }
    }

    private void countDamage() {
        damaged++;
        if (firstDamaged == 0) {
            firstDamaged = line;
        }
    }

    private boolean parse(String text, int start, int end) {
        int at = start;
        for (int i = 0; i < values.length; i++) {
            int comma = text.indexOf(',', at);
            boolean isLast = i == values.length - 1;
            int cellEnd = comma < 0 || comma > end ? end : comma;
            if (isLast ? cellEnd != end : cellEnd == end) {
                return false;
            }
            try {
                values[i] = DecimalParser.parse(text, at, cellEnd);
            } catch (NumberFormatException e) {
                return false;
            }
            at = cellEnd + 1;
        }
        return true;
    }
}
