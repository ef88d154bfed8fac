package dev.updraft.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.CompiledModel;
import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.compiler.layers.StepSettings;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine;
import dev.updraft.history.History;
import dev.updraft.training.FitOptions;
import dev.updraft.training.TrainingException;
import dev.updraft.training.callbacks.ReduceOnPlateau;
import dev.updraft.weights.SafetensorsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** L-BFGS on logistic regression, beside scikit-learn's. */
class LbfgsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String MODEL = """
            model Logistic(lambda: float, batch: int = 150) {
                input  x: float[4]
                target kind: class["setosa", "versicolor", "virginica"]
                network { x -> dense(3, kernel_regularizer: l2(lambda)) -> logits }
                loss      sparse_categorical_crossentropy(logits, kind)
                optimizer lbfgs(tolerance_grad: 0.00000001)
                metrics   accuracy
                fit { epochs: 300, batch_size: batch, seed: 2 }
            }
            """;
    private static final int SAMPLES = 150;
    private static final float[][] INPUTS = new float[SAMPLES][4];
    private static final String[] KINDS = new String[SAMPLES];

    static {
        try {
            var lines = Files.readAllLines(ROOT.resolve("examples/iris/iris.csv"));
            var values = new double[SAMPLES][4];
            for (var i = 0; i < SAMPLES; i++) {
                var cells = lines.get(i + 1).split(",", -1);
                for (var j = 0; j < 4; j++) {
                    values[i][j] = Double.parseDouble(cells[j]);
                }
                KINDS[i] = cells[4];
            }
            for (var j = 0; j < 4; j++) {
                var column = j;
                var mean = Arrays.stream(values)
                        .mapToDouble(row -> row[column])
                        .average()
                        .orElseThrow();
                var deviation = Math.sqrt(Arrays.stream(values)
                        .mapToDouble(row -> Math.pow(row[column] - mean, 2))
                        .average()
                        .orElseThrow());
                for (var i = 0; i < SAMPLES; i++) {
                    INPUTS[i][j] = (float) ((values[i][j] - mean) / deviation);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TempDir
    private Path folder;

    private static Dataset data() {
        return Datasets.of(INPUTS, KINDS);
    }

    private CompiledModel compiled(String text, String... parameters) throws IOException {
        var file = folder.resolve("logistic.model");
        Files.writeString(file, text);
        var values = new LinkedHashMap<String, String>();
        for (var i = 0; i < parameters.length; i += 2) {
            values.put(parameters[i], parameters[i + 1]);
        }
        return Updraft.compile(file, values);
    }

    /** scikit-learn minimizes {@code C Σ loss + ½ Σ w²}, and this {@code mean loss + λ Σ w²}. */
    private static String lambda(double c) {
        return String.format(Locale.ROOT, "%.12f", 1 / (2 * c * SAMPLES));
    }

    /** What the kernel and the intercepts are, which scikit-learn centers. */
    private double[] coefficients(Model model) {
        var file = folder.resolve("weights.safetensors");
        model.save(file);
        try (var weights = SafetensorsFile.open(file);
                var arena = Arena.ofConfined()) {
            var found = new double[15];
            for (var tensor : weights.tensors()) {
                var values = arena.allocate(tensor.end() - tensor.begin(), Float.BYTES);
                weights.read(tensor, values);
                var numbers = values.toArray(ValueLayout.JAVA_FLOAT);
                for (var i = 0; i < numbers.length; i++) {
                    var place = tensor.name().endsWith("kernel") ? i % 3 * 4 + i / 3 : 12 + i;
                    found[place] = numbers[i];
                }
            }
            var mean = (found[12] + found[13] + found[14]) / 3;
            for (var i = 12; i < 15; i++) {
                found[i] -= mean;
            }
            return found;
        }
    }

    private static double[] expected(String c) throws IOException {
        try (var in = LbfgsTest.class.getResourceAsStream("logistic_regression.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split(" ", -1))
                    .filter(cells -> cells[0].equals(c))
                    .flatMap(cells -> Stream.of(cells).skip(1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }
    }

    @ParameterizedTest
    @CsvSource({"cpu, 0.1, 150", "cpu, 1, 150", "cpu, 10, 150", "cpu, 1, 37", "cpu, 1, 1", "reference, 1, 64"})
    void coefficientsAreThoseOfScikitLearn(String engine, String c, String batch) throws IOException {
        var logistic = compiled(MODEL, "lambda", lambda(Double.parseDouble(c)), "batch", batch);
        try (var model = logistic.on(Device.parse(engine), new Engine.Options(2, 3))) {
            var history = model.fit(data());

            assertThat(history.stopped()).startsWith("lbfgs has converged");
            assertThat(history.epochs()).hasSizeLessThan(100);
            var found = coefficients(model);
            var wanted = expected(c);
            for (var i = 0; i < wanted.length; i++) {
                assertThat(found[i]).as("coefficient %d", i).isCloseTo(wanted[i], within(1e-4 * Math.abs(wanted[i])));
            }
        }
    }

    @Test
    void everyStepMakesTheLossSmaller() throws IOException {
        try (var model = compiled(MODEL, "lambda", lambda(1)).on(Device.cpu())) {
            var losses = model.fit(data(), FitOptions.NONE.withEpochs(12)).epochs().stream()
                    .map(History.Epoch::loss)
                    .toList();
            assertThat(losses).hasSize(12).isSortedAccordingTo((a, b) -> Double.compare(b, a));
            assertThat(model.evaluate(data()).loss()).isCloseTo(losses.getLast(), within(1e-6));
        }
    }

    @Test
    void itGoesOnWhereItEnded() throws IOException {
        try (var model = compiled(MODEL, "lambda", lambda(1)).on(Device.cpu())) {
            model.fit(data(), FitOptions.NONE.withEpochs(5));
            assertThat(model.fit(data()).stopped()).startsWith("lbfgs has converged");
            assertThat(model.fit(data()).epochs())
                    .as("there is nothing left to do")
                    .hasSize(1);
        }
    }

    @Test
    void interruptedBeforeAStepNothingHasChanged() throws IOException {
        try (var model = compiled(MODEL, "lambda", lambda(1)).on(Device.cpu())) {
            var before = coefficients(model);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> model.fit(data())).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(coefficients(model)).isEqualTo(before);
        }
    }

    /** A flower with weight 2 is the same flower twice. */
    @Test
    void weightsOfSamplesCount() throws IOException {
        var weights = new float[SAMPLES];
        var inputs = new ArrayList<float[]>();
        var kinds = new ArrayList<String>();
        for (var i = 0; i < SAMPLES; i++) {
            weights[i] = i % 3 == 0 ? 2 : 1;
            for (var times = 0; times < weights[i]; times++) {
                inputs.add(INPUTS[i]);
                kinds.add(KINDS[i]);
            }
        }
        // The loss is divided by the number of samples, 150 or 200, so that the penalty must be too.
        try (var weighted = compiled(MODEL, "lambda", "0.01").on(Device.cpu())) {
            weighted.fit(data().weighted(weights));
            var found = coefficients(weighted);
            try (var twice = compiled(MODEL, "lambda", "0.0075").on(Device.cpu())) {
                twice.fit(Datasets.of(inputs.toArray(float[][]::new), kinds.toArray(String[]::new)));
                assertThat(found).containsExactly(coefficients(twice), within(1e-4));
            }
        }
    }

    @Test
    void whatTakesABatchAtATimeIsRefused() throws IOException {
        var logistic = compiled(MODEL, "lambda", lambda(1));
        try (var model = logistic.on(Device.cpu())) {
            assertThatThrownBy(() -> model.trainOnBatch(data()))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(
                            "trainOnBatch is not for lbfgs, whose steps take the whole data and have no learning rate:"
                                    + " call fit");
            var plateau = new ReduceOnPlateau(0.1, 1);
            assertThatThrownBy(() -> model.fit(data(), FitOptions.NONE.withCallbacks(List.of(plateau))))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageStartingWith("reduce_on_plateau cannot reduce the learning rate of lbfgs");
            assertThatThrownBy(() -> model.findLearningRate(data(), FitOptions.NONE, _ -> {}))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageStartingWith("the learning rate range test is not for lbfgs");
        }
        assertThatThrownBy(() -> logistic.with(StepSettings.PLAIN.withGradientAccumulation(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("`lbfgs` takes the gradient of the whole data already: remove gradient_accumulation_steps");
    }

    @Test
    void aLossThatIsNoNumberIsSaid() throws IOException {
        var inputs = List.of(INPUTS).stream().map(float[]::clone).toArray(float[][]::new);
        Arrays.fill(inputs[7], Float.MAX_VALUE);
        Arrays.fill(inputs[8], -Float.MAX_VALUE);
        try (var model = compiled(MODEL, "lambda", lambda(1)).on(Device.cpu())) {
            assertThatThrownBy(() -> model.fit(Datasets.of(inputs, KINDS)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageMatching(
                            "the loss is (NaN|Infinity) before epoch 1: there is nothing to descend from;.*");
        }
    }
}
