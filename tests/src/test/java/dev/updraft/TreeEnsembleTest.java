package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.explain.TreeEnsemble;
import dev.updraft.training.FitOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What explains the trees of a model, against what the model predicts. */
class TreeEnsembleTest {
    @TempDir
    private Path folder;

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
        try (var model = new Shop(folder).ofAmounts("boosted_trees(trees: 12, min_samples_leaf: 5)")) {
            var data = Datasets.of(Shop.days(60));
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
            var one = trees.shap(Shop.withoutTargets(Shop.days(60).getFirst()));
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
        try (var model = new Shop(folder).ofAmounts(layer)) {
            var data = Datasets.of(Shop.days(60));
            assertThat(model.trees().base()).containsExactly(0.0, 0.0, 0.0);
            assertSums(model.trees(), data, model.predict(data), 1e-5);
        }
    }

    @Test
    void aScoreOfTwoClassesIsThatOfTheSecond() throws IOException {
        try (var model = new Shop(folder)
                .trained(
                        "much: class[\"no\", \"yes\"]",
                        "boosted_trees(trees: 20)",
                        "binary_crossentropy(score, much)")) {
            var data = Datasets.of(Shop.days(60));
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
        try (var model = new Shop(folder).trained("sold: number", layer, "mse(score, sold)")) {
            var data = Datasets.of(Shop.days(60));
            assertThat(model.trees().outputs()).containsExactly("sold");
            assertSums(model.trees(), data, model.predict(data), 1e-5);
        }
    }

    @Test
    void contributionsToALogarithmAddUpToIt() throws IOException {
        try (var model = new Shop(folder)
                .trained("sold: number(transform: log)", "boosted_trees(trees: 20)", "mse(score, sold)")) {
            var data = Datasets.of(Shop.days(60));
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
    void networksAndModelsWithoutTreesAreRefused() throws IOException {
        var layer = "encode -> dense(1)";
        try (var network = new Shop(folder)
                .compiled("sold: number", layer, "mse(score, sold)")
                .on()) {
            assertThatThrownBy(network::trees)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("model Shop has no trees to explain: boosted_trees, random_forest,"
                            + " extra_trees and decision_tree are trees");
        }
        try (var young = new Shop(folder)
                .compiled("sold: number", "boosted_trees(trees: 4)", "mse(score, sold)")
                .on()) {
            assertThatThrownBy(young::trees)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("model Shop has no trees yet: call fit, or load weights");
            var data = Datasets.of(Shop.days(100));
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
        try (var model = new Shop(folder).ofAmounts("boosted_trees(trees: 4)")) {
            model.save(folder.resolve("shop.safetensors"));
            try (var loaded = Updraft.load(folder.resolve("shop.safetensors"))) {
                assertThat(loaded.trees().toJson()).isEqualTo(model.trees().toJson());
                assertThat(loaded.trees().importance()).isEqualTo(model.trees().importance());
            }
        }
    }
}
