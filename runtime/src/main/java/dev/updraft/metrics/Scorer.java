package dev.updraft.metrics;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.Metric.Average;
import dev.updraft.engine.Batch;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Gathers predictions and targets of one pass over a data set, batch by batch, and computes the metrics of a model. Adding
 * a batch allocates nothing. Used by one thread at a time.
 */
public final class Scorer {
    private final Task task;
    private final List<Metric> metrics;
    private final ClassTally classes;
    private final ValueTally values;
    private final long[] topHits;
    private long samples;
    private double lossSum;
    private long hits;
    private long guesses;

    private Scorer(Task task, List<Metric> metrics) {
        this.task = task;
        this.metrics = List.copyOf(metrics);
        classes = new ClassTally(task.classes(), !(task instanceof Task.Labels));
        var measuresValues = task instanceof Task.Values || metrics.stream().anyMatch(Task::ofValues);
        values = new ValueTally(measuresValues ? task.values() : 0);
        topHits = new long[metrics.size()];
    }

    /**
     * For a task and metrics.
     *
     * @throws IllegalArgumentException if a metric has no meaning for the task, such as accuracy of real numbers
     */
    public static Scorer of(Task task, List<Metric> metrics) {
        for (var metric : metrics) {
            if (!task.fits(metric)) {
                throw new IllegalArgumentException("metric " + MetricName.of(metric) + " has no meaning for " + task);
            }
        }
        return new Scorer(task, metrics);
    }

    /** For the metrics of a checked model. */
    public static Scorer of(LayerGraph model) {
        return of(Task.of(model), model.metrics());
    }

    /**
     * Adds a batch.
     *
     * @param batch with its target
     * @param predictions float32, row-major, of {@code batch.size()} samples
     * @param loss mean over the batch
     */
    public void add(Batch batch, MemorySegment predictions, double loss) {
        var targets = batch.target();
        if (targets == null) {
            throw new IllegalArgumentException("a batch without targets cannot be scored");
        }
        var size = batch.size();
        lossSum += loss * size;
        samples += size;
        switch (task) {
            case Task.Classes(var count) -> {
                for (var i = 0; i < size; i++) {
                    addClass(predictions, (long) i * count, count, targets.getAtIndex(JAVA_INT, i));
                }
            }
            case Task.OneHot(var count) -> {
                for (var i = 0; i < size; i++) {
                    var row = (long) i * count;
                    addClass(predictions, row, count, largest(targets, row, count));
                }
            }
            case Task.BinaryClass() -> {
                for (var i = 0; i < size; i++) {
                    var target = targets.getAtIndex(JAVA_INT, i);
                    var guess = predictions.getAtIndex(JAVA_FLOAT, i) > 0.5f ? 1 : 0;
                    count(guess == target);
                    classes.add(target, guess);
                }
            }
            case Task.Labels(var count) -> {
                for (var i = 0L; i < (long) size * count; i++) {
                    var has = targets.getAtIndex(JAVA_FLOAT, i) > 0.5f;
                    var guessed = predictions.getAtIndex(JAVA_FLOAT, i) > 0.5f;
                    count(has == guessed);
                    classes.addLabel((int) (i % count), has, guessed);
                }
            }
            case Task.Values _ -> {}
        }
        if (values.width() > 0) {
            addValues(size, predictions, targets);
        }
    }

    private void addValues(int size, MemorySegment predictions, MemorySegment targets) {
        var width = values.width();
        for (var i = 0; i < size; i++) {
            values.next();
            for (var column = 0; column < width; column++) {
                var at = (long) i * width + column;
                values.add(column, targets.getAtIndex(JAVA_FLOAT, at), predictions.getAtIndex(JAVA_FLOAT, at));
            }
        }
    }

    private void addClass(MemorySegment predictions, long row, int count, int target) {
        var guess = largest(predictions, row, count);
        count(guess == target);
        classes.add(target, guess);
        for (var i = 0; i < topHits.length; i++) {
            if (metrics.get(i) instanceof Metric.TopKAccuracy(var k) && rank(predictions, row, count, target) < k) {
                topHits[i]++;
            }
        }
    }

    private void count(boolean hit) {
        guesses++;
        if (hit) {
            hits++;
        }
    }

    /** The first of the largest, as numpy's argmax. */
    private static int largest(MemorySegment values, long row, int count) {
        var best = 0;
        var most = values.getAtIndex(JAVA_FLOAT, row);
        for (var i = 1; i < count; i++) {
            var value = values.getAtIndex(JAVA_FLOAT, row + i);
            if (value > most) {
                most = value;
                best = i;
            }
        }
        return best;
    }

    /** How many classes come before {@code target}; of equal ones the last comes first, as in scikit-learn. */
    private static int rank(MemorySegment values, long row, int count, int target) {
        var own = values.getAtIndex(JAVA_FLOAT, row + target);
        var before = 0;
        for (var i = 0; i < count; i++) {
            var value = values.getAtIndex(JAVA_FLOAT, row + i);
            if (value > own || (value == own && i > target)) {
                before++;
            }
        }
        return before;
    }

    /** Forgets everything, for another pass. */
    public void reset() {
        samples = 0;
        lossSum = 0;
        hits = 0;
        guesses = 0;
        Arrays.fill(topHits, 0);
        classes.reset();
        values.reset();
    }

    /** Number of samples so far. */
    public long samples() {
        return samples;
    }

    /** Mean loss over the samples so far; 0 without any. */
    public double loss() {
        return samples == 0 ? 0 : lossSum / samples;
    }

    /** The metrics of the samples so far, by name, in the order they were asked for. */
    public Map<String, Double> metrics() {
        var figures = new LinkedHashMap<String, Double>();
        for (var i = 0; i < metrics.size(); i++) {
            var value =
                    metrics.get(i) instanceof Metric.TopKAccuracy ? share(topHits[i], samples) : value(metrics.get(i));
            figures.put(MetricName.of(metrics.get(i)), value);
        }
        return figures;
    }

    private double value(Metric metric) {
        return switch (metric) {
            case Metric.Accuracy() -> share(hits, guesses);
            case Metric.TopKAccuracy _ -> throw new IllegalStateException("counted apart");
            case Metric.Precision(var average) -> classes.precision(average);
            case Metric.Recall(var average) -> classes.recall(average);
            case Metric.F1(var average) -> classes.f1(average);
            case Metric.MeanAbsoluteError() -> values.meanAbsoluteError();
            case Metric.MeanSquaredError() -> values.meanSquaredError();
            case Metric.RootMeanSquaredError() -> values.rootMeanSquaredError();
            case Metric.R2() -> values.r2();
        };
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /**
     * Everything there is to say of the samples so far.
     *
     * @param classNames names of the classes or labels, in order; where there are fewer, numbers stand in
     */
    public Evaluation evaluation(List<String> classNames) {
        var figures = metrics();
        for (var metric : usual()) {
            figures.putIfAbsent(MetricName.of(metric), value(metric));
        }
        var count = task.classes();
        var names = IntStream.range(0, count)
                .mapToObj(i -> i < classNames.size() ? classNames.get(i) : Integer.toString(i))
                .toList();
        var scores = IntStream.range(0, count)
                .mapToObj(i -> classes.score(i, names.get(i)))
                .toList();
        return new Evaluation(samples, loss(), figures, scores, classes.confusion(names));
    }

    private List<Metric> usual() {
        return task instanceof Task.Values
                ? List.of(new Metric.MeanAbsoluteError(), new Metric.RootMeanSquaredError(), new Metric.R2())
                : List.of(
                        new Metric.Accuracy(),
                        new Metric.Precision(Average.MACRO),
                        new Metric.Recall(Average.MACRO),
                        new Metric.F1(Average.MACRO));
    }
}
