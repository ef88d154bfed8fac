package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.open;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;

import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.PreprocessingLayer;
import dev.updraft.compiler.layers.PreprocessingLayer.CategoryEncoding;
import dev.updraft.compiler.layers.PreprocessingLayer.CategoryEncoding.OutputMode;
import dev.updraft.compiler.ops.Op;
import java.util.List;
import java.util.Optional;

/** Names of the {@link PreprocessingLayer}s. */
final class PreprocessingLayers {
    private static final String LEARNT =
            " Learnt from the training data before the first step, and saved with the weights.";

    private PreprocessingLayers() {}

    private static final Parameter<Integer> NUM_BINS =
            required("num_bins", new ParameterType.Whole(2, 10_000), 8, "number of intervals");
    private static final Parameter<Optional<Integer>> NUM_TOKENS = open(
            "num_tokens",
            new ParameterType.Whole(1, Op.Gather.MOST_ROWS),
            "those of the category",
            "number of distinct integers: 0 to num_tokens - 1");
    private static final Parameter<OutputMode> OUTPUT_MODE = optional(
            "output_mode",
            Parameters.choice("mode", OutputMode.class),
            OutputMode.MULTI_HOT,
            "multi_hot",
            "what the vector tells of the integers");
    private static final Parameter<Integer> QUANTILES = optional(
            "quantiles", new ParameterType.Whole(2, 10_000), 100, "how many quantiles of the training data are kept");

    private static final Documentation DISCRETIZATION = doc(
                    "the number of the interval that a number is in",
                    "[batch, ..., n] -> [batch, ..., n] of int",
                    "y = how many of the boundaries are not above x",
                    "customer.income -> discretization(num_bins: 8) -> category_encoding(output_mode: one_hot)")
            .noting(
                    "Each interval has about as many numbers of the training data: the boundaries are its quantiles, for each"
                            + " place of the last axis." + LEARNT);
    private static final Documentation CATEGORY_ENCODING = doc(
                    "integers as vectors",
                    "[batch, ..., n] of int -> [batch, ..., num_tokens]",
                    """
                    one_hot     1 at the place of the integer; the last axis stays, unless its size is 1
                    multi_hot   1 at the place of each integer along the last axis
                    count       how often each integer occurs along the last axis
                    """,
                    "customer.contract -> category_encoding(output_mode: one_hot) -> dense(8)")
            .noting(
                    "As Keras's CategoryEncoding. A category needs no num_tokens: it has a place for missing, one for other and"
                            + " one for each value.");
    private static final Documentation ROBUST_SCALING = doc(
                    "scales by median and quartiles, which outliers hardly move",
                    "[batch, ..., n] -> same shape",
                    "y = (x - median) / (q75 - q25)",
                    "customer.income -> robust_scaling -> dense(8)")
            .noting("As scikit-learn's RobustScaler, for each place of the last axis." + LEARNT);
    private static final Documentation QUANTILE_SCALING = doc(
                    "the share of the training data below a number: 0 to 1 for any distribution",
                    "[batch, ..., n] -> same shape",
                    "y = i / (quantiles - 1) at quantile i, linear between two",
                    "customer.income -> quantile_scaling -> dense(8)")
            .noting(
                    "As scikit-learn's QuantileTransformer, for each place of the last axis. Numbers outside of the training"
                            + " data give 0 and 1." + LEARNT);

    static final List<Declaration<Layer>> ROWS = List.of(
            of(
                    "discretization",
                    DISCRETIZATION,
                    Values.ONE,
                    a -> new PreprocessingLayer.Discretization(a.get(NUM_BINS))),
            of(
                    "category_encoding",
                    CATEGORY_ENCODING,
                    Values.ONE,
                    a -> new CategoryEncoding(a.get(NUM_TOKENS).orElse(CategoryEncoding.OF_INPUT), a.get(OUTPUT_MODE))),
            of("robust_scaling", ROBUST_SCALING, Values.ONE, _ -> new PreprocessingLayer.RobustScaling()),
            of(
                    "quantile_scaling",
                    QUANTILE_SCALING,
                    Values.ONE,
                    a -> new PreprocessingLayer.QuantileScaling(a.get(QUANTILES))));
}
