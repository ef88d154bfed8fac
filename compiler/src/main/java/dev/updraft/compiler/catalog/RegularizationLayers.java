package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.BELOW_ONE;

import dev.updraft.compiler.catalog.Declaration.Values;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.RegularizationLayer;
import java.util.List;

/** Names of the {@link RegularizationLayer}s. */
final class RegularizationLayers {
    private RegularizationLayers() {}

    private static final Parameter<Double> RATE = rate(0.5, "fraction of the values set to 0");
    private static final Parameter<Double> CHANNEL_RATE = rate(0.2, "fraction of the channels set to 0");
    private static final Parameter<Double> PATH_RATE = rate(0.1, "fraction of the samples set to 0");
    private static final Parameter<Double> NOISE_RATE =
            rate(0.5, "strength as of dropout: the variance of the factors is rate / (1 - rate)");
    private static final Parameter<Double> ALPHA_RATE = rate(0.1, "fraction of the values set to the limit of selu");
    private static final Parameter<Double> STDDEV =
            required("stddev", Parameters.UNIT, 0.1, "standard deviation of the noise");

    private static Parameter<Double> rate(double example, String doc) {
        return required("rate", BELOW_ONE, example, doc);
    }

    private static final Documentation DROPOUT = doc(
            "randomly sets values to 0 during training, to reduce overfitting",
            Layers.SAME_SHAPE,
            """
            in training    y = x * m / (1 - rate), m = 0 with probability rate, else 1
            else           y = x
            """,
            "features -> dense(64, activation: relu) -> dropout(0.5) -> dense(10)");
    private static final Documentation SPATIAL_DROPOUT1D = doc(
            "dropout of whole channels of a sequence, whose steps are alike",
            "[batch, steps, channels] -> the same shape",
            """
            in training    y[i, c] = x[i, c] * m[c] / (1 - rate),
                           m[c] = 0 with probability rate, else 1
            else           y = x
            """,
            "tokens -> embedding(10000, 64) -> spatial_dropout1d(0.2) -> flatten -> dense(10)");
    private static final Documentation SPATIAL_DROPOUT2D = doc(
            "dropout of whole channels of an image, whose neighboring pixels are alike",
            "[batch, height, width, channels] -> the same shape",
            """
            in training    y[i, j, c] = x[i, j, c] * m[c] / (1 - rate),
                           m[c] = 0 with probability rate, else 1
            else           y = x
            """,
            "image -> conv2d(32, kernel: 3, activation: relu) -> spatial_dropout2d(0.2)");
    private static final Documentation DROP_PATH = doc(
                    "stochastic depth: sets all values of randomly chosen samples to 0 during training",
                    Layers.SAME_SHAPE,
                    """
                    in training    y = x * m / (1 - rate), m = 0 with probability rate for a sample, else 1
                    else           y = x
                    """,
                    "add(image, image -> conv2d(3, kernel: 3, padding: same) -> drop_path(0.1)) -> relu")
            .noting("At the end of a branch of a residual connection it lets samples skip the branch.");
    private static final Documentation GAUSSIAN_NOISE = doc(
            "adds normally distributed noise during training, to augment data",
            Layers.SAME_SHAPE,
            """
            in training    y = x + stddev * z, z normally distributed with mean 0 and variance 1
            else           y = x
            """,
            "features -> gaussian_noise(0.1) -> dense(64, activation: relu)");
    private static final Documentation GAUSSIAN_DROPOUT = doc(
            "multiplies by normally distributed factors around 1 during training",
            Layers.SAME_SHAPE,
            """
            in training    y = x * (1 + sqrt(rate / (1 - rate)) * z),
                           z normally distributed with mean 0 and variance 1
            else           y = x
            """,
            "features -> dense(64, activation: relu) -> gaussian_dropout(0.5) -> dense(10)");
    private static final Documentation ALPHA_DROPOUT = doc(
                    "dropout that keeps mean and variance, to go with selu",
                    Layers.SAME_SHAPE,
                    """
                    in training    y = a * d + b, d = s with probability rate, else x
                                   s = -1.7580993408473766
                                   a = 1 / sqrt((1 - rate) * (1 + rate * s^2)), b = -a * s * rate
                    else           y = x
                    """,
                    "features -> dense(64, activation: selu) -> alpha_dropout(0.1) -> dense(10)")
            .noting("s is the limit of selu for large negative inputs.");

    static final List<Declaration<Layer>> ROWS = List.of(
            of("dropout", DROPOUT, Values.ONE, a -> new RegularizationLayer.Dropout(a.get(RATE))),
            of(
                    "spatial_dropout1d",
                    SPATIAL_DROPOUT1D,
                    Values.ONE,
                    a -> new RegularizationLayer.SpatialDropout1d(a.get(CHANNEL_RATE))),
            of(
                    "spatial_dropout2d",
                    SPATIAL_DROPOUT2D,
                    Values.ONE,
                    a -> new RegularizationLayer.SpatialDropout2d(a.get(CHANNEL_RATE))),
            of("drop_path", DROP_PATH, Values.ONE, a -> new RegularizationLayer.DropPath(a.get(PATH_RATE))),
            of("gaussian_noise", GAUSSIAN_NOISE, Values.ONE, a -> new RegularizationLayer.GaussianNoise(a.get(STDDEV))),
            of(
                    "gaussian_dropout",
                    GAUSSIAN_DROPOUT,
                    Values.ONE,
                    a -> new RegularizationLayer.GaussianDropout(a.get(NOISE_RATE))),
            of(
                    "alpha_dropout",
                    ALPHA_DROPOUT,
                    Values.ONE,
                    a -> new RegularizationLayer.AlphaDropout(a.get(ALPHA_RATE))));
}
