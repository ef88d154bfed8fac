package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Samples;
import dev.updraft.engine.Engine;
import dev.updraft.history.History;
import dev.updraft.metrics.Evaluation;
import dev.updraft.report.Report;
import dev.updraft.training.Callback;
import dev.updraft.training.FitOptions;
import dev.updraft.training.Training;
import dev.updraft.training.TrainingEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The probability from which on a sample is taken for the second of two classes. */
class ThresholdTest {
    private static final int ROWS = 60;

    @TempDir
    private Path folder = Path.of("");

    private CompiledModel compiled(int scores, String settings) throws IOException {
        return Updraft.compile(Files.writeString(folder.resolve("m.model"), """
                model M {
                    input x: float[2]
                    target y: class["no", "yes"]
                    network { x -> dense(%s) -> out }
                    loss %s(out, y)
                    optimizer adam(learning_rate: 0.05)
                    metrics accuracy, f1(average: per_class)
                    fit { epochs: 5, batch_size: 8%s }
                }
                """.formatted(
                        scores, scores == 1 ? "binary_crossentropy" : "sparse_categorical_crossentropy", settings)));
    }

    private static Model open(CompiledModel compiled) {
        return compiled.on(Device.reference(), new Engine.Options(1, 3));
    }

    private static final float[][] INPUTS = inputs();

    private static float[][] inputs() {
        var random = new Random(1);
        return IntStream.range(0, ROWS)
                .mapToObj(_ -> new float[] {random.nextFloat(), random.nextFloat()})
                .toArray(float[][]::new);
    }

    /** Some more often "yes" the larger the first number is. */
    private static Dataset data() {
        var random = new Random(2);
        var classes = IntStream.range(0, ROWS)
                .map(i -> random.nextFloat() < 0.7 * INPUTS[i][0] ? 1 : 0)
                .toArray();
        return Datasets.of(INPUTS, classes);
    }

    private static double second(float[] prediction) {
        return prediction[prediction.length - 1];
    }

    /** By hand, from the probabilities. */
    private static void assertAt(double threshold, Model model, Evaluation evaluation) {
        var predictions = model.predict(List.of(INPUTS));
        var confusion = new long[2][2];
        for (var i = 0; i < ROWS; i++) {
            confusion[Samples.label(data(), i)][second(predictions.get(i)) >= threshold ? 1 : 0]++;
        }
        var target = evaluation.targets().getFirst();
        assertThat(target.threshold()).isEqualTo(threshold);
        assertThat(Objects.requireNonNull(target.confusion()).counts())
                .isEqualTo(
                        List.of(List.of(confusion[0][0], confusion[0][1]), List.of(confusion[1][0], confusion[1][1])));
        assertThat(evaluation.metrics().get("accuracy")).isEqualTo((confusion[0][0] + confusion[1][1]) / (double) ROWS);
        assertThat(evaluation.render()).contains("\nthreshold ");
    }

    @ParameterizedTest
    @CsvSource({"1, 0.2", "2, 0.2", "1, 0.35", "2, 0.35"})
    void metricsAndClassesAreThoseAtTheThreshold(int scores, double threshold) throws IOException {
        var weights = folder.resolve("w.safetensors");
        try (var model = open(compiled(scores, ", threshold: " + threshold))) {
            model.fit(data());
            assertThat(model.threshold("y")).isEqualTo(threshold);
            assertAt(threshold, model, model.evaluate(data()));
            model.save(weights);
        }
        // What the weights were trained with counts, not what the file says now.
        var now = compiled(scores, ", threshold: 0.9");
        try (var model = open(now)) {
            model.load(weights);
            assertAt(threshold, model, model.evaluate(data()));
        }
        try (var typed = TypedModel.load(now, weights, Device.reference())) {
            var values = typed.values(List.of(INPUTS));
            var expected = values.stream()
                    .map(each -> second(each) >= threshold ? 1 : 0)
                    .toList();
            assertThat(typed.classesOf(List.of(INPUTS))).isEqualTo(expected);
            for (var i = 0; i < ROWS; i++) {
                assertThat(typed.classOf(INPUTS[i])).isEqualTo(expected.get(i));
                assertThat(typed.classOf(values.get(i), 0)).isEqualTo(expected.get(i));
            }
            assertThat(expected).as("a threshold that matters").contains(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, f1", "2, f1", "1, accuracy", "1, balanced_accuracy", "2, youden"})
    void theBestIsFoundOnTheValidationData(int scores, String measure) throws IOException {
        try (var model = open(compiled(scores, ", threshold: best(" + measure + ")"))) {
            var notices = new ArrayList<String>();
            model.fit(data(), FitOptions.NONE.withValidation(data()), event -> {
                if (event instanceof TrainingEvent.Notice(var text)) {
                    notices.add(text);
                }
            });
            var threshold = Objects.requireNonNull(model.threshold("y"));
            var evaluation = model.evaluate(data());
            assertAt(threshold, model, evaluation);
            assertThat(notices)
                    .singleElement()
                    .asString()
                    .startsWith("The threshold of y is ")
                    .contains("on the validation data its " + measure + " is best, ");
            var found = switch (measure) {
                case "f1" -> evaluation.metrics().get("f1_yes");
                case "accuracy" -> evaluation.metrics().get("accuracy");
                default -> null;
            };
            if (found != null) {
                assertThat(notices.getFirst()).endsWith(String.format(Locale.ROOT, "%.4f", found));
            }
        }
    }

    /** What `save_best` writes within training, has the threshold that suits its weights, and not that of the last. */
    @Test
    void weightsThatAreSavedWithinTrainingHaveTheirOwn() throws IOException {
        var settings = ", threshold: best(f1)";
        var weights = folder.resolve("best.safetensors");
        double expected;
        try (var model = open(compiled(1, settings))) {
            model.fit(data(), FitOptions.NONE.withEpochs(1).withValidation(data()));
            expected = Objects.requireNonNull(model.threshold("y"));
        }
        try (var model = open(compiled(1, settings))) {
            var first = new Callback() {
                @Override
                public String name() {
                    return "first";
                }

                @Override
                public void epochFinished(Training training, History.Epoch epoch) {
                    if (epoch.number() == 1) {
                        training.save(weights);
                    }
                }
            };
            model.fit(
                    data(), FitOptions.NONE.withEpochs(4).withValidation(data()).withCallbacks(List.of(first)));
            assertThat(model.threshold("y")).isNotEqualTo(expected);
            model.load(weights);
            assertThat(model.threshold("y")).isEqualTo(expected);
        }
    }

    @Test
    void theReportNamesIt() throws IOException {
        try (var model = open(compiled(1, ", threshold: 0.35"))) {
            model.fit(data());
            var page = Report.of(model)
                    .evaluated("validation", model.evaluate(data()), data())
                    .save(folder.resolve("report"))
                    .page();
            assertThat(Files.readString(page))
                    .contains("<p class=\"quiet\">A sample is taken for yes from a probability of <data value=\"0.35\""
                            + " data-metric=\"/evaluation/targets/0/threshold\">0.3500</data> on.</p>");
        }
    }

    @Test
    void withoutOneNothingIsSaidOfIt() throws IOException {
        try (var model = open(compiled(1, ""))) {
            model.fit(data());
            assertThat(model.threshold("y")).isNull();
            var evaluation = model.evaluate(data());
            assertThat(evaluation.targets().getFirst().threshold()).isNull();
            assertThat(evaluation.render()).doesNotContain("threshold");
        }
    }

    @Test
    void ofOneClassNoneIsChosen() throws IOException {
        try (var model = open(compiled(1, ", threshold: best(f1)"))) {
            var notices = new ArrayList<String>();
            model.fit(Datasets.of(INPUTS, new int[ROWS]), FitOptions.NONE, event -> {
                if (event instanceof TrainingEvent.Notice(var text)) {
                    notices.add(text);
                }
            });
            assertThat(model.threshold("y")).isNull();
            assertThat(notices)
                    .containsExactly(
                            "No threshold is chosen for y, and the likelier class is taken: the training data has"
                                    + " one class only, or a probability is not a number");
        }
    }
}
