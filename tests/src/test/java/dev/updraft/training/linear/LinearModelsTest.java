package dev.updraft.training.linear;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.engine.Engine;
import dev.updraft.explain.Coefficient;
import dev.updraft.weights.SafetensorsFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The weights beside those of scikit-learn 1.9.1 of the same numbers, as float64, at a tolerance of 1e-8 or less. */
class LinearModelsTest {
    @TempDir
    private Path folder;

    private static final String MODEL = """
            model Net {
                input row {
                    x0: number
                    x1: number
                    x2: number
                    x3: number
                    x4: number
                }
                %s
                network { concat(row.x0, row.x1, row.x2, row.x3, row.x4) -> %s -> out }
                loss %s
                fit { seed: 3 %s }
            }
            """;
    private static final String NUMBER = "target number: float[1]";
    private static final String TWO = "target two: class[\"no\", \"yes\"]";
    private static final String THREE = "target three: class[\"low\", \"mid\", \"high\"]";

    private Model model(String target, String layer, String loss, String fit) throws IOException {
        var text = MODEL.formatted(target, layer, loss, fit);
        return Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(Device.cpu(), new Engine.Options(2, 3));
    }

    /** Weights, then the biases. */
    private double[] fitted(String target, String layer, String loss, String fit) throws IOException {
        try (var model = model(target, layer, loss, fit)) {
            model.fit(new Samples(200).table());
            var learnt = model.coefficients();
            return DoubleStream.concat(
                            learnt.coefficients().stream().mapToDouble(Coefficient::value),
                            learnt.biases().stream().mapToDouble(Double::doubleValue))
                    .toArray();
        }
    }

    private static void requireEqual(double[] found, String expected) {
        var wanted = Arrays.stream(expected.trim().split(" +"))
                .mapToDouble(Double::parseDouble)
                .toArray();
        assertThat(found).hasSize(wanted.length);
        var largest = Arrays.stream(wanted).map(Math::abs).max().orElseThrow();
        for (var i = 0; i < wanted.length; i++) {
            assertThat(found[i])
                    .as("weight %d of %s", i, Arrays.toString(found))
                    .isCloseTo(wanted[i], within(1e-4 * Math.max(Math.abs(wanted[i]), largest / 100)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                    linear_regression | 0.975558671 -2.036467462 0.458998828 0.001286414 -0.011996318 3.036718703
                    linear_regression(alpha: 0.1) | 0.901697959 -1.858072462 0.412953475 0.001369962 -0.033875431 3.028363389
                    linear_regression(alpha: 0.3, l1_ratio: 1.0) | 0.770110487 -1.711343475 0.211876856 0 0 3.013170614
                    linear_regression(alpha: 0.3, l1_ratio: 0.5) | 0.772146684 -1.646871141 0.280053414 0 0 3.017173535
                    """)
    void ofSquaredErrors(String layer, String expected) throws IOException {
        requireEqual(fitted(NUMBER, layer, "mse(out, number)", ""), expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                    logistic_regression(c: 0.5) | binary_crossentropy(out, two) | 1.278969885 -2.320305069 0.454561186 -0.064142597 0.024844387 -0.654724239
                    logistic_regression(c: 1e9) | binary_crossentropy(out, two) | 1.828035378 -3.387664773 0.709813905 -0.160886489 0.121791881 -0.934549322
                    linear_regression | binary_crossentropy(out, two) | 1.828035378 -3.387664773 0.709813905 -0.160886489 0.121791881 -0.934549322
                    logistic_regression(c: 0.1, l1_ratio: 1.0) | binary_crossentropy(out, two) | 0.825351049 -1.524773977 0.086935911 0 0 -0.464827956
                    svm(c: 0.5) | hinge(out, two) | 1.088190046 -2.106513184 0.453579307 0.005531525 0.038474154 -0.571668835
                    """)
    void ofTwoClasses(String layer, String loss, String expected) throws IOException {
        requireEqual(fitted(TWO, layer, loss, ""), expected);
    }

    @Test
    void ofTwoClassesWithoutABias() throws IOException {
        requireEqual(
                fitted(TWO, "svm(c: 0.5, use_bias: false)", "squared_hinge(out, two)", ""),
                "0.483210506 -0.935697686 0.202168182 -0.007744695 0.030918783 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                    logistic_regression(c: 0.5) | -1.0228707 1.677672569 -0.450473182 -1.979212562 0.083052436 -0.010807146 -0.008854384 -0.059281507 -0.030489853 -0.060859157 1.033677845 -1.668818185 0.509754689 2.009702415 -0.022193279 -0.765801875 0.916565928 -0.150764053
                    logistic_regression(c: 0.1, l1_ratio: 1.0) | -0.490010956 0.766201396 -0.030785886 -0.862981224 0 0 0 0 0 0 0.450441307 -0.738600495 0.116655641 1.100201504 0 -0.351714498 0.391818342 -0.040103844
                    """)
    void ofThreeClasses(String layer, String expected) throws IOException {
        requireEqual(fitted(THREE, layer, "categorical_crossentropy(out, three)", ""), expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                    svm(c: 0.5, use_bias: false) | hinge(out, two) | 0.834591854 -1.665709903 0.395070026 0.026716023 0.098312354 0
                    """)
    void ofTwoClassesByKinks(String layer, String loss, String expected) throws IOException {
        requireEqual(fitted(TWO, layer, loss, ""), expected);
    }

    /** A loss that the file writes itself: support vector regression, whose epsilon is 0.3, and the median. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                    svm(c: 0.5) | mean(relu(abs(out - number) - 0.3)) | 1.024016506 -1.992813575 0.442673691 -0.019566919 -0.044937362 3.015124194
                    svm(c: 0.5, use_bias: false) | mean(relu(abs(out - number) - 0.3)) | 1.381784756 -1.300367223 -0.228152273 0.38861305 -0.841700772 0
                    linear_regression | mae(out, number) | 0.999680574 -1.965481856 0.402266912 -0.010541438 -0.031129496 3.01423877
                    linear_regression | mean(abs(out - number)) | 0.999680574 -1.965481856 0.402266912 -0.010541438 -0.031129496 3.01423877
                    linear_regression(alpha: 0.1) | mean((out - number) * (out - number)) | 0.901697959 -1.858072462 0.412953475 0.001369962 -0.033875431 3.028363389
                    """)
    void ofLossesThatAreExpressions(String layer, String loss, String expected) throws IOException {
        requireEqual(fitted(NUMBER, layer, loss, ""), expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = """
                    , sample_weight: "weight" | 1.339212016 -2.418698999 0.531007302 -0.020243233 0.090403711 -0.588565338
                    , class_weight: balanced | 1.284746726 -2.321791356 0.440870191 -0.078009543 0.028613591 -0.428661276
                    """)
    void ofWeighedSamples(String fit, String expected) throws IOException {
        requireEqual(fitted(TWO, "logistic_regression(c: 0.5)", "binary_crossentropy(out, two)", fit), expected);
    }

    /** What an optimizer makes of the same loss without a penalty, in float32. */
    @Test
    void lbfgsFindsTheSameFromDense() throws IOException {
        var text = MODEL.formatted(TWO, "dense(1)", "binary_crossentropy(out, two)", ", epochs: 300")
                .replace("    fit {", "    optimizer lbfgs\n    fit {");
        try (var model = Updraft.compile(Files.writeString(folder.resolve("net.model"), text))
                .on(Device.cpu(), new Engine.Options(2, 3))) {
            model.fit(new Samples(200).table());
            model.save(folder.resolve("dense.safetensors"));
            try (var file = SafetensorsFile.open(folder.resolve("dense.safetensors"))) {
                var kernel = file.tensors().stream()
                        .filter(tensor -> tensor.name().equals("dense/kernel"))
                        .findFirst()
                        .orElseThrow();
                try (var arena = Arena.ofConfined()) {
                    var values = arena.allocate(JAVA_FLOAT, 5);
                    file.read(kernel, values);
                    var expected = List.of(1.828035378, -3.387664773, 0.709813905, -0.160886489, 0.121791881);
                    for (var i = 0; i < 5; i++) {
                        assertThat((double) values.getAtIndex(JAVA_FLOAT, i)).isCloseTo(expected.get(i), within(1e-3));
                    }
                }
            }
        }
    }
}
