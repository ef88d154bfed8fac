package dev.updraft.history;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The losses of a learning rate range test, in which the rate rises exponentially from step to step: Smith,
 * arXiv:1506.01186.
 *
 * @param points one for each step
 * @param diverged whether the loss exploded before the last rate was reached
 */
public record LearningRateRange(List<Point> points, boolean diverged) {
    /** Steps at either end in which the smoothed loss tells little: at the beginning it has hardly an average. */
    private static final int SKIPPED = 10;

    private static final int SKIPPED_AT_END = 5;

    public LearningRateRange {
        points = List.copyOf(points);
    }

    /**
     * One step.
     *
     * @param learningRate its rate
     * @param loss of its batch, before the step
     * @param smoothedLoss exponential moving average of the losses so far, corrected for its start at 0
     */
    public record Point(double learningRate, double loss, double smoothedLoss) {}

    /** The rate at which the smoothed loss falls fastest with the logarithm of the rate; empty if it never falls. */
    public OptionalDouble suggestion() {
        return IntStream.range(SKIPPED, points.size() - SKIPPED_AT_END)
                .boxed()
                .min(Comparator.comparingDouble(this::slope))
                .filter(at -> slope(at) < 0)
                .map(at -> OptionalDouble.of(points.get(at).learningRate()))
                .orElse(OptionalDouble.empty());
    }

    /** Losses over learning rates: {@code range.plot().save(Path.of("learning-rate.svg"))}. */
    public Plot plot() {
        return Plot.of(this);
    }

    /** Per step, as each multiplies the rate with the same factor. */
    private double slope(int at) {
        return (points.get(at + 1).smoothedLoss() - points.get(at - 1).smoothedLoss()) / 2;
    }
}
