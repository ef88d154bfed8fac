package dev.updraft.compiler.layers;

import static dev.updraft.compiler.layers.Weight.BETA;
import static dev.updraft.compiler.layers.Weight.GAMMA;
import static dev.updraft.compiler.layers.Weight.MOVING_MEAN;
import static dev.updraft.compiler.layers.Weight.MOVING_VARIANCE;

import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** A layer that scales values by statistics of them. */
public sealed interface NormalizationLayer extends Layer {

    /** {@code (x - mean) / sqrt(variance)}, with one value per element of the last axis or one for all. */
    record Normalize(List<Double> mean, List<Double> variance) implements NormalizationLayer {}

    /** {@code (x - mean) / sqrt(variance)}, with mean and variance of each place of the last axis in the training data. */
    record Normalization() implements NormalizationLayer {
        public static final String MEAN = "mean";
        public static final String VARIANCE = "variance";

        @Override
        public boolean isAdapted() {
            return true;
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var channels = Shape.of(inputs.getFirst().dim(-1));
            return List.of(
                    Weight.notTrained(MEAN, channels, new Initializer.Zeros()),
                    Weight.notTrained(VARIANCE, channels, new Initializer.Ones()));
        }
    }

    /** Ioffe and Szegedy, arXiv:1502.03167, over all axes but the last; running statistics with {@code momentum}. */
    record BatchNorm(double momentum, double epsilon, boolean center, boolean scale) implements NormalizationLayer {
        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var channels = Shape.of(inputs.getFirst().dim(-1));
            var weights = new ArrayList<>(scaleAndCenter(channels, scale, center));
            weights.add(Weight.notTrained(MOVING_MEAN, channels, new Initializer.Zeros()));
            weights.add(Weight.notTrained(MOVING_VARIANCE, channels, new Initializer.Ones()));
            return weights;
        }
    }

    /** Ba, Kiros and Hinton, arXiv:1607.06450, over the last axis. */
    record LayerNorm(double epsilon, boolean center, boolean scale) implements NormalizationLayer {
        @Override
        public List<Weight> weights(List<Shape> inputs) {
            return scaleAndCenter(Shape.of(inputs.getFirst().dim(-1)), scale, center);
        }
    }

    /**
     * Wu and He, arXiv:1803.08494: over all axes of a sample, but channels, the last axis, in groups.
     *
     * @param groups how many; {@link #ONE_PER_CHANNEL} for instance normalization
     */
    record GroupNorm(
            int groups,
            double epsilon,
            boolean center,
            boolean scale,
            Initializer betaInitializer,
            Initializer gammaInitializer,
            Regularizer betaRegularizer,
            Regularizer gammaRegularizer)
            implements NormalizationLayer {
        public static final int ONE_PER_CHANNEL = -1;

        /** How many groups a number of channels is split into. */
        public int groups(int channels) {
            return groups == ONE_PER_CHANNEL ? channels : groups;
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var channels = Shape.of(inputs.getFirst().dim(-1));
            var weights = new ArrayList<Weight>();
            if (scale) {
                weights.add(Weight.of(GAMMA, channels, gammaInitializer, gammaRegularizer));
            }
            if (center) {
                weights.add(Weight.of(BETA, channels, betaInitializer, betaRegularizer));
            }
            return weights;
        }
    }

    /** Zhang and Sennrich, arXiv:1910.07467: {@code scale · x / sqrt(mean(x²) + epsilon)} over the last axis. */
    record RmsNorm(double epsilon) implements NormalizationLayer {
        public static final String SCALE = "scale";

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            return List.of(Weight.of(SCALE, Shape.of(inputs.getFirst().dim(-1)), new Initializer.Ones()));
        }
    }

    /**
     * {@code x / sqrt(Σ x²)} along an axis; zeros stay zeros.
     *
     * @param axis with the batch as axis 0, counted from the end if negative
     */
    record UnitNormalization(int axis) implements NormalizationLayer {}

    private static List<Weight> scaleAndCenter(Shape channels, boolean scale, boolean center) {
        var weights = new ArrayList<Weight>();
        if (scale) {
            weights.add(Weight.of(GAMMA, channels, new Initializer.Ones()));
        }
        if (center) {
            weights.add(Weight.of(BETA, channels, new Initializer.Zeros()));
        }
        return weights;
    }
}
