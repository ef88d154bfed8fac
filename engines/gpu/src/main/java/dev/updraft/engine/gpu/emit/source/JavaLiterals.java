package dev.updraft.engine.gpu.emit.source;

/** Numbers as Java writes them. */
public final class JavaLiterals {
    private JavaLiterals() {}

    /** A float literal, or the constant for what has none. */
    public static String of(double value) {
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
