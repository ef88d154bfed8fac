package dev.updraft.compiler.layers;

import static dev.updraft.compiler.layers.Weight.BIAS;
import static dev.updraft.compiler.layers.Weight.KERNEL;

import dev.updraft.compiler.tensor.Initializer;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A weighted sum of the numbers of a sample: {@code [batch, ...]} to {@code [batch, outputs]}, {@code y = x · kernel + bias}. Its
 * weights are those that make the loss, with a penalty, smallest; they are found by a method of their own and not by an optimizer.
 *
 * @param outputs {@link #OF_TARGET} until the target is known
 * @param tolerance training ends where the gradient is this small beside what it was before the first step
 * @param mostSteps after which training ends, whatever the gradient is
 */
public record LinearLayer(Kind kind, Penalty penalty, int outputs, boolean useBias, double tolerance, int mostSteps)
        implements Layer {
    /** As many as the target has. */
    public static final int OF_TARGET = 0;

    /** What users look for; in lower case, as the language names it. */
    public enum Kind {
        LINEAR_REGRESSION,
        LOGISTIC_REGRESSION,
        SVM
    }

    /** What is added to the mean loss of the samples: {@code l1 · Σ|w| + l2 / 2 · Σw²}. The bias is free. */
    public sealed interface Penalty {
        /** Which part of it is of absolute values, and not of squares. */
        double l1Ratio();

        /** The factor of both for this many samples. */
        double strength(long samples);

        /** Of the absolute values. */
        default double l1(long samples) {
            return strength(samples) * l1Ratio();
        }

        /** Of the halved squares. */
        default double l2(long samples) {
            return strength(samples) * (1 - l1Ratio());
        }

        /** Whatever the number of samples: {@code alpha} of scikit-learn's Lasso and ElasticNet, which halve the squared error. */
        record Alpha(double alpha, double l1Ratio) implements Penalty {
            @Override
            public double strength(long samples) {
                return 2 * alpha;
            }
        }

        /** The sum of the samples' losses counts {@code c} times, as scikit-learn's {@code C}. */
        record C(double c, double l1Ratio) implements Penalty {
            @Override
            public double strength(long samples) {
                return 1 / (c * samples);
            }
        }
    }

    /** A copy for a target of this many numbers. */
    public LinearLayer ofTarget(int numbers) {
        return outputs == OF_TARGET ? new LinearLayer(kind, penalty, numbers, useBias, tolerance, mostSteps) : this;
    }

    @Override
    public long flopsPerSample(List<Shape> inputs, Shape output) {
        return Math.multiplyExact(2 * inputs.getFirst().elementsPerSample(), outputs);
    }

    @Override
    public List<Weight> weights(List<Shape> inputs) {
        var features = Math.toIntExact(inputs.getFirst().elementsPerSample());
        var weights = new ArrayList<Weight>();
        weights.add(Weight.notTrained(KERNEL, Shape.of(features, outputs), new Initializer.Zeros()));
        if (useBias) {
            weights.add(Weight.notTrained(BIAS, Shape.of(outputs), new Initializer.Zeros()));
        }
        return weights;
    }
}
