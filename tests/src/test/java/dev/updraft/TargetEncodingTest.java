package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Categories as the mean of the target, which a row that is trained on takes from other rows. */
@NullMarked
class TargetEncodingTest {
    @TempDir
    private static Path folder;

    private static final String CITIES = "aaabbcabccad";

    /** Figures of scikit-learn 1.9.1: {@code TargetEncoder(smooth=2.5, target_type="binary")}; z has not been seen. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "reference"})
    void sharesOfTwoClassesAreThoseOfScikitLearn(String device) {
        var targets = List.of(0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 0, 1);
        var means = means(device, "class[2]", "binary_crossentropy", targets);
        assertThat(means)
                .usingComparatorWithPrecision(1e-5)
                .containsExactly(0.3, 0.77272727, 0.40909091, 0.64285714, 0.5);
    }

    /** {@code TargetEncoder(smooth=2.5, target_type="continuous")}, in the target's own unit and standardised. */
    @Test
    void meansOfNumbersAreThoseOfScikitLearn() {
        var targets = List.of(1, 2, 3, 10, 11, 5, 2, 9, 6, 4, 1, 20);
        var expected = new double[] {3.25555556, 8.25757576, 5.53030303, 10.11904762, 6.16666667};
        assertThat(means("reference", "float[1]", "mse", targets))
                .usingComparatorWithPrecision(1e-5)
                .containsExactly(expected);
        var standardised = Arrays.stream(expected)
                .map(mean -> (mean - 6.1666666667) / 5.3359368645)
                .toArray();
        assertThat(means("reference", "number", "mse", targets))
                .usingComparatorWithPrecision(1e-5)
                .containsExactly(standardised);
    }

    private static double[] means(String device, String target, String loss, List<Integer> targets) {
        var rows = IntStream.range(0, targets.size())
                .mapToObj(i -> row(CITIES.substring(i, i + 1), targets.get(i)))
                .toList();
        try (var model = model(target, loss, 1).on(Device.parse(device))) {
            model.fit(Datasets.of(rows), FitOptions.NONE);
            var asked = asked("abcdz");
            return model.predict(Datasets.of(asked), "mean").stream()
                    .mapToDouble(row -> row[0])
                    .toArray();
        }
    }

    private static List<Map<String, Object>> asked(String cities) {
        return cities.chars().mapToObj(c -> row(Character.toString(c), 0)).toList();
    }

    /**
     * Nothing can be learnt of coins, of which each has been thrown twice. Encoded by the mean of all rows, half of the target
     * would be told; of rows outside of the fold, nothing.
     */
    @Test
    void aRowsOwnTargetDoesNotGiveItselfAway() {
        var random = new Random(7);
        var rows = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < 2000; i++) {
            rows.add(row("coin " + i % 1000, random.nextInt(2)));
        }
        Dataset data = Datasets.of(rows);
        try (var model = model("class[2]", "binary_crossentropy", 30).on(Device.parse("cpu"))) {
            var history = model.fit(data, FitOptions.NONE);
            var last = history.epochs().getLast().loss();
            assertThat(last).isGreaterThan(Math.log(2) - 0.01);
        }
    }

    /** What is given in training is what the other folds give: never the mean of all rows for a value that occurs once. */
    @Test
    void aValueThatOccursOnceIsTheMeanOfAllInTraining() {
        var rows = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < 50; i++) {
            rows.add(row("only " + i, i % 2));
        }
        try (var model = model("class[2]", "binary_crossentropy", 200).on(Device.parse("cpu"))) {
            var history = model.fit(Datasets.of(rows), FitOptions.NONE);
            assertThat(history.epochs().getLast().loss()).isBetween(Math.log(2) - 0.002, Math.log(2) + 0.05);
        }
    }

    @Test
    void otherLayersTakeTheCategoryAsEver() {
        var model = compiled("""
                model Shops {
                    input shop {
                        city: category
                        size: category["s", "m", "l"](ordered: true)
                    }
                    target y: class[2]
                    network {
                        first = shop.city -> target_encoding
                        other = shop.city -> embedding(output_dim: 2)
                        third = shop.size -> target_encoding(smooth: 1)
                        concat(first, other, third, shop -> encode) -> all
                        all -> dense(1) -> p
                    }
                    loss binary_crossentropy(p, y)
                    optimizer adam(learning_rate: 0.05)
                    fit { epochs: 60, batch_size: 8 }
                }
                """);
        var rows = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < 60; i++) {
            rows.add(Map.of("city", "c" + i % 3, "size", List.of("s", "m", "l").get(i % 3), "y", i % 3 == 1 ? 1 : 0));
        }
        try (var trained = model.on(Device.parse("reference"))) {
            var history = trained.fit(Datasets.of(rows), FitOptions.NONE);
            assertThat(history.epochs().getLast().loss()).isLessThan(0.1);
            assertThat(trained.evaluate(Datasets.of(rows)).loss()).isLessThan(0.1);
        }
    }

    private static CompiledModel model(String target, String loss, int epochs) {
        return compiled("""
                model Cities {
                    input shop { city: category(most: 2000) }
                    target y: %s
                    network {
                        shop.city -> target_encoding(smooth: 2.5) -> mean
                        mean -> dense(8, activation: relu) -> dense(1) -> p
                    }
                    loss %s(p, y)
                    optimizer adam(learning_rate: 0.01)
                    fit { epochs: %d, batch_size: 64 }
                }
                """.formatted(target, loss, epochs));
    }

    private static CompiledModel compiled(String text) {
        try {
            return Updraft.compile(Files.writeString(folder.resolve("model.model"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> row(String city, int target) {
        return Map.of("city", city, "y", target);
    }
}
