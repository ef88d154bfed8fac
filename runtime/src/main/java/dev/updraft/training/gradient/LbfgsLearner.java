package dev.updraft.training.gradient;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.layers.FitSettings;
import dev.updraft.compiler.layers.Optimizer;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.metrics.MetricAccumulator;
import dev.updraft.training.ModelSnapshot;
import dev.updraft.training.TrainingException;
import dev.updraft.training.TrainingListener;
import dev.updraft.training.loop.Learner;
import dev.updraft.training.loop.StepCounter;
import dev.updraft.training.loop.StepResult;
import dev.updraft.training.loop.TrainingContext;
import dev.updraft.training.loop.TrainingData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Steps of L-BFGS, one an epoch. The loss and its gradient are those of the whole data: a pass adds up the gradients of the
 * batches, and more passes follow where the line search tries more points. What the epoch reports is measured after the step.
 */
final class LbfgsLearner implements Learner {
    private final TrainingContext trainingContext;
    private final TrainingData data;
    private final Optimizer.Lbfgs optimizer;
    private final GradientLearner passes;
    private final LbfgsMemory memory;
    /** Each weight's sum of gradients, by the weight; weights have this order in vectors. */
    private final Map<Variable, Variable> sums;

    private final int size;
    private @Nullable Position here;
    private double lastStep = 1;
    private @Nullable String ended;

    /** Weights, with what was computed of them. */
    private record Position(double step, double loss, double slope, float[] weights, double[] gradient)
            implements WolfeSearch.Point {
        Position along(double[] direction) {
            var along = 0.0;
            for (var i = 0; i < direction.length; i++) {
                along += gradient[i] * direction[i];
            }
            return new Position(0, loss, along, weights, gradient);
        }
    }

    /** Ends a pass. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1;

        Interrupted() {
            super(null, null, false, false);
        }
    }

    /** @param notices hears in a line what a user should know */
    LbfgsLearner(
            TrainingContext trainingContext,
            TrainingData data,
            FitSettings settings,
            Optimizer.Lbfgs optimizer,
            Consumer<String> notices) {
        this.trainingContext = trainingContext;
        this.data = data;
        this.optimizer = optimizer;
        passes = new GradientLearner(trainingContext, data, settings, notices);
        memory = new LbfgsMemory(optimizer.historySize());
        sums = trainingContext.program().gradientSums();
        size = sums.keySet().stream()
                .mapToInt(weight -> Math.toIntExact(weight.shape().elementsPerSample()))
                .reduce(0, Math::addExact);
    }

    @Override
    public String engine() {
        return passes.engine();
    }

    @Override
    public void open() {
        passes.open();
    }

    @Override
    public int steps() {
        return passes.steps();
    }

    @Override
    public void train(StepCounter position, int to, StepResult result) {
        if (position.batch == 0 && !move(position)) {
            return;
        }
        passes.evaluate(position, to, result);
    }

    @Override
    public @Nullable String ended() {
        return ended;
    }

    /** One step; does nothing and returns false if the thread is interrupted before it is done. */
    private boolean move(StepCounter position) {
        var before = weights();
        try {
            var from = here == null ? at(0, before, null) : here;
            if (!Double.isFinite(from.loss)) {
                throw new TrainingException("the loss is " + from.loss + " before epoch " + (position.epoch + 1)
                        + ": there is nothing to descend from; look for extreme values in "
                        + data.train().description() + ", or choose other initial weights");
            }
            here = next(from);
            write(here.weights);
            return true;
        } catch (Interrupted _) {
            write(before);
            return false;
        }
    }

    private Position next(Position from) {
        var largest = largest(from.gradient);
        if (largest <= optimizer.toleranceGrad()) {
            ended = String.format(
                    Locale.ROOT, "lbfgs has converged: no element of the gradient is above %.2g", largest);
            return from;
        }
        var found = search(from);
        if (found == null && !memory.isEmpty()) {
            memory.clear();
            found = search(from);
        }
        if (found == null) {
            ended = String.format(
                    Locale.ROOT,
                    "lbfgs found no lower loss: the largest element of the gradient is %.2g, which is as near to a minimum"
                            + " as float32 comes, or the loss has no slope here",
                    largest);
            return from;
        }
        var step = new float[size];
        var change = new float[size];
        var farthest = 0.0;
        for (var i = 0; i < size; i++) {
            step[i] = found.weights[i] - from.weights[i];
            change[i] = (float) (found.gradient[i] - from.gradient[i]);
            farthest = Math.max(farthest, Math.abs(step[i]));
        }
        memory.add(new LbfgsMemory.Pair(step, change));
        lastStep = found.step;
        var least = optimizer.toleranceChange();
        if (farthest <= least && Math.abs(found.loss - from.loss) <= least) {
            ended = String.format(
                    Locale.ROOT,
                    "lbfgs has converged: neither the loss nor any weight changes by more than %.2g",
                    least);
        }
        return found;
    }

    private @Nullable Position search(Position from) {
        var direction = memory.direction(from.gradient);
        var start = from.along(direction);
        if (!(start.slope < 0)) {
            memory.clear();
            direction = memory.direction(from.gradient);
            start = from.along(direction);
        }
        // Without a memory the direction's length says nothing: at most 1 in all is moved.
        var first = memory.isEmpty() ? Math.min(1, 1 / sum(from.gradient)) : 1;
        var line = direction;
        return new WolfeSearch<Position>(step -> at(step, moved(from.weights, step, line), line), start).search(first);
    }

    private static float[] moved(float[] weights, double step, double[] direction) {
        var moved = new float[weights.length];
        for (var i = 0; i < moved.length; i++) {
            moved[i] = (float) (weights[i] + step * direction[i]);
        }
        return moved;
    }

    /** Computes loss and gradient of the whole data. */
    private Position at(double step, float[] weights, double @Nullable [] direction) {
        write(weights);
        var total = passes.sumGradients(sums.values()).orElseThrow(Interrupted::new);
        var samples = data.train().size();
        var gradient = new double[size];
        var at = 0;
        for (var sum : sums.values()) {
            for (var value : read(sum)) {
                gradient[at++] = (double) value / samples;
            }
        }
        var position = new Position(step, total / samples, 0, weights, gradient);
        return direction == null
                ? position
                : new Position(step, position.loss, position.along(direction).slope, weights, gradient);
    }

    private float[] weights() {
        var weights = new float[size];
        var at = 0;
        for (var weight : sums.keySet()) {
            var values = read(weight);
            System.arraycopy(values, 0, weights, at, values.length);
            at += values.length;
        }
        return weights;
    }

    private float[] read(Variable variable) {
        try (var arena = Arena.ofConfined()) {
            var values = arena.allocate(JAVA_FLOAT, variable.shape().elementsPerSample());
            trainingContext.session().read(variable, values);
            return values.toArray(JAVA_FLOAT);
        }
    }

    private void write(float[] weights) {
        var at = 0;
        try (var arena = Arena.ofConfined()) {
            for (var weight : sums.keySet()) {
                var length = Math.toIntExact(weight.shape().elementsPerSample());
                var values = arena.allocate(JAVA_FLOAT, length);
                MemorySegment.copy(weights, at, values, JAVA_FLOAT, 0, length);
                trainingContext.session().write(weight, values);
                at += length;
            }
        }
    }

    private static double largest(double[] values) {
        var largest = 0.0;
        for (var value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static double sum(double[] values) {
        var sum = 0.0;
        for (var value : values) {
            sum += Math.abs(value);
        }
        return sum;
    }

    @Override
    public MetricAccumulator validate(MetricAccumulator into, List<TrainingListener> listeners) {
        return passes.validate(into, listeners);
    }

    @Override
    public Runnable present(StepCounter position) {
        return passes.present(position);
    }

    /** What the line search made of its first guess, 1. */
    @Override
    public double learningRate(StepCounter position) {
        return lastStep;
    }

    /** The line search finds how long steps are. */
    @Override
    public void learningRateFactor(double factor) {}

    @Override
    public ModelSnapshot snapshot() {
        return passes.snapshot();
    }

    @Override
    public void restore(ModelSnapshot snapshot) {
        passes.restore(snapshot);
        here = null;
    }

    @Override
    public List<String> files() {
        return Stream.concat(passes.files().stream(), Stream.of(LbfgsFile.NAME)).toList();
    }

    @Override
    public void write(Path checkpoint) throws IOException {
        passes.write(checkpoint);
        LbfgsFile.write(checkpoint, memory, size);
    }

    @Override
    public Stored open(Path checkpoint, String model) {
        var weights = passes.open(checkpoint, model);
        try {
            var stored = LbfgsFile.open(checkpoint, optimizer.historySize(), size);
            return new Stored() {
                @Override
                public void load() {
                    weights.load();
                    stored.load(memory);
                    here = null;
                }

                @Override
                public void close() {
                    stored.close();
                    weights.close();
                }
            };
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    @Override
    public void close() {
        passes.close();
    }
}
