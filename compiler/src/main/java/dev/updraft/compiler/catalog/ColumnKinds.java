package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.TEXT;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.layers.TargetUnit;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Names of the {@link ColumnKind}s, the kinds of columns that an input can group. */
final class ColumnKinds {
    private ColumnKinds() {}

    /** Counts for more words, or places for more values, are a network of their own. */
    private static final int MOST = 1_000_000;

    private static final Parameter<Boolean> OPTIONAL =
            optional("optional", TRUTH, false, "whether cells may be missing");
    private static final Parameter<Integer> MOST_VALUES = optional(
            "most", new ParameterType.Whole(1, MOST), 32, "number of values that are told apart; the rest are other");
    private static final Parameter<Boolean> ORDERED =
            optional("ordered", TRUTH, false, "whether the values are in ascending order");
    private static final Parameter<Integer> MOST_WORDS =
            optional("most", new ParameterType.Whole(1, MOST), 1000, "number of words that are counted");
    private static final Parameter<String> PATTERN = optional(
            "pattern", TEXT, "", "ISO 8601", "how cells are written, as in java.time: d day, M month, y year, H hour");
    private static final Parameter<String> ZONE =
            optional("zone", TEXT, "UTC", "\"UTC\"", "time zone of cells that name none");

    static final Table<ColumnKind> TABLE = new Table<>(
            "column kind",
            List.of(
                    of(
                            "number",
                            doc("real numbers", "tenure: number")
                                    .noting(
                                            "A cell that is missing is an error, or with optional: true a gap, which encode"
                                                    + " fills and gives an indicator."),
                            a -> new ColumnKind.Numeric(a.get(OPTIONAL))),
                    of(
                            "bool",
                            doc("truth values", "senior: bool")
                                    .noting(
                                            "Cells are true or false, yes or no, t or f, y or n, on or off, 1 or 0, in any"
                                                    + " case; the value is 1 or 0."),
                            a -> new ColumnKind.Bool(a.get(OPTIONAL))),
                    of(
                            "category",
                            doc("one of several values", "contract: category")
                                    .noting("category[\"basic\", \"plus\"] names all values: another is an error in"
                                            + " training. Without names they are learnt from the training data, the most"
                                            + " frequent first. A missing cell and a value that is none of these have"
                                            + " places of their own."),
                            a -> new ColumnKind.Category(List.of(), a.get(MOST_VALUES), a.get(ORDERED))),
                    of(
                            "date",
                            doc("days", "since: date(\"yyyy-MM-dd\")")
                                    .noting("The value in an expression is the number of days since 1970-01-01, so that"
                                            + " differences are in days."),
                            a -> new ColumnKind.Date(pattern(a), a.get(OPTIONAL))),
                    of(
                            "datetime",
                            doc("points in time", "at: datetime(zone: \"Europe/Berlin\")")
                                    .noting("The value in an expression is in days since 1970-01-01, with a fraction."),
                            a -> new ColumnKind.DateTime(pattern(a), zone(a), a.get(OPTIONAL))),
                    of(
                            "time",
                            doc("times of day", "opened: time(\"HH:mm\")")
                                    .noting("The value in an expression is in seconds since midnight."),
                            a -> new ColumnKind.Time(pattern(a), a.get(OPTIONAL))),
                    of(
                            "text",
                            doc("words", "remarks: text")
                                    .noting(
                                            "The value is a count for each of the most frequent words of the training data."
                                                    + " Words are in lower case, without punctuation; a missing cell has none."),
                            a -> new ColumnKind.Text(a.get(MOST_WORDS))),
                    of(
                            "id",
                            doc("tells rows apart", "number_of_customer: id")
                                    .noting("It is kept for what updraft predict writes, and never learnt from."),
                            _ -> new ColumnKind.Id()),
                    of("ignore", doc("a column that is not used", "remarks: ignore"), _ -> new ColumnKind.Ignored())));

    /** How a target is transformed before it is standardised. */
    enum Transform {
        NONE,
        LOG
    }

    private static final Parameter<Transform> TRANSFORM = optional(
            "transform",
            Parameters.choice("transform", Transform.class),
            Transform.NONE,
            "none",
            "what is standardised: none, the number itself, or its log");

    static final Declaration<TargetUnit> NUMBER_TARGET = of(
            "number",
            doc("a number that is standardised for training", "target price: number(transform: log)"),
            a -> a.get(TRANSFORM) == Transform.LOG ? TargetUnit.STANDARDISED_LOGARITHM : TargetUnit.STANDARDISED);

    private static String pattern(Arguments a) {
        var pattern = a.get(PATTERN);
        try {
            var _ = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new Conflict(PATTERN, "`%s` is not a pattern: %s".formatted(pattern, e.getMessage()));
        }
        return pattern;
    }

    private static String zone(Arguments a) {
        var zone = a.get(ZONE);
        try {
            return ZoneId.of(zone).getId();
        } catch (DateTimeException e) {
            throw new Conflict(ZONE, "`%s` is not a time zone such as Europe/Berlin".formatted(zone));
        }
    }
}
