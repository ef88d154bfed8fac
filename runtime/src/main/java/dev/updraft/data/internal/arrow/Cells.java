package dev.updraft.data.internal.arrow;

import static dev.updraft.data.internal.arrow.LittleEndian.BYTE;
import static dev.updraft.data.internal.arrow.LittleEndian.DOUBLE;
import static dev.updraft.data.internal.arrow.LittleEndian.FLOAT;
import static dev.updraft.data.internal.arrow.LittleEndian.INT;
import static dev.updraft.data.internal.arrow.LittleEndian.LONG;
import static dev.updraft.data.internal.arrow.LittleEndian.SHORT;

import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of a column, as numbers, truth values, texts, dates and times of java.time. */
@FunctionalInterface
interface Cells {
    /** The longest text that stands beside its length, in bytes. */
    int SHORT_TEXT = 12;

    int VIEW_BYTES = 16;
    long MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000L;

    /**
     * The cell in a row, counted from 0; null if it is missing.
     *
     * @throws java.time.DateTimeException if it is a time that Java does not have
     * @throws ArithmeticException likewise
     * @throws ArrowException if it cannot be read
     */
    @Nullable
    Object get(long row);

    /** Cells that all take the same number of bits. */
    static Cells ofWidth(ArrowType type, MemorySegment values) {
        return switch (type) {
            case ArrowType.Int(var bits, var signed) -> {
                var integers = integers(bits, values);
                yield signed
                        ? integers::at
                        : bits == Long.SIZE
                                ? row -> unsigned(integers.at(row))
                                : row -> integers.at(row) & ((1L << bits) - 1);
            }
            case ArrowType.Real(var bits) ->
                switch (bits) {
                    case 16 -> row -> Float.float16ToFloat(values.get(SHORT, row * Short.BYTES));
                    case 32 -> row -> values.get(FLOAT, row * Float.BYTES);
                    default -> row -> values.get(DOUBLE, row * Double.BYTES);
                };
            case ArrowType.Decimal(var bits, var scale) ->
                row -> new BigDecimal(bigInteger(values, row, bits / 8), scale);
            case ArrowType.Bool _ -> row -> ArrowBatch.isSet(values, row);
            case ArrowType.Date(var inDays) ->
                inDays
                        ? row -> LocalDate.ofEpochDay(values.get(INT, row * Integer.BYTES))
                        : row -> LocalDate.ofEpochDay(
                                Math.floorDiv(values.get(LONG, row * Long.BYTES), MILLISECONDS_A_DAY));
            case ArrowType.Time(var bits, var unit) -> {
                var integers = integers(bits, values);
                yield row -> LocalTime.ofNanoOfDay(Math.multiplyExact(integers.at(row), unit.nanoseconds()));
            }
            case ArrowType.Timestamp(var unit, var isInstant) ->
                isInstant
                        ? row -> dateTime(values, row, unit).atOffset(ZoneOffset.UTC)
                        : row -> dateTime(values, row, unit);
            case ArrowType.Nulls _, ArrowType.Text _, ArrowType.TextView _ ->
                throw new IllegalArgumentException("cells of " + type + " are not of one width");
        };
    }

    /** Texts behind one another, and where each of them begins. */
    static Cells texts(ArrowType.Text type, MemorySegment places, MemorySegment bytes) {
        var integers = integers(type.isLarge() ? Long.SIZE : Integer.SIZE, places);
        return row -> {
            var start = integers.at(row);
            return text(bytes, start, integers.at(row + 1) - start);
        };
    }

    /** Texts of which each has its length beside its bytes, or beside the place of these. */
    static Cells views(MemorySegment views, List<MemorySegment> buffers) {
        return row -> {
            var view = views.asSlice(row * VIEW_BYTES, VIEW_BYTES);
            var length = view.get(INT, 0);
            return length <= SHORT_TEXT
                    ? text(view, Integer.BYTES, length)
                    : text(buffers.get(view.get(INT, 2L * Integer.BYTES)), view.get(INT, 3L * Integer.BYTES), length);
        };
    }

    private static String text(MemorySegment bytes, long start, long length) {
        try {
            return Utf8.decode(bytes.asSlice(start, length));
        } catch (CharacterCodingException _) {
            throw ArrowException.damaged("a text is not UTF-8");
        }
    }

    /** Whole numbers of a width. */
    @FunctionalInterface
    interface Integers {
        long at(long row);
    }

    /** With their signs, whether they are meant or not. */
    static Integers integers(int bits, MemorySegment values) {
        return switch (bits) {
            case Byte.SIZE -> row -> values.get(BYTE, row);
            case Short.SIZE -> row -> values.get(SHORT, row * Short.BYTES);
            case Integer.SIZE -> row -> values.get(INT, row * Integer.BYTES);
            default -> row -> values.get(LONG, row * Long.BYTES);
        };
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    private static BigInteger bigInteger(MemorySegment values, long row, int width) {
        var bytes = new byte[width];
        for (var i = 0; i < width; i++) {
            bytes[width - 1 - i] = values.get(BYTE, row * width + i);
        }
        return new BigInteger(bytes);
    }

    private static LocalDateTime dateTime(MemorySegment values, long row, ArrowType.Unit unit) {
        var value = values.get(LONG, row * Long.BYTES);
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(value, unit.perSecond),
                (int) (Math.floorMod(value, unit.perSecond) * unit.nanoseconds()),
                ZoneOffset.UTC);
    }
}
