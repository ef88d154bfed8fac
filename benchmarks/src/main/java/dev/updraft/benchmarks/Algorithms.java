package dev.updraft.benchmarks;

import static java.util.stream.Collectors.joining;

import dev.updraft.Device;
import dev.updraft.Updraft;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine.Options;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the classical algorithms take to learn, through the public API: {@code ROWS FEATURES THREADS [FILE]}. Each learns three times from
 * the rows of {@link SyntheticRows}, with 0 for a gap, standardised first; the least seconds are printed. With a file the rows go there, for
 * {@code algorithms.py}: 32-bit floats, the features and then the label of each row, the first byte of a number first.
 */
public final class Algorithms {
    private static final int ROUNDS = 3;
    /** The support-vector machine solves its dual exactly, which takes the square of this. */
    private static final int KERNEL_ROWS = 5000;

    private Algorithms() {}

    /**
     * What is timed.
     *
     * @param layers of a network, from its input on
     * @param rest the target, the loss and the metrics, if there are any
     * @param most rows that it learns from
     */
    private record Learning(String name, String layers, String rest, int most) {}

    private static final String CLASSES = "target label: class[2]  loss binary_crossentropy(y, label)";
    private static final String NUMBER = "target label: float[1]  loss mse(y, label)";

    private static final List<Learning> LEARNINGS = List.of(
            new Learning("logistic regression, ridge", "logistic_regression(c: 1.0)", CLASSES, Integer.MAX_VALUE),
            new Learning(
                    "logistic regression, lasso",
                    "logistic_regression(c: 0.01, l1_ratio: 1.0)",
                    CLASSES,
                    Integer.MAX_VALUE),
            new Learning("ridge", "linear_regression(alpha: 0.001)", NUMBER, Integer.MAX_VALUE),
            new Learning("lasso", "linear_regression(alpha: 0.01, l1_ratio: 1.0)", NUMBER, Integer.MAX_VALUE),
            new Learning(
                    "linear support vectors", "svm(c: 0.001)", CLASSES.replace("binary_crossentropy", "hinge"), 20_000),
            new Learning("k-means, 8 clusters", "k_means(clusters: 8, starts: 1)", "", Integer.MAX_VALUE),
            new Learning("principal components, 10", "pca(components: 10)", "", Integer.MAX_VALUE),
            new Learning("isolation forest", "isolation_forest", "", Integer.MAX_VALUE),
            new Learning("naive Bayes", "naive_bayes", CLASSES, Integer.MAX_VALUE),
            new Learning(
                    "kernel support vectors",
                    "svm(kernel: rbf)",
                    CLASSES.replace("binary_crossentropy", "hinge"),
                    KERNEL_ROWS));

    public static void main(String[] args) throws IOException {
        var rows = Integer.parseInt(args[0]);
        var features = Integer.parseInt(args[1]);
        var threads = Integer.parseInt(args[2]);
        var made = SyntheticRows.of(rows, features, 1);
        var inputs = new float[rows][features];
        for (var row = 0; row < rows; row++) {
            for (var j = 0; j < features; j++) {
                var value = made.values()[row * features + j];
                inputs[row][j] = Float.isNaN(value) ? 0 : value;
            }
        }
        if (args.length > 3) {
            write(Path.of(args[3]), inputs, made.labels());
        }
        for (var learning : LEARNINGS) {
            var count = Math.min(rows, learning.most);
            var some = Arrays.copyOf(inputs, count);
            var labels = Arrays.copyOf(made.labels(), count);
            var seconds = new ArrayList<Double>();
            for (var round = 0; round < ROUNDS; round++) {
                seconds.add(seconds(learning, data(learning, some, labels), features, threads));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %,7d rows  %.2f s  (%s)%n",
                    learning.name,
                    count,
                    seconds.stream().min(Double::compare).orElseThrow(),
                    seconds.stream()
                            .map(each -> String.format(Locale.ROOT, "%.2f", each))
                            .collect(joining(", ")));
        }
    }

    private static Dataset data(Learning learning, float[][] inputs, float[] labels) {
        if (learning.rest.equals(NUMBER)) {
            return Datasets.of(inputs, labels);
        }
        var classes = new int[labels.length];
        for (var row = 0; row < labels.length; row++) {
            classes[row] = (int) labels[row];
        }
        return Datasets.of(inputs, classes);
    }

    private static double seconds(Learning learning, Dataset data, int features, int threads) throws IOException {
        var file = Files.createTempFile("learning", ".model");
        try {
            Files.writeString(file, """
                    model Learning {
                        input x: float[%s]
                        %s
                        network { x -> normalization -> %s -> y }
                    }
                    """.formatted(features, learning.rest, learning.layers));
            try (var model = Updraft.compile(file).on(Device.cpu(), new Options(threads, 1))) {
                var start = System.nanoTime();
                model.fit(data);
                return (System.nanoTime() - start) * 1e-9;
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void write(Path file, float[][] inputs, float[] labels) throws IOException {
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (var row = 0; row < labels.length; row++) {
                for (var value : inputs[row]) {
                    out.writeInt(Integer.reverseBytes(Float.floatToRawIntBits(value)));
                }
                out.writeInt(Integer.reverseBytes(Float.floatToRawIntBits(labels[row])));
            }
        }
    }
}
