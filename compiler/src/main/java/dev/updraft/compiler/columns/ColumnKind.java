package dev.updraft.compiler.columns;

import java.util.List;

/** What the cells of a column are, and which numbers stand for one in a row of the input. */
public sealed interface ColumnKind {

    /** As written in the language: {@code number(optional: true)}. */
    String text();

    /** A column with a number for each of these; a cell of it may be missing if it is {@code optional}. */
    sealed interface Measured extends ColumnKind {
        boolean optional();

        /** What each number is; the first is the column's value in an expression. */
        List<Part> parts();
    }

    /** What a number of a measured column is. */
    enum Part {
        /** The number itself; of a date its days since 1970-01-01, of a time of day its seconds. */
        VALUE("", 0),
        /** From 0, January. */
        MONTH("month", 12),
        /** Of the month, from 0. */
        DAY("day", 31),
        /** From 0, Monday. */
        WEEKDAY("weekday", 7),
        /** Of the day, from 0; with a fraction. */
        SECOND("second", 24 * 60 * 60);

        private final String label;
        private final int period;

        Part(String label, int period) {
            this.label = label;
            this.period = period;
        }

        /** Empty for the value itself. */
        public String label() {
            return label;
        }

        /** After how many it begins again; 0 if it does not. */
        public int period() {
            return period;
        }
    }

    /** Real numbers. */
    record Numeric(boolean optional) implements Measured {
        @Override
        public List<Part> parts() {
            return List.of(Part.VALUE);
        }

        @Override
        public String text() {
            return "number" + ifOptional(optional);
        }
    }

    /** 1 for yes, 0 for no. */
    record Bool(boolean optional) implements Measured {
        @Override
        public List<Part> parts() {
            return List.of(Part.VALUE);
        }

        @Override
        public String text() {
            return "bool" + ifOptional(optional);
        }
    }

    /**
     * A day.
     *
     * @param pattern of {@link java.time.format.DateTimeFormatter}; empty for ISO 8601
     */
    record Date(String pattern, boolean optional) implements Measured {
        @Override
        public List<Part> parts() {
            return List.of(Part.VALUE, Part.MONTH, Part.DAY, Part.WEEKDAY);
        }

        @Override
        public String text() {
            return "date" + patterned(pattern, optional);
        }
    }

    /**
     * A moment. Its value is in days, so that differences of dates and moments have one unit.
     *
     * @param pattern of {@link java.time.format.DateTimeFormatter}; empty for ISO 8601
     * @param zone the time zone of cells that have none; parts are those of the clock in it
     */
    record DateTime(String pattern, String zone, boolean optional) implements Measured {
        @Override
        public List<Part> parts() {
            return List.of(Part.VALUE, Part.MONTH, Part.DAY, Part.WEEKDAY, Part.SECOND);
        }

        @Override
        public String text() {
            return "datetime" + patterned(pattern, optional);
        }
    }

    /**
     * A time of day.
     *
     * @param pattern of {@link java.time.format.DateTimeFormatter}; empty for ISO 8601
     */
    record Time(String pattern, boolean optional) implements Measured {
        @Override
        public List<Part> parts() {
            return List.of(Part.SECOND);
        }

        @Override
        public String text() {
            return "time" + patterned(pattern, optional);
        }
    }

    /**
     * One of several values. Its number is {@value #MISSING} where the cell is missing, {@value #OTHER} for a value that is
     * none of these, and from {@value #FIRST} on the place among them: the layout of Keras's {@code StringLookup} with a
     * mask.
     *
     * @param values those that the file names, in order; empty if they are learnt from the data
     * @param most how many are told apart
     * @param ordered whether they have an order: small, medium, large
     */
    record Category(List<String> values, int most, boolean ordered) implements ColumnKind {
        public static final int MISSING = 0;
        public static final int OTHER = 1;
        public static final int FIRST = 2;

        public Category {
            values = List.copyOf(values);
        }

        /** Whether the file names all values. */
        public boolean isClosed() {
            return !values.isEmpty();
        }

        /** How many numbers there are: the values, missing and other. */
        public int size() {
            return FIRST + most;
        }

        @Override
        public String text() {
            return "category" + (isClosed() ? "[" + values.size() + "]" : "(most: " + most + ")");
        }
    }

    /**
     * Words: for each of the most frequent in the training data how often it occurs.
     *
     * @param most how many words are counted
     */
    record Text(int most) implements ColumnKind {
        @Override
        public String text() {
            return "text(most: " + most + ")";
        }
    }

    /** Tells rows apart in what {@code updraft predict} writes; the network never sees it. */
    record Id() implements ColumnKind {
        @Override
        public String text() {
            return "id";
        }
    }

    /** Known and not used. */
    record Ignored() implements ColumnKind {
        @Override
        public String text() {
            return "ignore";
        }
    }

    private static String ifOptional(boolean optional) {
        return optional ? "(optional: true)" : "";
    }

    private static String patterned(String pattern, boolean optional) {
        if (pattern.isEmpty()) {
            return ifOptional(optional);
        }
        return "(\"" + pattern + "\"" + (optional ? ", optional: true)" : ")");
    }
}
