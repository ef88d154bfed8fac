package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.TRUTH;

import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.TableLayer;
import dev.updraft.compiler.layers.TableLayer.Fill;
import java.util.List;

/** Names of the {@link TableLayer}s. */
final class TableLayers {
    private TableLayers() {}

    /** What can stand for a gap. */
    static final Table<Fill> FILLS = new Table<>(
            "filling",
            List.of(
                    of(
                            "mean",
                            doc("the mean of the training data", "customer.income -> imputation(fill: mean)"),
                            _ -> new Fill.Mean()),
                    of(
                            "median",
                            doc("the median of the training data", "customer.income -> imputation(fill: median)"),
                            _ -> new Fill.Median()),
                    of(
                            "most_frequent",
                            doc(
                                            "the most frequent value of the training data",
                                            "customer.income -> imputation(fill: most_frequent)")
                                    .noting("Of several the smallest."),
                            _ -> new Fill.MostFrequent())));

    private static final Parameter<Fill> FILL = optional(
            "fill",
            new ParameterType.Named<>(() -> FILLS, Fill.Constant::new),
            new Fill.Mean(),
            "mean",
            "what stands for a gap, or a number");
    private static final Parameter<Boolean> ADD_INDICATOR =
            optional("add_indicator", TRUTH, false, "whether to give 1 for a gap, else 0, besides");
    private static final Parameter<Integer> MAX_ONE_HOT = optional(
            "max_one_hot",
            new ParameterType.Whole(0, Integer.MAX_VALUE),
            64,
            "categories with more values become learned vectors");

    private static final Documentation ENCODE = doc(
                    "what suits each column of a group, one behind the other",
                    "a group of columns -> [batch, n]",
                    """
                    numbers, dates     (x - mean) / standard deviation, gaps filled with the median
                    gaps               1 for a gap, else 0
                    months, hours, …   sin(2πx / period), cos(2πx / period)
                    categories         one-hot, with a place for missing and one for other
                    above max_one_hot  a learned vector of min(50, round(1.6 n^0.56)) numbers
                    ordered ones       (place - mean) / standard deviation, whether missing, other
                    text               log(1 + count) of each word
                    """,
                    "customer -> encode -> dense(64, activation: relu)")
            .noting(
                    "All statistics are learnt from the training data before the first step, and saved with the weights."
                            + " Truth values stay 0 and 1. A column that is constant in the training data gives 0. `updraft"
                            + " summary` shows what becomes of each column.");
    private static final Documentation IMPUTATION = doc(
                    "fills the gaps of a column",
                    "a column that may be missing -> [batch, 1], or with add_indicator [batch, 2]",
                    "y = x if it is there, else fill",
                    "customer.income -> imputation(fill: median) -> normalization -> dense(8)")
            .noting("The value is learnt from the training data before the first step, and saved with the weights. As"
                    + " scikit-learn's SimpleImputer.");

    private static final Parameter<Boolean> CYCLICAL =
            optional("cyclical", TRUTH, true, "whether December is next to January: sine and cosine of each part");
    private static final Documentation DATE_ENCODING = doc(
                    "the parts of a date or a time that recur, as numbers",
                    "a column of dates or times -> [batch, n]",
                    "y = [sin(2πx / period), cos(2πx / period)] of each part, or with cyclical: false x / period",
                    "customer.since -> date_encoding -> dense(8)")
            .noting(
                    "The parts are month, day of the month and day of the week; of a datetime also the second of the day, and"
                            + " of a time only that. A gap gives zeros. The column itself is the number of days since 1970.");

    private static final Parameter<Double> SMOOTH = optional(
            "smooth", NOT_NEGATIVE, 10.0, "how many rows with the mean of all are added to those of each value");
    private static final Documentation TARGET_ENCODING = doc(
                    "the mean of the target for the value of a category",
                    "a category of a group -> [batch, 1]",
                    "y = (sum of targets of the value + smooth · mean of all) / (rows of the value + smooth)",
                    "customer.contract -> target_encoding(smooth: 20)")
            .noting(
                    "For a category of very many values. The model has one target: a number, in the unit of its loss, or one of"
                            + " two classes, of the second of which it is the share. The means are learnt from the training data"
                            + " before the first step, and saved with the weights. A row that is trained on is given the means"
                            + " of four fifths of the training rows, chosen with the seed, to which it does not belong: its own"
                            + " target would else give itself away. Predictions and evaluations take those of all. Missing and"
                            + " other are values, too; of one that training has not seen it is the mean of all. As"
                            + " scikit-learn's TargetEncoder.");

    static final List<Declaration<Layer>> ROWS = List.of(
            of("encode", ENCODE, Values.ONE, a -> new TableLayer.Encode(TableLayer.NO_COLUMNS, a.get(MAX_ONE_HOT))),
            of(
                    "date_encoding",
                    DATE_ENCODING,
                    Values.ONE,
                    a -> new TableLayer.DateEncoding(TableLayer.NO_COLUMNS, 0, a.get(CYCLICAL))),
            of(
                    "target_encoding",
                    TARGET_ENCODING,
                    Values.ONE,
                    a -> new TableLayer.TargetEncoding(TableLayer.NO_COLUMNS, 0, a.get(SMOOTH))),
            of(
                    "imputation",
                    IMPUTATION,
                    Values.ONE,
                    a -> new TableLayer.Imputation(a.get(FILL), a.get(ADD_INDICATOR))));
}
