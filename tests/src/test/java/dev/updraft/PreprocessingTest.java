package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What layers learn from the training data before the first step, and what they make of other data then. */
@NullMarked
class PreprocessingTest {
    @TempDir
    private static Path folder;

    private static final List<Double> LEARNT_FROM = List.of(1.0, 2.0, 2.0, 2.0, 3.0, 5.0, 8.0, 13.0, -4.0, 100.0);
    private static final List<Double> NUMBERS = List.of(-10.0, 1.0, 2.0, 2.5, 6.0, 13.0, 50.0, 200.0);

    /** Figures of scikit-learn 1.9.1: {@code RobustScaler().fit(LEARNT_FROM).transform(NUMBERS)}. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void robustScalingIsThatOfScikitLearn(String device) {
        var scaled = predicted(device, "x.v -> robust_scaling");
        var expected = new double[] {-2.380952, -0.285714, -0.095238, 0, 0.666667, 2, 9.047619, 37.619048};
        assertThat(column(scaled, 0)).usingComparatorWithPrecision(1e-5).containsExactly(expected);
    }

    /** Figures of scikit-learn 1.9.1: {@code QuantileTransformer(n_quantiles=5)}. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void quantileScalingIsThatOfScikitLearn(String device) {
        var scaled = predicted(device, "x.v -> quantile_scaling(quantiles: 5)");
        var expected = new double[] {0, 0.208333, 0.25, 0.5, 0.684211, 0.765499, 0.865229, 1};
        assertThat(column(scaled, 0)).usingComparatorWithPrecision(1e-5).containsExactly(expected);
    }

    /** Boundaries 2, 2.5 and 7.25 of numpy 2.4's {@code quantile}, numbers of its {@code digitize}. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void binsHaveEqualSharesOfTheTrainingData(String device) {
        var bins = predicted(device, "x.v -> discretization(num_bins: 4) -> category_encoding(output_mode: one_hot)");
        assertThat(bins.stream().map(PreprocessingTest::placeOfOne)).containsExactly(0, 0, 1, 2, 2, 3, 3, 3);
    }

    private static int placeOfOne(float[] row) {
        assertThat(row).containsOnly(0, 1).containsOnlyOnce(1);
        return IntStream.range(0, row.length)
                .filter(place -> row[place] == 1)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void equalNumbersAreScaledToEqualNumbers() {
        var model = model("concat(x.v -> robust_scaling, x.v -> quantile_scaling(quantiles: 3))");
        try (var trained = model.on(Device.reference())) {
            trained.fit(rows(List.of(7.0, 7.0, 7.0)), FitOptions.NONE);
            assertThat(trained.predict(rows(List.of(6.0, 7.0, 8.0)), "learnt"))
                    .containsExactly(new float[] {-1, 0}, new float[] {0, 0.5f}, new float[] {1, 1});
        }
    }

    @Test
    void datesGoInCircles() {
        var model = compiled("""
                model Days {
                    input x { d: date(optional: true) }
                    target y: number
                    network {
                        x.d -> date_encoding -> learnt
                        learnt -> dense(1) -> p
                    }
                    loss mse(p, y)
                    optimizer sgd(learning_rate: 0.001)
                    fit { epochs: 1, batch_size: 4 }
                }
                """);
        var rows = Datasets.of(
                List.of(row("d", LocalDate.of(2024, 1, 1)), row("d", LocalDate.of(2024, 4, 1)), row("d", null)));
        try (var trained = model.on(Device.reference())) {
            trained.fit(rows);
            var encoded = trained.predict(rows, "learnt");
            // January and the first of a month, a Monday: places 0 of 12, 31 and 7. April is a quarter of the way.
            assertThat(encoded.get(0)).containsExactly(new float[] {0, 1, 0, 1, 0, 1}, within(1e-5f));
            assertThat(encoded.get(1)).containsExactly(new float[] {1, 0, 0, 1, 0, 1}, within(1e-5f));
            assertThat(encoded.get(2)).containsExactly(0, 0, 0, 0, 0, 0);
        }
    }

    @Test
    void severalIntegersBecomeOneVector() {
        var model = compiled("""
                model Bags {
                    input x: int[4]
                    target y: float[1]
                    network {
                        x -> category_encoding(num_tokens: 3) -> there
                        x -> category_encoding(num_tokens: 3, output_mode: count) -> counts
                        concat(there, counts) -> dense(1) -> p
                    }
                    loss mse(p, y)
                    optimizer sgd(learning_rate: 0.001)
                }
                """);
        try (var any = model.on(Device.reference())) {
            assertThat(any.predict(new float[] {2, 0, 2, 2}, "there")).containsExactly(1, 0, 1);
            assertThat(any.predict(new float[] {2, 0, 2, 2}, "counts")).containsExactly(1, 0, 3);
        }
    }

    @Test
    void whatDoesNotFitIsToldWithTheWayOut() {
        assertThatThrownBy(() -> model("x.v -> date_encoding"))
                .hasMessageContaining("error[M0103]: `date_encoding` expects a column of dates or times")
                .hasMessageContaining("declare a column as date, datetime or time");
        assertThatThrownBy(() -> model("x.v -> discretization(num_bins: 5) -> category_encoding(num_tokens: 4)"))
                .hasMessageContaining("`category_encoding` has places for 4 integers, and its input is one of 5")
                .hasMessageContaining("leave num_tokens out: the category tells it");
        assertThatThrownBy(() -> compiled("""
                        model Words {
                            input x: int[4]
                            target y: float[1]
                            network { x -> embedding(output_dim: 2) -> flatten -> dense(1) -> p }
                            loss mse(p, y)
                            optimizer sgd(learning_rate: 0.001)
                        }
                        """))
                .hasMessageContaining("`embedding` expects a category")
                .hasMessageContaining("set input_dim, the number of different integers");
    }

    private static CompiledModel compiled(String text) {
        return Updraft.compile(write(text));
    }

    private static Path write(String text) {
        try {
            return Files.writeString(folder.resolve("model.model"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CompiledModel model(String learnt) {
        return compiled("""
                model Scaled {
                    input x { v: number }
                    target y: number
                    network {
                        %s -> learnt
                        learnt -> dense(1) -> p
                    }
                    loss mse(p, y)
                    optimizer sgd(learning_rate: 0.00001)
                    fit { epochs: 1, batch_size: 4 }
                }
                """.formatted(learnt));
    }

    /** What the layers give for {@link #NUMBERS} when they have learnt from {@link #LEARNT_FROM}. */
    private static List<float[]> predicted(String device, String layers) {
        try (var trained = model(layers).on(Device.parse(device))) {
            trained.fit(rows(LEARNT_FROM), FitOptions.NONE);
            return trained.predict(rows(NUMBERS), "learnt");
        }
    }

    private static double[] column(List<float[]> rows, int place) {
        return rows.stream().mapToDouble(row -> row[place]).toArray();
    }

    private static Dataset rows(List<Double> numbers) {
        return Datasets.of(numbers.stream().map(v -> row("v", v)).toList());
    }

    private static Map<String, @Nullable Object> row(String name, @Nullable Object value) {
        var row = new HashMap<String, @Nullable Object>();
        row.put(name, value);
        row.put("y", 1.5);
        return row;
    }
}
