package dev.updraft.compiler.tensor;

/** The element type of a tensor, before an engine chooses a precision. */
public enum ElementType {
    /** Real numbers: float32 on every fast engine, float64 or float32 on the reference engine. */
    REAL,
    /** Whole numbers, as int32: classes, and what rows are looked up by. */
    INT32,
    /** Real numbers with 8 bits of exponent and 7 behind the point, as bfloat16: operands of products, and nothing else. */
    BFLOAT16;

    /** Bytes of an element on the engines that are fast. */
    public int bytes() {
        return this == BFLOAT16 ? Short.BYTES : Float.BYTES;
    }
}
