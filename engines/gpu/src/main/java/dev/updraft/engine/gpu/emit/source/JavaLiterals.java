package dev.updraft.engine.gpu.emit.source;

import dev.updraft.engine.gpu.emit.device.Control;

/** Numbers as Java writes them. */
public final class JavaLiterals {
    /** TornadoVM writes the constant as a word that no OpenCL compiler knows; nobody but the device can divide by this zero. */
    private static final String NOT_A_NUMBER = "(0f / control.get(" + Control.ZERO + "))";

    private JavaLiterals() {}

    /** A float literal, or the constant for what has none. */
    public static String of(double value) {
        var number = (float) value;
        if (Float.isNaN(number)) {
            return NOT_A_NUMBER;
        }
        if (Float.isInfinite(number)) {
            return number > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
        }
        return number < 0 ? "(" + number + "f)" : number + "f";
    }
}
