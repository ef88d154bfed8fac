package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.explain.ColumnImportance;
import dev.updraft.explain.DecisionTree;
import dev.updraft.explain.PermutationImportance;
import dev.updraft.explain.TreeEnsemble;
import dev.updraft.explain.TreeNode;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What explains the trees of a model, against what the model predicts. */
class TreeEnsembleTest {
    private static final String INPUT = """
            input day {
                place: category
                size: category["small", "medium", "large"](ordered: true)
                warmth: number(optional: true)
                open: bool
                date: date
                remarks: text(most: 4)
                noise: number
            }
            """;

    @TempDir
    private Path folder;

    private CompiledModel compiled(String target, String layer, String loss) throws IOException {
        var text = """
                model Shop {
                    %s
                    target %s
                    network { day -> %s -> score }
                    loss %s
                    fit { device: reference, seed: 3 }
                }
                """.formatted(INPUT, target, layer, loss);
        return Updraft.compile(Files.writeString(folder.resolve("shop.model"), text));
    }

    /** Days of a shop: what is sold follows from all columns but the last. */
    private static List<Map<String, Object>> days(int count) {
        var random = new Random(5);
        var days = new ArrayList<Map<String, Object>>();
        for (var i = 0; i < count; i++) {
            var day = new HashMap<String, Object>();
            var place = random.nextInt(4);
            var size = random.nextInt(3);
            var warmth = random.nextInt(30);
            var date = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(360));
            var rains = random.nextInt(3) == 0;
            var sold = 10 * place
                    + 30 * size
                    + (date.getMonthValue() == 12 ? 80 : 0)
                    - (rains ? 40 : 0)
                    + (place == 1 ? warmth : 0)
                    + random.nextInt(10);
            day.put("place", List.of("harbour", "market", "station", "village").get(place));
            day.put("size", List.of("small", "medium", "large").get(size));
            if (random.nextInt(5) > 0) {
                day.put("warmth", warmth);
            } else {
                sold += 15;
            }
            day.put("open", random.nextBoolean());
            day.put("date", date);
            day.put("remarks", rains ? "rain all day" : "nothing");
            day.put("noise", random.nextInt(100));
            day.put("sold", sold + 100);
            day.put("much", sold > 60 ? "yes" : "no");
            day.put("amount", sold > 90 ? "much" : sold > 40 ? "some" : "little");
            days.add(day);
        }
        return days;
    }

    private Model trained(String target, String layer, String loss) throws IOException {
        var model = compiled(target, layer, loss).on();
        model.fit(Datasets.of(days(300)));
        return model;
    }

    private Model ofAmounts(String layer) throws IOException {
        return trained(
                "amount: class[\"little\", \"some\", \"much\"]",
                layer,
                "sparse_categorical_crossentropy(score, amount)");
    }

    private static Map<String, Object> withoutTargets(Map<String, Object> day) {
        var row = new HashMap<>(day);
        row.keySet().removeAll(List.of("sold", "much", "amount"));
        return row;
    }

    private static void assertSums(TreeEnsemble trees, Dataset data, List<float[]> scores, double precision) {
        var explained = trees.shap(data);
        assertThat(explained).hasSameSizeAs(scores);
        for (var row = 0; row < scores.size(); row++) {
            for (var output = 0; output < trees.outputs().size(); output++) {
                var score = scores.get(row)[output];
                assertThat(explained.get(row).score(output))
                        .isCloseTo(score, within(precision * (1 + Math.abs(score))));
            }
        }
    }

    @Test
    void contributionsToClassesAddUpToTheScores() throws IOException {
        try (var model = ofAmounts("boosted_trees(trees: 12, min_samples_leaf: 5)")) {
            var data = Datasets.of(days(60));
            var trees = model.trees();
            assertThat(trees.kind()).isEqualTo("boosted_trees");
            assertThat(trees.outputs()).containsExactly("little", "some", "much");
            assertThat(trees.size()).isEqualTo(36);
            assertThat(trees.base()).hasSize(3);
            assertThat(trees.columns()).containsExactly("place", "size", "warmth", "open", "date", "remarks", "noise");
            assertThat(trees.features())
                    .containsExactlyInAnyOrder(
                            "place",
                            "size",
                            "warmth",
                            "open",
                            "date",
                            "date.month",
                            "date.day",
                            "date.weekday",
                            "remarks[nothing]",
                            "remarks[all]",
                            "remarks[day]",
                            "remarks[rain]",
                            "noise");
            assertSums(trees, data, model.predict(data, "score"), 1e-5);
            var one = trees.shap(withoutTargets(days(60).getFirst()));
            var first = trees.shap(data).getFirst();
            for (var column : trees.columns()) {
                assertThat(one.of("some", column)).isEqualTo(first.of("some", column));
            }
            assertThat(one.largest(0).keySet()).containsExactlyInAnyOrderElementsOf(trees.columns());
            assertThat(List.copyOf(one.largest(0).values()))
                    .isSortedAccordingTo((a, b) -> Double.compare(Math.abs(b), Math.abs(a)));
            assertThatThrownBy(() -> one.of("none", "place"))
                    .hasMessage("there is no output `none`: there are [little, some, much]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"random_forest(trees: 9)", "extra_trees(trees: 9)", "decision_tree(max_depth: 4)"})
    void contributionsToSharesAddUpToTheProbabilities(String layer) throws IOException {
        try (var model = ofAmounts(layer)) {
            var data = Datasets.of(days(60));
            assertThat(model.trees().base()).containsExactly(0.0, 0.0, 0.0);
            assertSums(model.trees(), data, model.predict(data), 1e-5);
        }
    }

    @Test
    void aScoreOfTwoClassesIsThatOfTheSecond() throws IOException {
        try (var model = trained(
                "much: class[\"no\", \"yes\"]", "boosted_trees(trees: 20)", "binary_crossentropy(score, much)")) {
            var data = Datasets.of(days(60));
            assertThat(model.trees().outputs()).containsExactly("yes");
            assertSums(model.trees(), data, model.predict(data, "score"), 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "boosted_trees(trees: 20)",
                "random_forest(trees: 9)",
            })
    void contributionsToNumbersAreInTheirUnit(String layer) throws IOException {
        try (var model = trained("sold: number", layer, "mse(score, sold)")) {
            var data = Datasets.of(days(60));
            assertThat(model.trees().outputs()).containsExactly("sold");
            assertSums(model.trees(), data, model.predict(data), 1e-5);
        }
    }

    @Test
    void contributionsToALogarithmAddUpToIt() throws IOException {
        try (var model = trained("sold: number(transform: log)", "boosted_trees(trees: 20)", "mse(score, sold)")) {
            var data = Datasets.of(days(60));
            var logarithms = model.predict(data).stream()
                    .map(prediction -> new float[] {(float) Math.log(prediction[0])})
                    .toList();
            assertSums(model.trees(), data, logarithms, 1e-5);
        }
    }

    @Test
    void treesOfATensorAskAboutItsPlaces() throws IOException {
        var text = """
                model Flowers {
                    input size: float[3]
                    target kind: class[2]
                    network { size -> boosted_trees(trees: 5, min_samples_leaf: 2) -> score }
                    loss binary_crossentropy(score, kind)
                    fit { device: reference, seed: 3 }
                }
                """;
        var random = new Random(1);
        var sizes = new float[80][3];
        var kinds = new int[80];
        for (var i = 0; i < kinds.length; i++) {
            for (var place = 0; place < 3; place++) {
                sizes[i][place] = random.nextFloat();
            }
            kinds[i] = sizes[i][1] > 0.4 ? 1 : 0;
        }
        try (var model = Updraft.compile(Files.writeString(folder.resolve("flowers.model"), text))
                .on()) {
            var data = Datasets.of(sizes, kinds);
            model.fit(data);
            var trees = model.trees();
            assertThat(trees.columns()).containsExactly("size[0]", "size[1]", "size[2]");
            assertThat(trees.outputs()).containsExactly("1");
            assertSums(trees, data, model.predict(data, "score"), 1e-5);
            var score = model.predict(sizes[7], "score")[0];
            assertThat(trees.shap(sizes[7]).score(0)).isCloseTo(score, within(1e-5));
            assertThat(trees.permutationImportance(data, "loss", 2, 1)
                            .getFirst()
                            .column())
                    .isEqualTo("size[1]");
        }
    }

    @Test
    void whatMattersIsToldFromWhatDoesNot() throws IOException {
        try (var model = trained("sold: number", "boosted_trees(trees: 40)", "mse(score, sold) metrics mae, r2")) {
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

            var data = Datasets.of(days(200));
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
        try (var model = trained("sold: number", "boosted_trees(trees: 15)", "mse(score, sold)")) {
            var days = days(50);
            var dependence = model.trees().partialDependence(Datasets.of(days), column);
            assertThat(dependence.feature()).isEqualTo(column);
            assertThat(dependence.outputs()).containsExactly("sold");
            assertThat(dependence.points().size()).isGreaterThan(1);
            for (var point : dependence.points()) {
                var mean = 0.0;
                for (var day : days) {
                    var changed = withoutTargets(day);
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
        try (var model = trained("sold: number", "decision_tree(max_depth: 2)", "mse(score, sold)")) {
            assertThatThrownBy(() -> model.trees().partialDependence(Datasets.of(days(5)), "date.year"))
                    .hasMessage("there is no feature `date.year`: the trees ask about "
                            + model.trees().features());
        }
    }

    @Test
    void treesAreWrittenWithNames() throws IOException {
        try (var model = trained("sold: number", "decision_tree(max_depth: 3)", "mse(score, sold)")) {
            var trees = model.trees();
            assertThat(trees).hasToString("decision_tree of model Shop: 1 tree");
            assertThat(trees.toText()).isEqualTo("""
                    decision_tree of model Shop: 1 tree
                    a score is the mean of the leaves

                    tree 1 of 1, for sold, 8 leaves
                    size ≤ small?  (300 rows, gain 88.188)
                      yes: date ≤ 2024-11-27?  (118 rows, gain 39.275)
                        yes: remarks[nothing] ≤ 0.5?  (109 rows, gain 27.219)
                          yes: 85.8529  (34 rows)
                          no: 126.560  (75 rows)
                        no: remarks[nothing] ≤ 0.5?  (9 rows, gain 3.9199)
                          yes: 160.667  (3 rows)
                          no: 213.500  (6 rows)
                      no, or missing: remarks[nothing] ≤ 0.5?  (182 rows, gain 37.208)
                        yes: date ≤ 2024-11-24?  (68 rows, gain 12.177)
                          yes: 135.413  (63 rows)
                          no: 196.600  (5 rows)
                        no: date ≤ 2024-11-30?  (114 rows, gain 25.673)
                          yes: 170.963  (108 rows)
                          no: 251.167  (6 rows)
                    """);
            var tree = trees.tree(1);
            assertThat(tree.leaves()).isEqualTo(8);
            assertThat(tree.outputs()).containsExactly("sold");
            assertThatThrownBy(() -> trees.tree(2)).hasMessage("there is no tree 2: model Shop has 1, numbered from 1");
            for (var i = 0; i < tree.nodes().size(); i++) {
                if (tree.nodes().get(i) instanceof TreeNode.Question question) {
                    assertThat(rows(tree, question.left()) + rows(tree, question.right()))
                            .isEqualTo(rows(tree, i));
                }
            }
        }
    }

    private static long rows(DecisionTree tree, int node) {
        return tree.nodes().get(node).rows();
    }

    @Test
    void treesAreWrittenAsJson() throws IOException {
        try (var model = trained(
                "much: class[\"no\", \"yes\"]",
                "boosted_trees(trees: 1, max_depth: 2, learning_rate: 0.5)",
                "binary_crossentropy(score, much)")) {
            assertThat(model.trees().toJson().replace(",\"", ",\n\"")).endsWith("""
                    "outputs":["yes"],
                    "base":[-0.7384949922561646],
                    "trees":[{"number":1,
                    "outputs":["yes"],
                    "nodes":[{"feature":"size",
                    "threshold":3.5,
                    "text":"medium",
                    "missing":"left",
                    "left":1,
                    "right":2,
                    "gain":61.315575,
                    "rows":300},{"feature":"date",
                    "threshold":20048.0,
                    "text":"2024-11-21",
                    "missing":"left",
                    "left":3,
                    "right":4,
                    "gain":30.560314,
                    "rows":207},{"feature":"remarks[nothing]",
                    "threshold":0.5,
                    "text":"0.5",
                    "missing":"right",
                    "left":5,
                    "right":6,
                    "gain":59.16325,
                    "rows":93},{"values":[-0.46794197],
                    "rows":185},{"values":[0.76433206],
                    "rows":22},{"values":[-0.32782903],
                    "rows":37},{"values":[1.354243],
                    "rows":56}]}]}""");
        }
    }

    @Test
    void drawingsSayWhatIsLeftOut() throws IOException {
        try (var model = trained("sold: number", "decision_tree(max_depth: 5)", "mse(score, sold)")) {
            var trees = model.trees();
            var drawing = trees.drawing(1, 2);
            assertThat(drawing.title()).isEqualTo("tree 1 of 1, for sold");
            assertThat(drawing.boxes()).hasSize(7);
            var nodes = trees.tree(1).nodes().size();
            assertThat(drawing.note())
                    .isEqualTo(
                            "the first 2 questions of each way; " + (nodes - 7) + " nodes further down are not drawn");
            assertThat(drawing.svg())
                    .contains("<svg xmlns=", drawing.title(), drawing.note())
                    .doesNotContain("NaN");
            assertThat(trees.drawing(1, 30).note()).isEmpty();
            assertThat(trees.drawing(1, 30).boxes()).hasSize(nodes);
            assertThatThrownBy(() -> trees.drawing(1, 0)).hasMessage("a drawing is at least 1 question deep, not 0");
        }
    }

    @Test
    void networksAndModelsWithoutTreesAreRefused() throws IOException {
        var layer = "encode -> dense(1)";
        try (var network = compiled("sold: number", layer, "mse(score, sold)").on()) {
            assertThatThrownBy(network::trees)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "model Shop has no trees to explain: its layers are a network; boosted_trees, random_forest,"
                                    + " extra_trees and decision_tree are trees");
        }
        try (var young = compiled("sold: number", "boosted_trees(trees: 4)", "mse(score, sold)")
                .on()) {
            assertThatThrownBy(young::trees)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("model Shop has no trees yet: call fit, or load weights");
            var data = Datasets.of(days(100));
            young.fit(data, FitOptions.NONE.withEpochs(2));
            var trees = young.trees();
            assertThat(trees.size()).isEqualTo(2);
            young.fit(data, FitOptions.NONE.withEpochs(1));
            assertThat(trees.size()).isEqualTo(2);
            assertThat(young.trees().size()).isEqualTo(3);
            assertThatThrownBy(() -> trees.shap(data))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("model Shop has learnt or loaded weights since trees() gave these: call it again");
        }
    }

    @Test
    void whatIsLoadedIsExplainedAlike() throws IOException {
        try (var model = ofAmounts("boosted_trees(trees: 4)")) {
            model.save(folder.resolve("shop.safetensors"));
            try (var loaded = Updraft.load(folder.resolve("shop.safetensors"))) {
                assertThat(loaded.trees().toJson()).isEqualTo(model.trees().toJson());
                assertThat(loaded.trees().importance()).isEqualTo(model.trees().importance());
            }
        }
    }
}
