package dev.updraft.benchmarks;

import dev.updraft.CompiledModel;
import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.Split;
import dev.updraft.engine.Engine;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Trains a model of a table on the folds that others were measured on: {@code Tables FILE.model DATA FOLDS.csv METRIC [REPEATS
 * [THREADS]]}. Prints a line for each fold: repeat, fold, metric, seconds of training and prediction. Metrics are those of
 * scikit-learn: accuracy, balanced_accuracy, auc, r2.
 */
public final class Tables {
    private Tables() {}

    public static void main(String[] arguments) throws IOException {
        var model = Updraft.compile(Path.of(arguments[0]), Map.of());
        var folds = folds(Path.of(arguments[2]));
        var repeats = arguments.length > 4 ? Integer.parseInt(arguments[4]) : folds.getFirst().length;
        var options = new Engine.Options(arguments.length > 5 ? Integer.parseInt(arguments[5]) : 1, 0);
        Dataset data;
        try (var any = model.on(Device.cpu(), options)) {
            data = Datasets.open(arguments[1], Path.of("")).read(Split.TRAIN, any.dataSpec(), Progress.NONE);
        }
        if (data.size() < folds.size()) {
            throw new IllegalStateException(
                    arguments[1] + " has " + data.size() + " rows with a target, the folds " + folds.size());
        }
        for (var repeat = 0; repeat < repeats; repeat++) {
            for (var fold = 0; fold < 5; fold++) {
                var start = System.nanoTime();
                var result = result(model, options, data, folds, repeat, fold, arguments[3]);
                System.out.printf(
                        Locale.ROOT, "%d,%d,%.6f,%.3f%n", repeat, fold, result, (System.nanoTime() - start) / 1e9);
            }
        }
    }

    private static double result(
            CompiledModel compiled,
            Engine.Options options,
            Dataset data,
            List<int[]> folds,
            int repeat,
            int fold,
            String metric) {
        var train = rows(folds, repeat, fold, false);
        var test = data.samples(rows(folds, repeat, fold, true));
        try (var model = compiled.on(Device.cpu(), options)) {
            model.fit(data.samples(train));
            var predictions = model.predict(test);
            var target = test.targets().getFirst();
            return target instanceof Dataset.Target.Classes
                    ? ofClasses(metric, predictions, test)
                    : determination(predictions, test);
        }
    }

    /** The folds of each row that has some. */
    private static List<int[]> folds(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> line.split(","))
                .filter(cells -> cells.length > 0 && !cells[0].isEmpty())
                .map(cells -> Arrays.stream(cells).mapToInt(Integer::parseInt).toArray())
                .toList();
    }

    private static int[] rows(List<int[]> folds, int repeat, int fold, boolean inFold) {
        return IntStream.range(0, folds.size())
                .filter(row -> (folds.get(row)[repeat] == fold) == inFold)
                .toArray();
    }

    private static double determination(List<float[]> predictions, Dataset test) {
        var truth = new double[test.size()];
        try (var arena = Arena.ofConfined()) {
            var cell = arena.allocate(ValueLayout.JAVA_FLOAT);
            for (var row = 0; row < truth.length; row++) {
                test.copyTarget(0, row, cell, 0);
                truth[row] = cell.get(ValueLayout.JAVA_FLOAT, 0);
            }
        }
        var mean = Arrays.stream(truth).average().orElseThrow();
        var left = 0.0;
        var total = 0.0;
        for (var row = 0; row < truth.length; row++) {
            left += Math.pow(truth[row] - predictions.get(row)[0], 2);
            total += Math.pow(truth[row] - mean, 2);
        }
        return 1 - left / total;
    }

    private static double ofClasses(String metric, List<float[]> predictions, Dataset test) {
        var truth = new int[test.size()];
        try (var arena = Arena.ofConfined()) {
            var cell = arena.allocate(ValueLayout.JAVA_INT);
            for (var row = 0; row < truth.length; row++) {
                test.copyTarget(0, row, cell, 0);
                truth[row] = cell.get(ValueLayout.JAVA_INT, 0);
            }
        }
        return switch (metric) {
            case "auc" -> areaUnderCurve(predictions, truth);
            case "accuracy" ->
                IntStream.range(0, truth.length)
                        .mapToDouble(row -> predicted(predictions.get(row)) == truth[row] ? 1 : 0)
                        .average()
                        .orElseThrow();
            case "balanced_accuracy" -> balancedAccuracy(predictions, truth);
            case String other -> throw new IllegalArgumentException(other);
        };
    }

    private static int predicted(float[] scores) {
        if (scores.length == 1) {
            return scores[0] > 0.5 ? 1 : 0;
        }
        return IntStream.range(0, scores.length)
                .reduce((a, b) -> scores[b] > scores[a] ? b : a)
                .orElseThrow();
    }

    /** The mean over the classes that are there of the share of their rows that was found. */
    private static double balancedAccuracy(List<float[]> predictions, int[] truth) {
        return Arrays.stream(truth)
                .distinct()
                .mapToDouble(label -> IntStream.range(0, truth.length)
                        .filter(row -> truth[row] == label)
                        .mapToDouble(row -> predicted(predictions.get(row)) == label ? 1 : 0)
                        .average()
                        .orElseThrow())
                .average()
                .orElseThrow();
    }

    /** The probability that a row of the second class has a higher score than one of the first; equal scores count half. */
    private static double areaUnderCurve(List<float[]> predictions, int[] truth) {
        var above = 0.0;
        var pairs = 0L;
        for (var positive = 0; positive < truth.length; positive++) {
            for (var negative = 0; negative < truth.length; negative++) {
                if (truth[positive] == 1 && truth[negative] == 0) {
                    above += Double.compare(last(predictions.get(positive)), last(predictions.get(negative))) * 0.5
                            + 0.5;
                    pairs++;
                }
            }
        }
        return above / pairs;
    }

    private static float last(float[] scores) {
        return scores[scores.length - 1];
    }
}
