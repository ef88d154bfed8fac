package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Losses.loss;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;

import dev.updraft.compiler.layers.Loss;
import java.util.List;

/** The losses of numbers. */
final class NumberLosses {
    private NumberLosses() {}

    private static final Parameter<Double> DELTA =
            optional("delta", Parameters.POSITIVE, 1.0, "error from which the loss grows linearly");
    private static final Parameter<Double> Q =
            optional("quantile", Parameters.FRACTION, 0.5, "share of targets that is to be below the prediction");
    private static final Parameter<Double> POWER = optional(
            "power",
            new ParameterType.Real(Range.ABOVE_ONE_BELOW_TWO),
            1.5,
            "power of the mean that the variance grows with: near 1 counts, near 2 amounts");

    private static final Parameter<String> GROUP = required(
            "group",
            new ParameterType.ColumnName(),
            "query",
            "column whose equal values make a list that is put in order");
    private static final Parameter<Integer> K =
            optional("k", Parameters.COUNT, 10, "how many at the top of a list the reported loss sees");
    private static final Parameter<Integer> TRUNCATION = optional(
            "truncation", Parameters.COUNT, 30, "samples at the top of a list, of which each pair has one or two");

    private static final String NUMBERS = "prediction [batch, ...] and target float[...] of the same shape -> a number";
    private static final String LOG_OF_MEAN =
            "The loss takes the logarithm of the mean, which any number can be; what is"
                    + " predicted is its exponential.";

    private static final Declaration<Loss> MEAN_SQUARED_ERROR = loss(
            "mean_squared_error",
            doc(
                    "mean of squared errors, for regression",
                    NUMBERS,
                    "loss = mean over all values of (prediction - target)^2",
                    "loss mean_squared_error(prediction, price)"),
            _ -> new Loss.MeanSquaredError());
    private static final Declaration<Loss> MEAN_ABSOLUTE_ERROR = loss(
            "mean_absolute_error",
            doc(
                    "mean of absolute errors, for regression with outliers",
                    NUMBERS,
                    "loss = mean over all values of |prediction - target|",
                    "loss mean_absolute_error(prediction, price)"),
            _ -> new Loss.MeanAbsoluteError());
    private static final Declaration<Loss> MEAN_ABSOLUTE_PERCENTAGE_ERROR = loss(
            "mean_absolute_percentage_error",
            doc(
                            "mean of absolute errors in percent of the target",
                            NUMBERS,
                            "loss = mean over all values of 100 * |prediction - target| / max(|target|, 1e-7)",
                            "loss mean_absolute_percentage_error(prediction, price)")
                    .noting("In percent, as in Keras; the metric of the same name is a fraction, as in scikit-learn."),
            _ -> new Loss.MeanAbsolutePercentageError());
    private static final Declaration<Loss> MEAN_SQUARED_LOGARITHMIC_ERROR = loss(
            "mean_squared_logarithmic_error",
            doc(
                            "mean of squared differences of logarithms, for amounts of different orders",
                            NUMBERS,
                            "loss = mean over all values of (log(1 + prediction) - log(1 + target))^2",
                            "loss mean_squared_logarithmic_error(prediction, price)")
                    .noting("Predictions and targets below 1e-7 count as 1e-7."),
            _ -> new Loss.MeanSquaredLogarithmicError());

    private static final Declaration<Loss> QUANTILE = loss(
            "quantile",
            doc(
                            "pinball loss, whose minimum is a quantile of the target",
                            NUMBERS,
                            """
                            loss = mean over all values of max(q * e, (q - 1) * e)
                            e = target - prediction, q = quantile
                            """,
                            "loss quantile(prediction, price, quantile: 0.9)")
                    .noting("For several quantiles add up a loss for each. 0.5 is the median."),
            a -> new Loss.Quantile(a.get(Q)));

    static final List<Declaration<Loss>> ROWS = List.of(
            MEAN_SQUARED_ERROR,
            MEAN_SQUARED_ERROR.named("mse"),
            MEAN_ABSOLUTE_ERROR,
            MEAN_ABSOLUTE_ERROR.named("mae"),
            MEAN_ABSOLUTE_PERCENTAGE_ERROR,
            MEAN_ABSOLUTE_PERCENTAGE_ERROR.named("mape"),
            MEAN_SQUARED_LOGARITHMIC_ERROR,
            MEAN_SQUARED_LOGARITHMIC_ERROR.named("msle"),
            loss(
                    "huber",
                    doc(
                            "squared for small errors, linear for large ones",
                            NUMBERS,
                            """
                            loss = mean over all values of h(prediction - target)
                            h(e) = e^2 / 2 where |e| <= delta, else delta * |e| - delta^2 / 2
                            """,
                            "loss huber(prediction, price, delta: 2)"),
                    a -> new Loss.Huber(a.get(DELTA))),
            QUANTILE,
            QUANTILE.named("pinball"),
            loss(
                    "log_cosh",
                    doc(
                            "squared for small errors, linear for large ones, without a bend",
                            NUMBERS,
                            "loss = mean over all values of log(cosh(prediction - target))",
                            "loss log_cosh(prediction, price)"),
                    _ -> new Loss.LogCosh()),
            loss(
                    "poisson",
                    doc(
                                    "negative log likelihood of counts, for Poisson regression",
                                    NUMBERS,
                                    "loss = mean over all values of prediction - target * log(prediction + 1e-7)",
                                    "loss poisson(prediction, price)")
                            .noting("Predictions are the mean of the counts, above 0: end the network with softplus or"
                                    + " exponential."),
                    _ -> new Loss.Poisson()),
            loss(
                    "cosine_similarity",
                    doc(
                                    "direction of vectors, whatever their length",
                                    NUMBERS,
                                    "loss = mean over the rows of -sum(target * prediction) / (|target| * |prediction|)",
                                    "loss cosine_similarity(prediction, price)")
                            .noting("A row is the last axis. -1 is the same direction, 1 the opposite one."),
                    _ -> new Loss.CosineSimilarity()),
            loss(
                    "gamma",
                    doc(
                                    "negative log likelihood of positive amounts, for gamma regression",
                                    NUMBERS,
                                    "loss = mean over all values of x + target * exp(-x), x = log(prediction)",
                                    "loss gamma(prediction, price)")
                            .noting("Up to a constant. " + LOG_OF_MEAN),
                    _ -> new Loss.Gamma()),
            loss(
                    "tweedie",
                    doc(
                                    "negative log likelihood of amounts that may be 0, such as claims",
                                    NUMBERS,
                                    """
                                    loss = mean over all values of
                                           exp((2 - power) * x) / (2 - power) - target * exp((1 - power) * x) / (1 - power)
                                    x = log(prediction)
                                    """,
                                    "loss tweedie(prediction, price, power: 1.5)")
                            .noting("Up to a constant. " + LOG_OF_MEAN),
                    a -> new Loss.Tweedie(a.get(POWER))),
            loss(
                    "lambdarank",
                    doc(
                                    "order within groups, as of the answers to a query, for boosted_trees",
                                    "prediction [batch, 1] and target number, whole and from 0 to 31 -> a number",
                                    """
                                    loss = 1 - mean over the groups of NDCG@k
                                    NDCG@k = DCG@k / the largest DCG@k there can be; 1 where all targets are 0
                                    DCG@k = sum over the k highest predictions, i = 1, 2, ..., of (2^target - 1) / log2(i + 1)
                                    gradient: for each pair sigmoid(low - high) * |change of NDCG if the two swap places|
                                    """,
                                    "loss lambdarank(score, relevance, group: query)")
                            .noting(
                                    "A validation_split or test_split must keep groups whole, as in by(query, 0.2). Gradients"
                                            + " are those of LightGBM with lambdarank_norm: true. See docs/trees.md."),
                    a -> new Loss.LambdaRank(a.get(GROUP), a.get(K), a.get(TRUNCATION))));
}
