package io.gen4j.app.table;

/**
 * A parser of decimal numbers. Short numbers, by far the most common, need no object and are exact as well. A whole
 * number below 2^53 and a power of ten up to 10^22 are exact doubles. So one division rounds correctly.
 */
final class DecimalParser {

    private static final long MAX_EXACT = 1L << 53;
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private DecimalParser() {}

    /**
     * Reads a number.
     *
     * @return NaN for an empty text, and for one that is not finite
     * @throws NumberFormatException if the text is not a decimal number
     */
    static double parse(String text, int start, int end) {
        boolean isNegative = start < end && text.charAt(start) == '-';
        long digits = 0;
        int decimals = -1;
        int count = 0;
        for (int i = isNegative ? start + 1 : start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.' && decimals < 0) {
                decimals = 0;
            } else if (c >= '0' && c <= '9' && digits < MAX_EXACT / 10) {
                digits = digits * 10 + (c - '0');
                decimals += decimals < 0 ? 0 : 1;
                count++;
            } else {
                return parseSlowly(text.substring(start, end));
            }
        }
        if (count == 0 || decimals >= POWERS.length) {
            return parseSlowly(text.substring(start, end));
        }
        double value = decimals > 0 ? digits / POWERS[decimals] : digits;
        return isNegative ? -value : value;
    }

    private static double parseSlowly(String cell) {
        if (cell.isEmpty() || cell.equals("NaN") || cell.equals("Infinity") || cell.equals("-Infinity")) {
            return Double.NaN;
        }
        for (int i = 0; i < cell.length(); i++) {
            if ("0123456789+-.eE".indexOf(cell.charAt(i)) < 0) {
                throw new NumberFormatException("not a decimal number");
            }
        }
        double value = Double.parseDouble(cell);
        return Double.isFinite(value) ? value : Double.NaN;
    }
}
