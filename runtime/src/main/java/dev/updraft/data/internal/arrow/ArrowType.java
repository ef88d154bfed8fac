package dev.updraft.data.internal.arrow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types of columns that are cells of a table. */
sealed interface ArrowType {

    record Nulls() implements ArrowType {}

    /**
     * Whole numbers.
     *
     * @param bits 8, 16, 32 or 64
     */
    record Int(int bits, boolean signed) implements ArrowType {}

    /**
     * Numbers of IEEE 754.
     *
     * @param bits 16, 32 or 64
     */
    record Real(int bits) implements ArrowType {}

    /**
     * Decimal numbers.
     *
     * @param bits 32, 64, 128 or 256
     */
    record Decimal(int bits, int scale) implements ArrowType {}

    record Bool() implements ArrowType {}

    /**
     * Days.
     *
     * @param inDays in 32 bits; else in milliseconds, in 64
     */
    record Date(boolean inDays) implements ArrowType {}

    /**
     * Times of day.
     *
     * @param bits 32 or 64
     */
    record Time(int bits, Unit unit) implements ArrowType {}

    /**
     * Points in time.
     *
     * @param isInstant whether it has a time zone, and is stored as in UTC; else it is as clocks show it
     */
    record Timestamp(Unit unit, boolean isInstant) implements ArrowType {}

    /**
     * Texts behind one another.
     *
     * @param isLarge whether places are 64 bits
     */
    record Text(boolean isLarge) implements ArrowType {}

    /** Texts that lie in several buffers, short ones beside their lengths. */
    record TextView() implements ArrowType {}

    /** Units of time, in the order of the format. */
    enum Unit {
        SECOND(1),
        MILLISECOND(1_000),
        MICROSECOND(1_000_000),
        NANOSECOND(1_000_000_000);

        final long perSecond;

        Unit(long perSecond) {
            this.perSecond = perSecond;
        }

        long nanoseconds() {
            return NANOSECOND.perSecond / perSecond;
        }
    }

    /** Of the union Type in Schema.fbs, by number. */
    List<String> NAMES = List.of(
            "none",
            "null",
            "int",
            "float",
            "binary",
            "utf8",
            "bool",
            "decimal",
            "date",
            "time",
            "timestamp",
            "interval",
            "list",
            "struct",
            "union",
            "fixed size binary",
            "fixed size list",
            "map",
            "duration",
            "large binary",
            "large utf8",
            "large list",
            "run end encoded",
            "binary view",
            "utf8 view",
            "list view",
            "large list view");

    /** The number of digits of the widest decimal, which bounds its scale. */
    int MOST_DIGITS = 76;

    /**
     * The type of a field; null if it is none of a table's cells.
     *
     * @param field Field of Schema.fbs
     */
    static @Nullable ArrowType of(FlatTable field) {
        var type = field.requiredTable(3, "a type");
        return switch (NAMES.get(number(field))) {
            case "null" -> new Nulls();
            case "int" -> integer(type);
            case "float" ->
                new Real(
                        switch (type.shortAt(0, 0)) {
                            case 0 -> 16;
                            case 1 -> 32;
                            case 2 -> 64;
                            default -> throw unknown();
                        });
            case "utf8" -> new Text(false);
            case "large utf8" -> new Text(true);
            case "utf8 view" -> new TextView();
            case "bool" -> new Bool();
            case "decimal" -> new Decimal(required(type.intAt(2, 128), 32, 64, 128, 256), scale(type.intAt(1, 0)));
            case "date" -> new Date(required(type.shortAt(0, 1), 0, 1) == 0);
            case "time" -> new Time(required(type.intAt(1, 32), 32, 64), unit(type.shortAt(0, 1)));
            case "timestamp" -> {
                var zone = type.textAt(1);
                yield new Timestamp(unit(type.shortAt(0, 0)), zone != null && !zone.isEmpty());
            }
            default -> null;
        };
    }

    /**
     * A type of whole numbers.
     *
     * @param type Int of Schema.fbs
     */
    static Int integer(FlatTable type) {
        return new Int(required(type.intAt(0, 0), 8, 16, 32, 64), type.isTrue(1));
    }

    /** The name of a field's type, for messages. */
    static String name(FlatTable field) {
        return NAMES.get(number(field));
    }

    private static int number(FlatTable field) {
        var number = field.byteAt(2, 0);
        if (number <= 0 || number >= NAMES.size()) {
            throw unknown();
        }
        return number;
    }

    private static int required(int value, int... known) {
        for (var one : known) {
            if (value == one) {
                return value;
            }
        }
        throw unknown();
    }

    private static int scale(int scale) {
        if (Math.abs((long) scale) > MOST_DIGITS) {
            throw unknown();
        }
        return scale;
    }

    private static Unit unit(int number) {
        return Unit.values()[required(number, 0, 1, 2, 3)];
    }

    private static ArrowException unknown() {
        return ArrowException.damaged("a type is unknown");
    }
}
