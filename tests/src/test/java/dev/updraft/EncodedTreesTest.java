package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.data.Datasets;
import dev.updraft.explain.ColumnImportance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees behind {@code encode}: what it made of a column is named after it, and counts as it. */
class EncodedTreesTest {
    @TempDir
    private Path folder;

    private Model trained() throws IOException {
        var text = """
                model Shop {
                    %s
                    target sold: number(transform: none)
                    network { day -> encode -> boosted_trees(trees: 12, increasing: warmth, min_samples_leaf: 5) -> score }
                    loss mse(score, sold)
                    fit { device: reference, seed: 3 }
                }
                """.formatted(Shop.INPUT);
        var model = Updraft.compile(Files.writeString(folder.resolve("shop.model"), text))
                .on();
        model.fit(Datasets.of(Shop.days(300)));
        return model;
    }

    @Test
    void areNamedAfterColumns() throws IOException {
        try (var model = trained()) {
            var trees = model.trees();
            assertThat(trees.columns())
                    .containsExactlyInAnyOrder("place", "size", "warmth", "open", "date", "remarks", "noise");
            assertThat(trees.features())
                    .contains(
                            "warmth",
                            "warmth is missing",
                            "place is missing",
                            "place = harbour",
                            "place = village",
                            "size",
                            "date.month (sine)",
                            "remarks[rain]");
            assertThat(trees.importance()).extracting(ColumnImportance::column).contains("place", "size");
            assertThat(trees.toText()).contains("place = ");
        }
    }

    @Test
    void contributionsAddUp() throws IOException {
        try (var model = trained()) {
            var data = Datasets.of(Shop.days(60));
            var predictions = model.predict(data);
            var heard = new ArrayList<Integer>();
            var explained = model.trees().shap(data, heard::add);
            for (var i = 0; i < 60; i++) {
                assertThat(explained.get(i).score(0)).isCloseTo(predictions.get(i)[0], within(1e-3));
            }
            assertThat(heard).isSorted().endsWith(60);
        }
    }
}
