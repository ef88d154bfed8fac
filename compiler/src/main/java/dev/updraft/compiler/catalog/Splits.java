package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.FRACTION;

import dev.updraft.compiler.layers.DataSplit;
import java.util.List;
import java.util.Optional;

/** Names of {@link DataSplit}s; a plain number is a share chosen at random. */
final class Splits {
    private Splits() {}

    static final ParameterType<DataSplit> TYPE =
            new ParameterType.Named<>(() -> Catalog.SPLITS, Range.BELOW_ONE, DataSplit::random, null);

    private static final ParameterType<String> COLUMN_NAME = new ParameterType.ColumnName();
    private static final Parameter<Double> SHARE =
            required("share", FRACTION, 0.2, "about how much of the data is set aside");
    private static final Parameter<String> COLUMN =
            required("column", COLUMN_NAME, "patient", "column whose equal values keep rows together");
    private static final Parameter<Optional<String>> BY =
            open("by", COLUMN_NAME, "the file", "column that gives the order: a date, a datetime or a number");

    static final Table<DataSplit> TABLE = new Table<>(
            "split",
            List.of(
                    of(
                            "last",
                            doc(
                                            "the last of the data, which is validated or tested on what comes after all"
                                                    + " that it was trained on",
                                            "fit { data: \"sales.csv\", test_split: last(0.2, by: date) }")
                                    .noting("Rows of the same date stay together. Cross-validation trains on a growing"
                                            + " beginning, and evaluates on what comes next."),
                            a -> new DataSplit.Last(a.get(SHARE), a.get(BY).orElse(null))),
                    of(
                            "by",
                            doc(
                                            "rows with equal values of a column stay together, and groups of them are"
                                                    + " chosen at random",
                                            "fit { data: \"visits.csv\", validation_split: by(patient, 0.2) }")
                                    .noting("A model is not validated or tested on a patient that it knows. The same"
                                            + " holds in cross-validation."),
                            a -> new DataSplit.Grouped(a.get(COLUMN), a.get(SHARE)))));
}
