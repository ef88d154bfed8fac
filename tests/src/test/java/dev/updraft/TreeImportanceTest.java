package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.data.Datasets;
import dev.updraft.explain.ColumnImportance;
import dev.updraft.explain.PermutationImportance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which columns matter to trees, and how a prediction depends on one. */
class TreeImportanceTest {
    @TempDir
    private Path folder;

    @Test
    void whatMattersIsToldFromWhatDoesNot() throws IOException {
        try (var model = new Shop(folder)
                .trained("sold: number", "boosted_trees(trees: 40)", "mse(score, sold) metrics mae, r2")) {
            var trees = model.trees();
            var importance = trees.importance();
            assertThat(importance.stream().map(ColumnImportance::column))
                    .containsExactlyInAnyOrderElementsOf(trees.columns());
            assertThat(importance.getFirst().column()).isIn("size", "date");
            assertThat(importance.getLast().column()).isIn("noise", "open");
            assertThat(importance).isSortedAccordingTo((a, b) -> Double.compare(b.gain(), a.gain()));
            var splits = IntStream.rangeClosed(1, trees.size())
                    .mapToObj(trees::tree)
                    .mapToInt(tree -> tree.leaves() - 1)
                    .sum();
            assertThat(importance.stream().mapToInt(ColumnImportance::splits).sum())
                    .isEqualTo(splits);

            var data = Datasets.of(Shop.days(200));
            var shuffled = trees.permutationImportance(data, "mae", 3, 1);
            assertThat(shuffled.getFirst().column()).isEqualTo("size");
            assertThat(shuffled.getFirst().mean()).isGreaterThan(10);
            var byName = new HashMap<String, PermutationImportance>();
            shuffled.forEach(each -> byName.put(each.column(), each));
            assertThat(Objects.requireNonNull(byName.get("open")).mean()).isCloseTo(0, within(0.5));
            assertThat(trees.permutationImportance(data, "mae", 3, 1)).isEqualTo(shuffled);
            assertThat(trees.permutationImportance(data, "r2", 1, 1).getFirst().mean())
                    .isPositive();
            assertThatThrownBy(() -> trees.permutationImportance(data, "accuracy", 1, 1))
                    .hasMessage("model Shop has no metric `accuracy`: it has loss, mae, r2, rmse");
            assertThatThrownBy(() -> trees.permutationImportance(data, "loss", 0, 1))
                    .hasMessage("a column is shuffled at least once, not 0 times");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"place", "size", "warmth", "open"})
    void dependenceIsTheMeanOfPredictions(String column) throws IOException {
        try (var model = new Shop(folder).trained("sold: number", "boosted_trees(trees: 15)", "mse(score, sold)")) {
            var days = Shop.days(50);
            var dependence = model.trees().partialDependence(Datasets.of(days), column);
            assertThat(dependence.feature()).isEqualTo(column);
            assertThat(dependence.outputs()).containsExactly("sold");
            assertThat(dependence.points().size()).isGreaterThan(1);
            for (var point : dependence.points()) {
                var mean = 0.0;
                for (var day : days) {
                    var changed = Shop.withoutTargets(day);
                    changed.remove(column);
                    if (!point.text().equals("missing")) {
                        changed.put(
                                column,
                                switch (column) {
                                    case "warmth" -> (Object) Objects.requireNonNull(point.value());
                                    case "open" -> point.text().equals("1");
                                    default -> point.text();
                                });
                    }
                    mean += model.predict(changed)[0] / days.size();
                }
                assertThat(point.scores().getFirst()).as(point.text()).isCloseTo(mean, within(1e-3));
            }
            var texts = dependence.points().stream().map(point -> point.text()).toList();
            switch (column) {
                case "place" -> assertThat(texts).containsExactlyInAnyOrder("harbour", "market", "station", "village");
                case "size" -> assertThat(texts).containsExactly("small", "medium", "large");
                case "warmth" -> assertThat(texts).endsWith("missing");
                default -> assertThat(texts).containsExactly("0", "1");
            }
        }
    }

    @Test
    void dependenceOnAnUnknownFeatureIsRefused() throws IOException {
        try (var model = new Shop(folder).trained("sold: number", "decision_tree(max_depth: 2)", "mse(score, sold)")) {
            assertThatThrownBy(() -> model.trees().partialDependence(Datasets.of(Shop.days(5)), "date.year"))
                    .hasMessage("there is no feature `date.year`: the trees ask about "
                            + model.trees().features());
        }
    }
}
