package dev.updraft.engine.cpu.machine;

/** What a {@link VectorProgram} computes for each element: 32 bits, most often a float. Operands are numbers of values before. */
sealed interface Value {
    /** The same for all elements: the float of these bits. */
    record Constant(int bits) implements Value {}

    /** The same for all elements: in the {@link Frame} at this place. */
    record Number(int place) implements Value {}

    /** Of the block that begins in the frame at this place. */
    record InBlock(int place) implements Value {}

    /**
     * Of a stream.
     *
     * @param stores how many values have been stored before
     */
    record InStream(int stream, int stores) implements Value {}

    /** Of two values; of {@code b} alone for what takes one. */
    record Of(Arithmetic arithmetic, int a, int b) implements Value {}

    /** {@code yes} where {@code x} and {@code y} compare as {@code comparison} says, else {@code no}. */
    record Either(Comparison comparison, int x, int y, int yes, int no) implements Value {}

    /** Instructions of two vectors. */
    enum Arithmetic {
        ADD(1, 0, 0x58),
        MULTIPLY(1, 0, 0x59),
        SUBTRACT(1, 0, 0x5C),
        /** The second where they are equal or one is NaN. */
        MINIMUM(1, 0, 0x5D),
        DIVIDE(1, 0, 0x5E),
        /** The second where they are equal or one is NaN. */
        MAXIMUM(1, 0, 0x5F),
        /** Of {@code b} alone. */
        SQUARE_ROOT(1, 0, 0x51),
        /** Of {@code b} alone: an int, towards 0; the lowest one if there is none. */
        TO_INT(1, 2, 0x5B),
        /** The largest integer that is not above {@code b}. */
        FLOOR(3, 1, 0x08),
        AND(1, 1, 0xDB),
        OR(1, 1, 0xEB),
        ADD_INTS(1, 1, 0xFE),
        /** The bits of {@code a}, {@code b} places up. */
        SHIFT(2, 1, 0x47);

        final Assembler.Opcode opcode;

        Arithmetic(int table, int prefix, int code) {
            this.opcode = new Assembler.Opcode(table, prefix, code);
        }

        boolean isOfOne() {
            return this == SQUARE_ROOT || this == TO_INT || this == FLOOR;
        }
    }

    /** Comparisons of floats by the number that the processor gives them. */
    enum Comparison {
        EQUAL(0),
        /** One is NaN. */
        UNORDERED(3),
        /** Or NaN. */
        UNEQUAL(4),
        /** And neither is NaN. */
        LESS_OR_GREATER(12);

        final int number;

        Comparison(int number) {
            this.number = number;
        }
    }
}
