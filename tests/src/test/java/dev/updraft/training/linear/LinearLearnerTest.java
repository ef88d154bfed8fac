package dev.updraft.training.linear;

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
import dev.updraft.explain.Coefficient;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingEvent;
import dev.updraft.training.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Linear models of tables, from data to a prediction, and of data that is out of the ordinary. */
class LinearLearnerTest {
    @TempDir
    private Path folder;

    private static final String TABLE = """
            model Table {
                input row {
                    a:    number
                    b:    number(optional: true)
                    city: category["bonn", "cologne", "trier"]
                }
                target y: %s
                network { row -> encode -> %s -> out }
                loss %s
                fit { seed: 3 }
            }
            """;
    private static final String CLASSES = "class[\"no\", \"yes\"]";

    private static String logistic(String layer) {
        return TABLE.formatted(CLASSES, layer, "binary_crossentropy(out, y)");
    }

    private static Dataset table(int count) {
        var random = new Random(5);
        var rows = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < count; i++) {
            var row = new LinkedHashMap<String, Object>();
            var a = 100 + 10 * random.nextGaussian();
            var b = random.nextGaussian();
            var city = random.nextInt(3);
            row.put("a", a);
            if (random.nextInt(4) > 0) {
                row.put("b", b);
            }
            row.put("city", List.of("bonn", "cologne", "trier").get(city));
            row.put("y", (a - 100) / 10 + b + city - 1 + random.nextGaussian() > 0 ? "yes" : "no");
            rows.add(row);
        }
        return Datasets.of(rows);
    }

    private Model model(String text, int threads) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(Device.cpu(), new Engine.Options(threads, 3));
    }

    private Model model(String text) throws IOException {
        return model(text, 2);
    }

    private static String numbers(int width, String target, String layer, String loss) {
        return """
                model Net {
                    input x: float[%s]
                    target y: %s
                    network { x -> %s -> out }
                    loss %s
                    fit { seed: 3 }
                }
                """.formatted(width, target, layer, loss);
    }

    private static List<Double> values(Model model) {
        return model.coefficients().coefficients().stream()
                .map(Coefficient::value)
                .toList();
    }

    @Test
    void coefficientsHaveTheNamesOfWhatTheyWeigh() throws IOException {
        try (var model = model(logistic("logistic_regression"))) {
            model.fit(table(300));
            var learnt = model.coefficients();
            assertThat(learnt).hasToString("logistic_regression with 8 features");
            assertThat(learnt.outputs()).containsExactly("yes");
            assertThat(learnt.of("yes").stream().map(Coefficient::feature))
                    .containsExactly(
                            "a",
                            "b",
                            "b is missing",
                            "city is missing",
                            "city is other",
                            "city = bonn",
                            "city = cologne",
                            "city = trier");
            var a = learnt.of("yes").getFirst();
            assertThat(a.perUnit()).isCloseTo(a.value() / 10, within(0.1 * Math.abs(a.value() / 10)));
            assertThat(learnt.of("yes").get(2).perUnit()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    logistic_regression | binary_crossentropy(out, y)
                    logistic_regression(l1_ratio: 0.5) | binary_crossentropy(out, y)
                    svm | hinge(out, y)
                    logistic_regression(outputs: 2) | categorical_crossentropy(out, y)
                    """)
    void areTheSameBytesForAnyNumberOfThreads(String layer, String loss) throws IOException {
        var all = new ArrayList<byte[]>();
        for (var threads : List.of(1, 2, 3, 8)) {
            try (var model = model(TABLE.formatted(CLASSES, layer, loss), threads)) {
                model.fit(table(9000));
                model.save(folder.resolve("linear.safetensors"));
            }
            all.add(Files.readAllBytes(folder.resolve("linear.safetensors")));
            assertThat(all.getLast()).isEqualTo(all.getFirst());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void predictTheSameAfterSavingOnEveryEngine(String engine) throws IOException {
        var rows = table(100);
        try (var model = model(logistic("logistic_regression"))) {
            model.fit(table(300));
            model.save(folder.resolve("linear.safetensors"));
            var expected = model.predict(rows);
            try (var loaded = Updraft.load(folder.resolve("linear.safetensors"), Device.parse(engine))) {
                var found = loaded.predict(rows);
                for (var i = 0; i < expected.size(); i++) {
                    assertThat(found.get(i)[0]).isCloseTo(expected.get(i)[0], within(1e-6f));
                }
                assertThat(loaded.coefficients()).isEqualTo(model.coefficients());
            }
        }
    }

    /** The loss that training reports of its last epoch is that of the model that it leaves. */
    @Test
    void reportWhatTheModelThenIs() throws IOException {
        try (var model = model(logistic("logistic_regression"))) {
            var history = model.fit(table(300), FitOptions.NONE.withValidation(table(100)));
            var last = history.epochs().getLast();
            assertThat(last.loss()).isCloseTo(model.evaluate(table(300)).loss(), within(1e-6));
            assertThat(last.validationLoss())
                    .isCloseTo(model.evaluate(table(100)).loss(), within(1e-6));
        }
    }

    /** Also while steps before are remembered, and while kinks are rounded. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    logistic_regression(outputs: 2) | categorical_crossentropy(out, y)
                    svm | hinge(out, y)
                    """)
    void aStoppedRunEndsAsOneThatNeverWas(String layer, String loss) throws IOException {
        var text = TABLE.formatted(CLASSES, layer, loss);
        var checkpoints = folder.resolve("checkpoints");
        try (var model = model(text)) {
            var saving =
                    FitOptions.NONE.withCheckpoints(Checkpoints.in(checkpoints).every(Duration.ZERO));
            assertThatThrownBy(() -> model.fit(table(300), saving, event -> {
                        if (event instanceof TrainingEvent.EpochStarted started && started.epoch() == 4) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        byte[] resumed;
        int epochs;
        try (var model = model(text, 3)) {
            epochs = model.fit(table(300), FitOptions.NONE.withCheckpoints(Checkpoints.resume(checkpoints)))
                    .epochs()
                    .size();
            model.save(folder.resolve("resumed.safetensors"));
            resumed = Files.readAllBytes(folder.resolve("resumed.safetensors"));
        }
        try (var model = model(text)) {
            assertThat(model.fit(table(300)).epochs()).hasSize(epochs);
            model.save(folder.resolve("whole.safetensors"));
            assertThat(resumed).isEqualTo(Files.readAllBytes(folder.resolve("whole.safetensors")));
        }
    }

    @Test
    void constantColumnsAndThoseThatFollowFromOthersDoNoHarm() throws IOException {
        var notices = new ArrayList<String>();
        try (var model = model(numbers(4, "float[1]", "linear_regression", "mse(out, y)"))) {
            var x = new float[40][];
            var y = new float[40];
            for (var i = 0; i < x.length; i++) {
                x[i] = new float[] {i, 7, 2 * i, i * i};
                y[i] = 5 + 10 * i;
            }
            model.fit(Datasets.of(x, y), FitOptions.NONE, event -> {
                if (event instanceof TrainingEvent.Notice(var text)) {
                    notices.add(text);
                }
            });
            // Of all w with w0 + 2 w2 = 10 those with the smallest squares, as LinearRegression of scikit-learn 1.9.1
            // finds them.
            assertThat(values(model).get(0)).isCloseTo(2, within(2e-4));
            assertThat(values(model).get(1)).isEqualTo(0);
            assertThat(values(model).get(2)).isCloseTo(4, within(4e-4));
            assertThat(values(model).get(3)).isCloseTo(0, within(1e-4));
            assertThat(model.coefficients().biases().getFirst()).isCloseTo(5, within(1e-3));
        }
        assertThat(notices)
                .containsExactly(
                        "`x[2]` follows from the features before, so that many weights fit alike: those with the"
                                + " smallest squares are taken; a penalty makes them the only ones");
    }

    /** Figures of LinearRegression of scikit-learn 1.9.1. */
    @Test
    void ofMoreColumnsThanRowsThoseWithTheSmallestSquares() throws IOException {
        float[][] x = {{1, 2, 3, 4, 5}, {2, 1, 0, 1, 2}, {0, 1, 5, 1, 0}};
        try (var model = model(numbers(5, "float[1]", "linear_regression", "mse(out, y)"))) {
            model.fit(Datasets.of(x, new float[] {1, 2, 3}));
            var expected = List.of(-0.043062201, -0.052631579, 0.081339713, -0.157894737, -0.253588517);
            for (var i = 0; i < 5; i++) {
                assertThat(values(model).get(i)).isCloseTo(expected.get(i), within(2e-4));
            }
        }
    }

    /** More columns than a matrix is made for, with each kind of penalty. */
    @ParameterizedTest
    @ValueSource(strings = {"linear_regression(alpha: 0.1)", "linear_regression(alpha: 0.1, l1_ratio: 1.0)"})
    void wideTablesAreFitted(String layer) throws IOException {
        var random = new Random(1);
        var x = new float[60][3000];
        var y = new float[60];
        for (var i = 0; i < x.length; i++) {
            for (var j = 0; j < 3000; j++) {
                x[i][j] = (float) random.nextGaussian();
            }
            y[i] = 3 * x[i][0] - 2 * x[i][1] + 1;
        }
        try (var model = model(numbers(3000, "float[1]", layer, "mse(out, y)"))) {
            var history = model.fit(Datasets.of(x, y));
            assertThat(history.epochs().size()).isLessThan(300);
            assertThat(history.epochs().getLast().loss()).isLessThan(0.2);
            if (layer.contains("l1_ratio")) {
                assertThat(values(model).get(0)).isCloseTo(3, within(0.5));
                assertThat(values(model).stream().filter(value -> value != 0).count())
                        .isLessThan(60);
            }
        }
    }

    @Test
    void classesThatAFeatureSeparatesNeedAPenalty() throws IOException {
        float[][] x = {{-2, 1}, {-1, 0}, {1, 1}, {2, 0}};
        int[] y = {0, 0, 1, 1};
        try (var model = model(numbers(2, CLASSES, "logistic_regression(c: 1e9)", "binary_crossentropy(out, y)"))) {
            assertThatThrownBy(() -> model.fit(Datasets.of(x, y)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageStartingWith("the weights of `x[0]`")
                    .hasMessageEndingWith(
                            " grow without end, as the loss falls a little with each step: these features separate classes"
                                    + " of the training data without error, for which no weights are the best; add a"
                                    + " penalty, as in logistic_regression(c: 1.0) or alpha: 0.001");
        }
        try (var model = model(numbers(2, CLASSES, "logistic_regression", "binary_crossentropy(out, y)"))) {
            model.fit(Datasets.of(x, y));
            assertThat(values(model).getFirst()).isPositive();
        }
    }

    @Test
    void oneClassAloneHasNoMinimum() throws IOException {
        float[][] x = {{-2, 1}, {-1, 0}, {1, 1}, {2, 0}};
        try (var model = model(numbers(2, CLASSES, "logistic_regression", "binary_crossentropy(out, y)"))) {
            assertThatThrownBy(() -> model.fit(Datasets.of(x, new int[] {1, 1, 1, 1})))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "the loss falls without end as the bias grows, as where all samples are of one class: train"
                                    + " on samples of several");
        }
    }

    @Test
    void aValueThatIsNoNumberIsNamed() throws IOException {
        float[][] x = {{2, 1}, {1, -1}, {1, 1}};
        var text = numbers(2, "float[1]", "linear_regression", "mse(out, y)").replace("{ x ->", "{ log(x) ->");
        try (var model = model(text)) {
            assertThatThrownBy(() -> model.fit(Datasets.of(x, new float[] {1, 2, 3})))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("sample 1 (counted from 0, of the training part) has NaN as `log(x)[1]`, which a linear"
                            + " model cannot take: fill gaps with encode or imputation, and look for extreme values in this"
                            + " column");
        }
    }

    @Test
    void severalNumbersAreFittedAtOnce() throws IOException {
        float[][] x = {{0, 1}, {1, 0}, {1, 1}, {2, 1}, {0, 3}};
        float[][] y = {{1, 3}, {2, 0}, {3, 3}, {5, 3}, {3, 9}};
        try (var model = model(numbers(2, "float[2]", "linear_regression", "mse(out, y)"))) {
            model.fit(Datasets.of(x, y));
            var expected = List.of(2.0, 1.0, 0.0, 3.0);
            for (var i = 0; i < 4; i++) {
                assertThat(values(model).get(i)).isCloseTo(expected.get(i), within(1e-4));
            }
            assertThat(model.coefficients().outputs()).hasSize(2);
        }
    }

    @Test
    void aNetworkHasNoCoefficients() throws IOException {
        var text = numbers(2, "float[1]", "dense(1)", "mse(out, y)").replace("    fit", "    optimizer adam\n    fit");
        try (var model = model(text)) {
            assertThatThrownBy(model::coefficients)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "model Net has no coefficients to name: linear_regression, logistic_regression and svm have");
        }
    }

    @Test
    void aLossWithKinksBetweenOutputsIsRefused() throws IOException {
        var text = TABLE.formatted(CLASSES, "svm(outputs: 2)", "categorical_hinge(out, y)");
        try (var model = model(text)) {
            assertThatThrownBy(() -> model.fit(table(300)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageStartingWith("no step makes the loss smaller, though its gradient is still ")
                    .hasMessageEndingWith("nothing parts data of a single class: it needs rows of others");
        }
    }

    @Test
    void aBatchIsNoStep() throws IOException {
        try (var model = model(logistic("logistic_regression"))) {
            assertThatThrownBy(() -> model.trainOnBatch(table(10)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "trainOnBatch is not for a linear model, each step of which sees the whole data: call fit");
        }
    }
}
