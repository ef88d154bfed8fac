package dev.updraft.training.linear;

import dev.updraft.training.TrainingException;
import dev.updraft.training.linear.LinearProblem.Position;
import dev.updraft.training.linear.NewtonDirections.Step;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Steps to the weights of a linear model, each from the whole data. */
final class LinearDescent {
    /** A kink is rounded over this share of the kinks' spread, at first and in the end. */
    private static final double WIDEST = 4;

    private static final double NARROWEST = 1e-7;
    private static final double NARROWING = 0.2;
    /** How small the gradient is, beside what it was, where kinks are rounded less. */
    private static final double NARROWED_AT = 1e-3;
    /** What a further step would move at most, beside the largest weight, where the weights are found. */
    private static final double STILL = 1e-5;
    /** How many steps that bring nothing are taken, for the next may. */
    private static final int PATIENCE = 5;

    /** How small the gradient is at least, beside what it was, where float32 alone keeps it from being smaller. */
    private static final double STUCK = 1e-3;

    private static final int MOST_NULL_STEPS = 50;
    private static final int MOST_NAMES = 5;
    /** Share of the curvature that a penalty has which only chooses between weights that fit alike. */
    private static final double CHOOSING = 1e-10;
    /** Share of the curvature up to which a penalty is as good as none. */
    private static final double NEGLIGIBLE = 1e-7;
    /** What is left of curvature and gradient, beside what they were, where the loss has no minimum. */
    private static final double GONE = 1e-5;

    private final LinearProblem problem;
    private final @Nullable KinkedLoss kinked;
    private final Directions directions;
    private final double tolerance;
    private final List<String> names;
    private final Consumer<String> notices;
    private final double first;
    private final double curvature;
    private final boolean isShifted;
    private Position here;
    private int stage;
    private int idle;
    private boolean isSteadied;
    private @Nullable String ended;

    /**
     * Begins where only the bias is fitted.
     *
     * @param kinked the loss, if it is made of straight pieces; null for others
     * @param names of the features
     * @param notices hears in a line what a user should know
     */
    LinearDescent(
            LinearProblem problem,
            @Nullable KinkedLoss kinked,
            double tolerance,
            List<String> names,
            Consumer<String> notices) {
        this.problem = problem;
        this.kinked = kinked;
        this.tolerance = tolerance;
        this.names = names;
        this.notices = notices;
        directions = problem.hasL1()
                ? new CoordinateDirections(problem, kinked != null)
                : new NewtonDirections(problem, kinked != null, this::steady);
        round();
        here = problem.at(new double[problem.outputs()][problem.rows().columns()]);
        isShifted = problem.outputs() > 1 && problem.isShifted(here) && problem.isShifted(problem.at(tilted()));
        fitBias();
        first = problem.gradientSize(here);
        curvature = meanCurvature(here);
    }

    private void round() {
        if (kinked != null) {
            kinked.width(width());
        }
    }

    private double width() {
        return Math.max(NARROWEST, WIDEST * Math.pow(NARROWING, stage));
    }

    private boolean isRough() {
        return kinked != null && width() > NARROWEST;
    }

    /** Scores that differ by output. */
    private double[][] tilted() {
        var weights = new double[problem.outputs()][problem.rows().columns()];
        for (var output = 0; problem.rows().hasBias() && output < weights.length; output++) {
            weights[output][problem.rows().features()] = 0.5 * output;
        }
        return weights;
    }

    private void fitBias() {
        var begun = here;
        descendBias();
        var isGone = meanCurvature(here) < GONE * meanCurvature(begun);
        if (kinked == null && isGone && problem.gradientSize(here) < GONE * problem.gradientSize(begun)) {
            throw new TrainingException("the loss falls without end as the bias grows, as where all samples are of one"
                    + " class: train on samples of several");
        }
    }

    private void descendBias() {
        var bias = problem.rows().features();
        for (var step = 0; problem.rows().hasBias() && step < MOST_NULL_STEPS; step++) {
            var direction = new double[problem.outputs()][problem.rows().columns()];
            var largest = 0.0;
            for (var output = 0; output < direction.length; output++) {
                var bend = Arrays.stream(Curvature.weights(here.curvatures()[output], false))
                        .sum();
                direction[output][bias] = -here.gradient()[output][bias] / bend;
                largest = Math.max(largest, Math.abs(direction[output][bias]));
            }
            centre(direction);
            var found = new LineSearch(problem).along(here, direction);
            if (found == null) {
                return;
            }
            // Of classes that are equally frequent the bias is 0, beside which no step is small.
            var isLower = found.value() < here.value();
            here = found;
            if (!isLower || largest <= STILL * largest(here.weights())) {
                return;
            }
        }
    }

    /** Columns that follow from others. */
    private void steady(List<Integer> following) {
        if (isSteadied) {
            return;
        }
        isSteadied = true;
        problem.steady(CHOOSING * curvature);
        var named = following.stream()
                .filter(column -> column < names.size())
                .limit(MOST_NAMES)
                .map(column -> "`" + names.get(column) + "`")
                .collect(Collectors.joining(", "));
        if (!named.isEmpty()) {
            notices.accept(named
                    + (following.size() > MOST_NAMES
                            ? " and others follow"
                            : following.size() == 1 ? " follows" : " follow")
                    + " from the features before, so that many weights fit alike: those with the smallest squares"
                    + " are taken; a penalty makes them the only ones");
        }
    }

    private static double meanCurvature(Position position) {
        return Arrays.stream(position.curvatures())
                .mapToDouble(ofOutput ->
                        Arrays.stream(Curvature.weights(ofOutput, false)).sum())
                .average()
                .orElse(1);
    }

    /** Where the steps have led. */
    double[][] weights() {
        return here.weights();
    }

    /** Whether the loss stays the same where all scores of a sample rise alike. */
    boolean isShifted() {
        return isShifted;
    }

    /** By output, then sample. */
    double[][] scores() {
        return problem.scores(here.weights());
    }

    /** Why no step is left; null while there is one. */
    @Nullable
    String ended() {
        return ended;
    }

    /** Takes a step. */
    void step() {
        if (ended != null) {
            return;
        }
        if (problem.steepness(here) <= 0) {
            ended = "the linear model has converged: its gradient is 0";
            return;
        }
        var wasSteadied = isSteadied;
        var direction = directions.from(here);
        if (isSteadied && !wasSteadied) {
            here = problem.at(here.weights());
        }
        centre(direction);
        var steepness = problem.steepness(here);
        if (directions.isExact() && steepness <= tolerance * first && !isRough() && isStill(direction)) {
            converged(steepness);
            return;
        }
        var to = new LineSearch(problem).along(here, direction);
        if (to == null) {
            directions.forget();
            idle++;
        } else {
            directions.moved(here, to);
            var isNearer = problem.steepness(to) <= 0.9 * steepness || to.value() < here.value() * (1 - 1e-6);
            idle = isNearer ? 0 : idle + 1;
            here = to;
        }
        conclude();
    }

    private void conclude() {
        var steepness = problem.steepness(here);
        if (isRough()) {
            if (steepness <= NARROWED_AT * first || idle > PATIENCE) {
                stage++;
                idle = 0;
                round();
                here = problem.at(here.weights());
            }
            return;
        }
        if (steepness <= tolerance * first) {
            if (!directions.isExact()) {
                converged(steepness);
                return;
            }
            var direction = directions.from(here);
            centre(direction);
            if (isStill(direction)) {
                converged(steepness);
                return;
            }
            requireBounded(direction);
        }
        if (idle > PATIENCE) {
            if (kinked == null && steepness > STUCK * first) {
                throw new TrainingException(String.format(
                        Locale.ROOT,
                        "no step makes the loss smaller, though its gradient is still %.1e of that of the bias alone: a loss"
                                + " with kinks between several outputs, as categorical_hinge, has no slope to follow there;"
                                + " choose a smooth one, as categorical_crossentropy; and nothing parts data of a single class:"
                                + " it needs rows of others",
                        steepness / first));
            }
            ended = String.format(
                    Locale.ROOT,
                    "the linear model has converged as far as float32 losses show: its gradient is %.1e of that of the bias"
                            + " alone",
                    steepness / first);
        }
    }

    private void converged(double steepness) {
        ended = String.format(
                Locale.ROOT,
                "the linear model has converged: its gradient is %.1e of that of the bias alone",
                steepness / first);
    }

    private boolean isStill(double[][] direction) {
        return largest(direction) <= STILL * largest(here.weights());
    }

    /** That weights which would go on although the loss hardly falls are held by a penalty. */
    private void requireBounded(double[][] direction) {
        var farthest = largest(direction);
        var going = IntStream.range(0, problem.rows().features())
                .filter(column -> problem.l2(column) <= NEGLIGIBLE * curvature)
                .filter(column ->
                        Arrays.stream(direction).anyMatch(ofOutput -> Math.abs(ofOutput[column]) > farthest / 10))
                .boxed()
                .sorted(Comparator.comparingDouble(column -> -Arrays.stream(direction)
                        .mapToDouble(ofOutput -> Math.abs(ofOutput[column]))
                        .max()
                        .orElse(0)))
                .limit(MOST_NAMES)
                .map(column -> "`" + names.get(column) + "`")
                .collect(Collectors.joining(", "));
        if (!going.isEmpty() && kinked == null) {
            throw new TrainingException("the weights of " + going + " grow without end, as the loss falls a little with"
                    + " each step: these features separate classes of the training data without error, for which no"
                    + " weights are the best; add a penalty, as in logistic_regression(c: 1.0) or alpha: 0.001");
        }
    }

    private static double largest(double[][] values) {
        return Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    /** Of scores that all may rise alike, as those of classes, the biases have a mean of 0. */
    private void centre(double[][] direction) {
        if (!isShifted) {
            return;
        }
        for (var column = 0; column < direction[0].length; column++) {
            if (problem.l1(column) == 0) {
                var mean = 0.0;
                for (var ofOutput : direction) {
                    mean += ofOutput[column] / direction.length;
                }
                for (var ofOutput : direction) {
                    ofOutput[column] -= mean;
                }
            }
        }
    }

    LinearSnapshot snapshot() {
        var steps = directions instanceof NewtonDirections newton ? newton.steps() : List.<Step>of();
        var copy = new double[here.weights().length][];
        Arrays.setAll(copy, output -> here.weights()[output].clone());
        return new LinearSnapshot(copy, stage, idle, isSteadied, steps);
    }

    /** Goes on from where a descent of the same data was. */
    void restore(LinearSnapshot snapshot) {
        if (snapshot.isSteadied() && !isSteadied) {
            isSteadied = true;
            problem.steady(CHOOSING * curvature);
        }
        stage = snapshot.stage();
        idle = snapshot.idle();
        round();
        if (directions instanceof NewtonDirections newton) {
            newton.remember(snapshot.steps());
        }
        here = problem.at(snapshot.weights());
        ended = null;
    }

    /** Goes on from weights that were learnt before. */
    void begin(double[][] weights) {
        here = problem.at(weights);
    }
}
