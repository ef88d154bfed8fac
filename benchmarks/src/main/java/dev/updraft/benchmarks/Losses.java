package dev.updraft.benchmarks;

import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Losses with a name beside the same written as expressions: {@code Losses [THREADS]}. Both take their steps in turn, on a network so
 * small that the loss has a share in its time.
 */
public final class Losses {
    private static final int SAMPLES = 256;
    private static final int INPUTS = 64;
    private static final int WIDTH = 32;
    private static final int WARM_UP = 300;
    private static final int ROUNDS = 600;

    private Losses() {}

    /** A loss in two spellings, and the type of its target. */
    private record Pair(String type, String named, String written) {}

    private static final List<Pair> PAIRS = List.of(
            new Pair("float[32]", "mse(p, y)", "mean((p - y) ** 2)"),
            new Pair("float[32]", "huber(p, y)", "mean(where(abs(p - y) <= 1, 0.5 * square(p - y), abs(p - y) - 0.5))"),
            new Pair(
                    "class[32]",
                    "sparse_categorical_crossentropy(p, y)",
                    "-sum(one_hot(y) * log(softmax(p)), axis: -1)"),
            new Pair(
                    "labels[32]",
                    "binary_crossentropy(p, y)",
                    "mean(-y * log(sigmoid(p)) - (1 - y) * log(1 - sigmoid(p)))"),
            new Pair(
                    "labels[32]",
                    "binary_focal_crossentropy(p, y, alpha: 0.25)",
                    "mean(-0.25 * y * (1 - sigmoid(p)) ** 2 * log(sigmoid(p))"
                            + " - 0.75 * (1 - y) * sigmoid(p) ** 2 * log(1 - sigmoid(p)))"));

    public static void main(String[] arguments) throws IOException {
        var threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
        for (var pair : PAIRS) {
            try (var named = model(pair, pair.named, threads);
                    var written = model(pair, pair.written, threads)) {
                compare(pair, named, written);
            }
        }
    }

    private static void compare(Pair pair, Model named, Model written) {
        var data = data(pair.type);
        var models = List.of(named, written);
        var times = new double[2][ROUNDS];
        var losses = new double[2];
        var difference = 0.0;
        for (var round = 0; round < WARM_UP + ROUNDS; round++) {
            for (var turn = 0; turn < 2; turn++) {
                var which = (round + turn) % 2;
                var start = System.nanoTime();
                losses[which] = models.get(which).trainOnBatch(data).loss();
                if (round >= WARM_UP) {
                    times[which][round - WARM_UP] = (System.nanoTime() - start) * 1e-3;
                }
            }
            difference = Math.max(difference, Math.abs(losses[1] - losses[0]) / Math.abs(losses[0]));
        }
        Arrays.stream(times).forEach(Arrays::sort);
        System.out.printf(
                "RESULT loss=%s us=%.0f expression_us=%.0f ratio=%.3f largest_difference=%.1e%n",
                pair.named.replaceFirst("\\(.*", ""),
                times[0][ROUNDS / 2],
                times[1][ROUNDS / 2],
                times[1][ROUNDS / 2] / times[0][ROUNDS / 2],
                difference);
    }

    private static Model model(Pair pair, String loss, int threads) throws IOException {
        var folder = Files.createTempDirectory("losses");
        var file = folder.resolve("losses.model");
        try {
            var text = String.format(Locale.ROOT, """
                    model Losses {
                        input x: float[%d]
                        target y: %s
                        network { x -> dense(128, activation: relu) -> dense(%d) -> p }
                        loss %s
                        optimizer sgd(learning_rate: 0.01)
                    }
                    """, INPUTS, pair.type, WIDTH, loss);
            Files.writeString(file, text);
            return Updraft.compile(file).on(Device.cpu(), new Engine.Options(threads, 1));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private static Dataset data(String type) {
        var random = new Random(1);
        var inputs = new float[SAMPLES][INPUTS];
        var numbers = new float[SAMPLES][WIDTH];
        var classes = new int[SAMPLES];
        for (var i = 0; i < SAMPLES; i++) {
            for (var j = 0; j < INPUTS; j++) {
                inputs[i][j] = random.nextFloat();
            }
            for (var j = 0; j < WIDTH; j++) {
                numbers[i][j] = type.startsWith("labels") ? random.nextInt(2) : random.nextFloat();
            }
            classes[i] = random.nextInt(WIDTH);
        }
        return type.startsWith("class") ? Datasets.of(inputs, classes) : Datasets.of(inputs, numbers);
    }
}
