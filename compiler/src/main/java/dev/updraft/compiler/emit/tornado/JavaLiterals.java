package dev.updraft.compiler.emit.tornado;

/** Numbers as Java writes them. */
final class JavaLiterals {
    private JavaLiterals() {}

    /** A float literal, or the constant for what has none. */
    static String of(double value) {
        var number = (float) value;
        if (Float.isNaN(number)) {
            return "Float.NaN";
        }
        if (Float.isInfinite(number)) {
            return number > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
        }
        return number < 0 ? "(" + number + "f)" : number + "f";
    }
}
