package dev.updraft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.Device;
import dev.updraft.Model;
import dev.updraft.Updraft;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.data.DataException;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metric {@code ndcg}, of any model that predicts a number. */
class NdcgTest {
    /** Query, relevance and score of rows in any order; nothing is relevant to query 3. */
    private static final String ROWS = """
            8,3,1.048 5,0,0.033 2,1,-0.229 5,1,0.167 4,3,-0.155 7,2,3.232 11,1,-0.797 4,0,-0.396
            5,3,1.244 0,2,0.015 5,3,-0.788 8,1,0.379 1,3,1.403 5,0,-0.256 3,0,-1.643 3,0,-0.257
            4,3,0.109 1,1,-1.332 3,0,0.41 11,1,0.821 8,4,1.789 4,4,1.296 0,4,2.736 4,0,-1.109
            2,3,0.712 10,3,-0.001 4,3,1.425 11,0,-1.272 4,4,1.562 10,0,-1.282 3,0,-0.589 1,3,2.8
            0,2,1.549 9,0,0.103 7,3,1.842 8,1,1.009 8,2,0.403 7,1,1.245 11,2,0.793 6,0,-1.099
            11,3,0.878 8,3,0.835 6,4,2.338 5,2,-0.302 6,4,0.76 9,3,0.335 3,0,0.83 0,4,1.047
            11,4,1.155 0,3,2.835 1,0,-0.958 0,0,0.11 4,1,-0.648 6,4,1.269 11,0,0.614 11,4,0.545
            """;

    /** {@code sklearn.metrics.ndcg_score([2**relevance - 1], [score], k=k)} of scikit-learn 1.9.1, mean over the queries; 1 for query 3. */
    private static final Map<String, Double> EXPECTED =
            Map.of("ndcg_1", 0.9079365079365079, "ndcg_3", 0.8814924556479711, "ndcg_10", 0.9470996043980905);

    private static final String METRICS = "ndcg(group: query, k: 1), ndcg(group: query, k: 3), ndcg(group: query)";
    private static final String LINEAR = "linear_regression";
    private static final String NETWORK = "encode -> dense(1)";
    private static final String TREES = "boosted_trees(trees: 20, min_samples_leaf: 3)";

    @TempDir
    private Path folder;

    private static List<Map<String, Object>> rows() {
        var rows = new ArrayList<Map<String, Object>>();
        for (var row : ROWS.strip().split("\\s+")) {
            var cells = row.split(",");
            rows.add(new HashMap<>(Map.of(
                    "query", "q" + cells[0],
                    "relevance", Double.parseDouble(cells[1]),
                    "score", Double.parseDouble(cells[2]))));
        }
        return rows;
    }

    private static Dataset data() {
        return Datasets.of(rows());
    }

    private Model model(String layers, String loss, String fit) throws IOException {
        var text = """
                model Rank {
                    input row {
                        query: id
                        score: number
                    }
                    target relevance: number
                    network { row -> %s -> y }
                    loss %s
                    metrics %s
                    %s
                    fit { seed: 3, %s }
                }
                """.formatted(layers, loss, METRICS, layers.equals(NETWORK) ? "optimizer adam(learning_rate: 0.05)" : "", fit);
        return Updraft.compile(Files.writeString(folder.resolve("rank.model"), text))
                .on(Device.cpu(), new Engine.Options(1, 3));
    }

    /** A line that rises puts rows in the order of the column. */
    @ParameterizedTest
    @ValueSource(strings = {LINEAR, NETWORK})
    void isThatOfScikitLearn(String layers) throws IOException {
        try (var model = model(layers, "mse(y, relevance)", layers.equals(NETWORK) ? "epochs: 30, batch_size: 7" : "")) {
            var history = model.fit(data(), FitOptions.NONE.withValidation(data()));
            var last = history.epochs().getLast();
            assertThat(last.metrics()).isEmpty();
            var evaluated = model.evaluate(data());
            EXPECTED.forEach((name, value) -> {
                assertThat(evaluated.metric(name)).isCloseTo(value, within(1e-9));
                assertThat(last.validationMetrics().get(name)).isCloseTo(value, within(1e-9));
            });
            assertThat(evaluated.metrics()).containsKeys("mae", "r2");
        }
    }

    @Test
    void isWhatLambdarankMakesSmallest() throws IOException {
        try (var model = model(TREES, "lambdarank(y, relevance, group: query)", "validation_split: by(query, 0.3)")) {
            var last = model.fit(data()).epochs().getLast();
            assertThat(last.validationMetrics().get("ndcg_10")).isCloseTo(1 - last.validationLoss(), within(1e-12));
            var evaluation = model.evaluate(data());
            assertThat(evaluation.metric("ndcg_10")).isCloseTo(1 - evaluation.loss(), within(1e-12));
            assertThat(evaluation.metrics()).containsOnlyKeys("ndcg_1", "ndcg_3", "ndcg_10");
        }
    }

    @Test
    void canBeWatched() throws IOException {
        var fit = "validation_split: by(query, 0.3), callbacks: [early_stopping(monitor: \"val_ndcg_3\", patience: 2)]";
        try (var model = model(TREES, "mse(y, relevance)", fit)) {
            var epochs = model.fit(data()).epochs();
            assertThat(epochs).hasSizeLessThan(20);
            var best = epochs.stream()
                    .mapToDouble(epoch -> epoch.validationMetrics().get("ndcg_3"))
                    .max()
                    .orElseThrow();
            assertThat(epochs.get(epochs.size() - 3).validationMetrics()).containsEntry("ndcg_3", best);
        }
    }

    @Test
    void needsWholeGroupsAndRelevances() throws IOException {
        try (var model = model(LINEAR, "mse(y, relevance)", "device: cpu")) {
            assertThatThrownBy(() -> model.fit(data(), FitOptions.NONE.withValidationSplit(DataSplit.random(0.2))))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage("a split of 0.2 cuts groups of `query` in two, which ndcg puts in order: write"
                            + " by(query, 0.2)");
            model.fit(data());
            var rows = rows();
            rows.get(4).put("relevance", 2.5);
            assertThatThrownBy(() -> model.evaluate(Datasets.of(rows)))
                    .isInstanceOf(DataException.class)
                    .hasMessageEndingWith(": the target is 2.5, where ndcg takes a whole number from 0 to 31; correct it, or put"
                            + " values into a few classes of relevance");
        }
        var compiled = Updraft.compile(folder.resolve("rank.model"));
        assertThatThrownBy(() ->
                        compiled.crossValidate(data(), 3, Device.cpu(), new Engine.Options(1, 3), FitOptions.NONE))
                .isInstanceOf(TrainingException.class)
                .hasMessage("folds would cut groups of `query` in two, which ndcg puts in order: write validation_split:"
                        + " by(query, 0.2) in the fit block");
    }
}
