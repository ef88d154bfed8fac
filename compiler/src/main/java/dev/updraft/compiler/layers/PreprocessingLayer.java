package dev.updraft.compiler.layers;

import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;

/** A layer that brings numbers of data into a form that networks learn from, by what the training data is like. */
public sealed interface PreprocessingLayer extends Layer {

    /**
     * The number of the interval that a number is in, {@code 0 .. bins - 1}: an integer. Each interval has about as many numbers
     * of the training data; a number on a boundary belongs to the interval above it. As Keras's {@code Discretization}, but for
     * each place of the last axis on its own.
     */
    record Discretization(int bins) implements PreprocessingLayer {
        public static final String BOUNDARIES = "boundaries";

        @Override
        public boolean isAdapted() {
            return true;
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            return List.of(Weight.notTrained(
                    BOUNDARIES, Shape.of(inputs.getFirst().dim(-1), bins - 1), new Initializer.Zeros()));
        }
    }

    /**
     * Integers as vectors: Keras's {@code CategoryEncoding}.
     *
     * @param tokens how many integers there are, {@code 0 .. tokens - 1}; {@link #OF_INPUT} until the input is known
     */
    record CategoryEncoding(int tokens, OutputMode mode) implements PreprocessingLayer {
        /** As many as the category has that it takes. */
        public static final int OF_INPUT = 0;

        /** What the vectors tell. */
        public enum OutputMode {
            /** 1 at the place of the integer; a last axis of size 1 is taken for it. */
            ONE_HOT,
            /** 1 at the place of each integer along the last axis. */
            MULTI_HOT,
            /** How often each integer occurs along the last axis. */
            COUNT
        }

        @Override
        public boolean takes(ElementType type) {
            return type == ElementType.INT32;
        }
    }

    /**
     * {@code (x - median) / (q75 - q25)} for each place of the last axis: scikit-learn's {@code RobustScaler}. Where the quartiles
     * are equal, only the median is subtracted.
     */
    record RobustScaling() implements PreprocessingLayer {
        public static final String MEDIAN = "median";
        public static final String SCALE = "scale";

        @Override
        public boolean isAdapted() {
            return true;
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            var channels = Shape.of(inputs.getFirst().dim(-1));
            return List.of(
                    Weight.notTrained(MEDIAN, channels, new Initializer.Zeros()),
                    Weight.notTrained(SCALE, channels, new Initializer.Ones()));
        }
    }

    /**
     * The share of the training data below a number, 0 to 1, for each place of the last axis: scikit-learn's {@code
     * QuantileTransformer}. Between two quantiles it grows with the number; on several equal quantiles it is in their middle.
     *
     * @param quantiles how many are kept, at least 2
     */
    record QuantileScaling(int quantiles) implements PreprocessingLayer {
        public static final String QUANTILES = "quantiles";

        @Override
        public boolean isAdapted() {
            return true;
        }

        @Override
        public List<Weight> weights(List<Shape> inputs) {
            return List.of(Weight.notTrained(
                    QUANTILES, Shape.of(inputs.getFirst().dim(-1), quantiles), new Initializer.Zeros()));
        }
    }
}
