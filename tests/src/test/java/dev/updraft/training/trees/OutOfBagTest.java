package dev.updraft.training.trees;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.checkpoints.Checkpoints;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine;
import dev.updraft.history.History.OutOfBag;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import dev.updraft.trees.RowSampling;
import dev.updraft.trees.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a forest says of samples by the trees that did not see them. */
class OutOfBagTest {
    private static final int ROWS = 120;
    private static final int SEED = 3;

    @TempDir
    private Path folder;

    private final float[][] x = new float[ROWS][2];
    private final float[] numbers = new float[ROWS];
    private final int[] classes = new int[ROWS];

    OutOfBagTest() {
        var random = new Random(1);
        for (var i = 0; i < ROWS; i++) {
            x[i] = new float[] {random.nextInt(20), random.nextInt(20)};
            numbers[i] = x[i][0] * 2 + random.nextInt(30);
            classes[i] = x[i][0] + random.nextInt(8) > 14 ? 1 : x[i][1] > 9 ? 2 : 0;
        }
    }

    private Model model(String target, String loss, String metrics, String trees, int threads) throws IOException {
        var text = """
                model Forest {
                    input x: float[2]
                    target y: %s
                    network { x -> %s -> out }
                    loss %s
                    metrics %s
                    fit { seed: %s }
                }
                """.formatted(target, trees, loss, metrics, SEED);
        return Updraft.compile(Files.writeString(folder.resolve("forest.model"), text))
                .on(Device.cpu(), new Engine.Options(threads, SEED));
    }

    private Model ofNumbers(String trees, int threads) throws IOException {
        return model("number", "mse(out, y)", "mae, r2", trees, threads);
    }

    private Model ofClasses(String trees, int threads) throws IOException {
        return model("class[3]", "sparse_categorical_crossentropy(out, y)", "accuracy", trees, threads);
    }

    /**
     * By the definition: a forest of the first trees alone is the mean of them, so that the difference of two such forests is a
     * tree.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "random_forest(trees: %s, out_of_bag: true)",
                "extra_trees(trees: %s, subsample: 0.6, out_of_bag: true)"
            })
    void isTheMeanOfTheTreesThatDidNotSeeASample(String layer) throws IOException {
        final var trees = 5;
        var sums = new double[ROWS];
        var counts = new int[ROWS];
        var before = new double[ROWS];
        OutOfBag found = null;
        for (var tree = 0; tree < trees; tree++) {
            var drawn = new byte[ROWS];
            if (layer.contains("subsample")) {
                try (var workers = new Workers(1)) {
                    RowSampling.share(0.6, SEED, tree, drawn, workers);
                }
            } else {
                RowSampling.bootstrap(SEED, tree, drawn);
            }
            try (var model = ofNumbers(layer.formatted(tree + 1), 2)) {
                found = model.fit(Datasets.of(x, numbers)).outOfBag();
                for (var i = 0; i < ROWS; i++) {
                    var sum = (double) model.predict(x[i])[0] * (tree + 1);
                    if (drawn[i] == 0) {
                        sums[i] += sum - before[i];
                        counts[i]++;
                    }
                    before[i] = sum;
                }
            }
        }
        var error = 0.0;
        var scored = 0;
        for (var i = 0; i < ROWS; i++) {
            if (counts[i] > 0) {
                error += Math.abs(sums[i] / counts[i] - numbers[i]);
                scored++;
            }
        }
        assertThat(scored).isLessThan(ROWS);
        assertThat(requireNonNull(found).samples()).isEqualTo(scored);
        assertThat(found.metrics()).containsOnlyKeys("mae", "r2");
        assertThat(requireNonNull(found.metrics().get("mae"))).isCloseTo(error / scored, within(1e-3));
    }

    @Test
    void isTheSameForAnyNumberOfThreadsAndAfterAResume() throws IOException {
        var layer = "random_forest(trees: 12, out_of_bag: true, criterion: entropy)";
        var data = Datasets.of(x, classes);
        OutOfBag expected;
        try (var model = ofClasses(layer, 1)) {
            expected = requireNonNull(model.fit(data).outOfBag());
        }
        assertThat(expected.samples()).isBetween(ROWS - 3L, (long) ROWS);
        for (var threads : new int[] {2, 3}) {
            try (var model = ofClasses(layer, threads)) {
                assertThat(model.fit(data).outOfBag()).isEqualTo(expected);
            }
        }
        assertThat(resumed(layer, data)).isEqualTo(expected);
    }

    private OutOfBag resumed(String layer, Dataset data) throws IOException {
        var checkpoints = folder.resolve("checkpoints");
        try (var model = ofClasses(layer, 2)) {
            var saving =
                    FitOptions.NONE.withCheckpoints(Checkpoints.in(checkpoints).every(Duration.ZERO));
            assertThatThrownBy(() -> model.fit(data, saving, event -> {
                        if (event instanceof TrainingEvent.EpochStarted started && started.epoch() == 5) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        try (var model = ofClasses(layer, 3)) {
            return requireNonNull(model.fit(data, FitOptions.NONE.withCheckpoints(Checkpoints.resume(checkpoints)))
                    .outOfBag());
        }
    }

    /** scikit-learn 1.9.1, RandomForestClassifier(100, oob_score=True): 0.9533 for random_state 0, 1 and 2. */
    @Test
    void isThatOfScikitLearnOnIris() throws IOException {
        var lines = Files.readAllLines(Path.of("..", "examples", "iris", "iris.csv"));
        var inputs = new float[lines.size() - 1][4];
        var species = new String[inputs.length];
        for (var i = 0; i < inputs.length; i++) {
            var cells = lines.get(i + 1).split(",");
            for (var j = 0; j < 4; j++) {
                inputs[i][j] = Float.parseFloat(cells[j]);
            }
            species[i] = cells[4];
        }
        var text = """
                model Iris {
                    input flower: float[4]
                    target species: class["setosa", "versicolor", "virginica"]
                    network { flower -> random_forest(out_of_bag: true) -> out }
                    loss sparse_categorical_crossentropy(out, species)
                    metrics accuracy
                }
                """;
        try (var model = Updraft.compile(Files.writeString(folder.resolve("iris.model"), text))
                .on(Device.cpu())) {
            var found = requireNonNull(model.fit(Datasets.of(inputs, species)).outOfBag());
            assertThat(found.samples()).isEqualTo(150);
            assertThat(requireNonNull(found.metrics().get("accuracy"))).isCloseTo(0.9533, within(0.021));
        }
    }

    @Test
    void nobodyIsToldWhoDoesNotAsk() throws IOException {
        try (var model = ofNumbers("random_forest(trees: 3)", 2)) {
            assertThat(model.fit(Datasets.of(x, numbers)).outOfBag()).isNull();
        }
    }

    @Test
    void whatEarlierTreesSawIsNotKnown() throws IOException {
        try (var model = ofNumbers("random_forest(trees: 6, out_of_bag: true)", 2)) {
            model.fit(Datasets.of(x, numbers), FitOptions.NONE.withEpochs(2));
            assertThatThrownBy(() -> model.fit(Datasets.of(x, numbers), FitOptions.NONE.withEpochs(2)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "out_of_bag needs to know which samples each tree saw, and model Forest has 2 trees of an"
                                    + " earlier training: remove out_of_bag, or train a new model");
        }
    }

    @Test
    void countsAreNotNegative() throws IOException {
        numbers[7] = -2;
        try (var model = ofNumbers("random_forest(trees: 3, criterion: poisson)", 2)) {
            assertThatThrownBy(() -> model.fit(Datasets.of(x, numbers)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "criterion: poisson is for counts, and others that are not negative, but `y` of sample 7"
                                    + " (counted from 0, of the training part) is -2.000: use squared_error, or remove such samples");
        }
    }

    /** A split by the deviance of counts is another than one by squares where means are small. */
    @Test
    void aPoissonTreePredictsMeansOfCounts() throws IOException {
        var counts = new float[] {0, 0, 1, 0, 1, 1, 2, 1, 9, 11};
        var rows = new float[counts.length][];
        for (var i = 0; i < rows.length; i++) {
            rows[i] = new float[] {i < 3 ? 0 : i < 8 ? 1 : 2, 0};
        }
        try (var model = ofNumbers("decision_tree(criterion: poisson)", 2)) {
            model.fit(Datasets.of(rows, counts));
            assertThat(model.predict(rows[0])[0]).isCloseTo(1 / 3f, within(1e-4f));
            assertThat(model.predict(rows[4])[0]).isCloseTo(1, within(1e-4f));
            assertThat(model.predict(rows[9])[0]).isCloseTo(10, within(1e-4f));
        }
    }
}
