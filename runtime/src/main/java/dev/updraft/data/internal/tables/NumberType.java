package dev.updraft.data.internal.tables;

import java.math.BigDecimal;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A type of numbers that fit into 64 bits.
 *
 * @param key tells it from others
 * @param bits of a number
 * @param number of bits
 */
record NumberType(Object key, ToLongFunction<Object> bits, LongFunction<Object> number) {
    private static final int MOST_DIGITS = 18;

    private static final Map<Class<?>, NumberType> PLAIN = Map.of(
            Integer.class, new NumberType(Integer.class, cell -> (Integer) cell, bits -> (int) bits),
            Long.class, new NumberType(Long.class, cell -> (Long) cell, bits -> bits),
            Short.class, new NumberType(Short.class, cell -> (Short) cell, bits -> (short) bits),
            Byte.class, new NumberType(Byte.class, cell -> (Byte) cell, bits -> (byte) bits),
            Double.class,
                    new NumberType(
                            Double.class, cell -> Double.doubleToRawLongBits((Double) cell), Double::longBitsToDouble),
            Float.class,
                    new NumberType(
                            Float.class,
                            cell -> Float.floatToRawIntBits((Float) cell),
                            bits -> Float.intBitsToFloat((int) bits)),
            Boolean.class, new NumberType(Boolean.class, cell -> (Boolean) cell ? 1 : 0, bits -> bits == 1));

    /** That of a cell; null if it is no number, or one of too many digits. */
    static @Nullable NumberType of(Object cell) {
        if (!(cell instanceof BigDecimal decimal)) {
            return PLAIN.get(cell.getClass());
        }
        var scale = decimal.scale();
        return decimal.precision() > MOST_DIGITS
                ? null
                : new NumberType(
                        scale,
                        number -> ((BigDecimal) number).unscaledValue().longValueExact(),
                        bits -> BigDecimal.valueOf(bits, scale));
    }
}
