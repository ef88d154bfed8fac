package dev.updraft.data.internal.tables;

/**
 * Reads numbers as people write them: {@code -1.5e3}, {@code 1,234.56}, {@code $5}, {@code 12%}, {@code (5)}. Plain numbers
 * give the same bits as {@link Double#parseDouble}. Holds a buffer; for one thread.
 */
final class NumberParser {
    /** No mark for thousands. */
    static final char NONE = 0;

    static final String CURRENCIES = "$€£¥₹₩₽₺";

    /** Marks between groups of digits that are nothing else. */
    static final String GROUP_MARKS = " \u00A0\u2009\u202F'\u2019";

    /** Powers of ten that a double holds exactly. */
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long MAX_EXACT = 1L << 53;

    /** So many digits always fit a long. */
    private static final int MAX_DIGITS = 18;

    private static final int MAX_EXPONENT = 1_000_000;

    private final char decimal;
    private final char thousands;

    /** A number freed of decoration. */
    private char[] plain = new char[32];

    /**
     * Reads numbers with the given marks.
     *
     * @param thousands mark between groups, or {@link #NONE}; blanks and apostrophes are understood anyhow
     */
    NumberParser(char decimal, char thousands) {
        this.decimal = decimal;
        this.thousands = thousands;
    }

    char decimal() {
        return decimal;
    }

    char thousands() {
        return thousands;
    }

    /**
     * Reads a cell that has no blanks around it.
     *
     * @return NaN if it is not a number; infinite if the number is too large
     */
    double parse(char[] chars, int from, int to) {
        var value = plain(chars, from, to, 0);
        return Double.isNaN(value) ? decorated(chars, from, to) : value;
    }

    double parse(String text) {
        return parse(text.toCharArray(), 0, text.length());
    }

    /**
     * Reads a number without decoration.
     *
     * @param shift to add to the power of ten
     */
    private double plain(char[] chars, int from, int to, int shift) {
        if (from >= to) {
            return Double.NaN;
        }
        var i = from;
        var negative = chars[i] == '-';
        if (negative || chars[i] == '+') {
            i++;
        }
        var mantissa = 0L;
        var start = i;
        int digit;
        while (i < to && (digit = chars[i] - '0') >= 0 && digit <= 9) {
            mantissa = 10 * mantissa + digit;
            i++;
        }
        var digits = i - start;
        var power = shift;
        if (i < to && chars[i] == decimal) {
            start = ++i;
            while (i < to && (digit = chars[i] - '0') >= 0 && digit <= 9) {
                mantissa = 10 * mantissa + digit;
                i++;
            }
            digits += i - start;
            power -= i - start;
        }
        if (digits == 0) {
            return Double.NaN;
        }
        if (i < to) {
            if ((chars[i] | 0x20) != 'e') {
                return Double.NaN;
            }
            i++;
            var down = i < to && chars[i] == '-';
            if (down || (i < to && chars[i] == '+')) {
                i++;
            }
            start = i;
            var exponent = 0;
            while (i < to && (digit = chars[i] - '0') >= 0 && digit <= 9) {
                // More digits do not change that it is far out of range.
                exponent = exponent > MAX_EXPONENT ? exponent : 10 * exponent + digit;
                i++;
            }
            if (i < to || i == start) {
                return Double.NaN;
            }
            power += down ? -exponent : exponent;
        }
        var value = digits <= MAX_DIGITS ? scaled(mantissa, power) : Double.NaN;
        if (Double.isNaN(value)) {
            return slow(chars, from, to, shift);
        }
        return negative ? -value : value;
    }

    /** The nearest double, or NaN if it takes more than this to find it. */
    private static double scaled(long mantissa, int power) {
        if (mantissa <= MAX_EXACT) {
            // Both are exact, so that the one operation rounds rightly.
            if (power <= 0 && power >= -22) {
                return mantissa / EXACT_POWERS[-power];
            }
            if (power > 0 && power <= 22) {
                return mantissa * EXACT_POWERS[power];
            }
            if (mantissa == 0) {
                return 0;
            }
        }
        return EiselLemire.toDouble(mantissa, power);
    }

    /** The range is known to be a plain number. */
    private double slow(char[] chars, int from, int to, int shift) {
        var text = new String(chars, from, to - from);
        var normalized = decimal == '.' ? text : text.replace(decimal, '.');
        if (shift == 0) {
            return Double.parseDouble(normalized);
        }
        var e = Math.max(normalized.indexOf('e'), normalized.indexOf('E'));
        return e < 0
                ? Double.parseDouble(normalized + "e" + shift)
                : Double.parseDouble(normalized) * Math.pow(10, shift);
    }

    private double decorated(char[] chars, int first, int end) {
        var from = first;
        var to = end;
        var negative = false;
        var signed = false;
        if (to - from > 2 && chars[from] == '(' && chars[to - 1] == ')') {
            negative = true;
            signed = true;
            from++;
            to--;
        }
        var shift = 0;
        if (to > from && chars[to - 1] == '%') {
            shift = -2;
            to--;
        }
        var currency = to > from && shift == 0 && CURRENCIES.indexOf(chars[to - 1]) >= 0;
        if (currency) {
            to--;
        }
        // A sign and a currency, in either order.
        for (; from < to; from++) {
            var c = chars[from];
            var sign = c == '-' || c == '+' || c == '\u2212';
            if (sign && !signed) {
                signed = true;
                negative = c != '+';
            } else if (!currency && CURRENCIES.indexOf(c) >= 0) {
                currency = true;
            } else if (!Blank.is(c)) {
                break;
            }
        }
        while (to > from && Blank.is(chars[to - 1])) {
            to--;
        }
        var length = ungroup(chars, from, to);
        if (length <= 0 || plain[0] == '-' || plain[0] == '+') {
            return Double.NaN;
        }
        var value = plain(plain, 0, length, shift);
        return negative ? -value : value;
    }

    /**
     * Copies the number without the marks between its groups of digits.
     *
     * @return its length, or -1 if the groups are malformed
     */
    private int ungroup(char[] chars, int from, int to) {
        if (plain.length < to - from) {
            plain = new char[2 * (to - from)];
        }
        var mark = NONE;
        var group = 0;
        var length = 0;
        var i = from;
        for (; i < to; i++) {
            var c = chars[i];
            if (c >= '0' && c <= '9') {
                plain[length++] = c;
                group++;
            } else if (isMark(c) && (mark == NONE ? group >= 1 && group <= 3 : c == mark && group == 3)) {
                mark = c;
                group = 0;
            } else {
                break;
            }
        }
        if (mark != NONE && group != 3) {
            return -1;
        }
        System.arraycopy(chars, i, plain, length, to - i);
        return length + to - i;
    }

    private boolean isMark(char c) {
        return c != decimal && ((c == thousands && c != NONE) || GROUP_MARKS.indexOf(c) >= 0);
    }
}
