package dev.updraft.engine.cpu.onednn;

import dev.updraft.compiler.tensor.ElementType;

/** What the numbers of a layout are. */
public enum DataType {
    BFLOAT16(2, Short.BYTES),
    FLOAT32(3, Float.BYTES);

    /** As oneDNN numbers them. */
    final int number;

    private final int bytes;

    DataType(int number, int bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    /** Of a value that is multiplied. */
    public static DataType of(ElementType type) {
        return switch (type) {
            case BFLOAT16 -> BFLOAT16;
            case REAL -> FLOAT32;
            case INT32 -> throw new IllegalStateException("integers are not multiplied");
        };
    }

    /** Of one number. */
    public int bytes() {
        return bytes;
    }
}
