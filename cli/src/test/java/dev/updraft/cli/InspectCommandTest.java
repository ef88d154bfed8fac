package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.cli.output.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command says of trees, and of what predictions follow from. */
class InspectCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private String table = "";
    private String weights = "";

    /** Plants whose kind follows from two of three columns. */
    private String train(String target, String layer, String loss) throws IOException {
        table = Files.writeString(
                        folder.resolve("plants.csv"),
                        "place,height,number,kind,edible,weight\n"
                                + IntStream.range(0, 120)
                                        .mapToObj(InspectCommandTest::row)
                                        .collect(Collectors.joining("\n")))
                .toString();
        weights = folder.resolve("plants.safetensors").toString();
        var model = Files.writeString(folder.resolve("plants.model"), """
                        model Plants {
                            input plant {
                                place: category["field", "shore", "wood"]
                                height: number(optional: true)
                                number: number
                            }
                            target %s
                            network { plant -> %s -> score }
                            loss %s
                            fit { data: "plants.csv", device: reference, seed: 1 }
                        }
                        """.formatted(target, layer, loss))
                .toString();
        var trained = CommandRun.of("train", model, "--output", weights, "--quiet", "--no-report");
        assertThat(trained.status()).as(trained.err()).isZero();
        return model;
    }

    private String trainKinds() throws IOException {
        return train(
                "kind: class[\"fern\", \"grass\", \"reed\"]",
                "boosted_trees(trees: 5, min_samples_leaf: 5)",
                "sparse_categorical_crossentropy(score, kind)");
    }

    private static String row(int i) {
        var place = List.of("field", "shore", "wood").get(i % 3);
        var height = i * 7 % 40;
        var kind = i % 3 == 2 ? "fern" : height > 20 ? "reed" : "grass";
        return "%s,%s,%s,%s,%s,%s"
                .formatted(place, i % 10 == 9 ? "" : height, i * 31 % 50, kind, i % 3 == 0 ? "yes" : "no", 5 * height);
    }

    @Test
    void weightsOfALinearModelArePrinted() throws IOException {
        var model = train("weight: number", "encode -> linear_regression(alpha: 0.001)", "mse(score, weight)");
        var run = CommandRun.of("inspect", model, "--weights", weights);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}.*", "")))
                .containsExactly(
                        "linear_regression with 8 features",
                        "",
                        "feature",
                        "number",
                        "height",
                        "height is missing",
                        "place is missing",
                        "place is other",
                        "place = field",
                        "place = shore",
                        "place = wood",
                        "bias");
        assertThat(CommandRun.of("inspect", model, "--weights", weights, "--data", table)
                        .err())
                .contains(
                        "--data is for trees, and the model is linear: omit it; --json prints its weights for programs");
    }

    @Test
    void importanceIsPrinted() throws IOException {
        var model = trainKinds();
        var run = CommandRun.of("inspect", model, "--weights", weights);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                boosted_trees of model Plants: 15 trees

                column    gain  splits
                place    66.0%      15
                height   34.0%      20
                number    0.0%       1
                """);
        assertThat(run.status()).isZero();
    }

    @Test
    void shufflingSaysHowMuchWorsePredictionsBecome() throws IOException {
        var model = trainKinds();
        var run = CommandRun.of("inspect", model, "--weights", weights, "--data", table, "--repeats", "2");
        assertThat(run.out().lines().toList().get(2)).isEqualTo("column    gain  splits  worse without, in loss");
        var events = CommandRun.of("inspect", model, "--weights", weights, "--data", table, "--json").events().stream()
                .filter(event -> !event.name().equals("notice"))
                .toList();
        assertThat(events.stream().map(event -> event.name()))
                .containsExactly("importance", "importance", "importance", "result");
        assertThat(events.getFirst().fields().keySet())
                .containsExactly(
                        "event", "column", "gain", "gain_share", "splits", "permutation", "permutation_deviation");
        assertThat(events.getLast().text("kind")).isEqualTo("boosted_trees");
    }

    @Test
    void treesAreWritten() throws IOException {
        var model = trainKinds();
        var text = folder.resolve("trees.txt");
        var run = CommandRun.of("inspect", model, "--weights", weights, "--out", text.toString());
        assertThat(run.out()).isEqualTo("Trees written to " + text + "\n");
        assertThat(Files.readString(text)).contains("tree 15 of 15, for reed");
        var json = folder.resolve("trees.json");
        assertThat(CommandRun.of("inspect", model, "--weights", weights, "--out", json.toString())
                        .status())
                .isZero();
        assertThat(Files.readString(json)).startsWith("{\"model\":\"Plants\"");
        var svg = folder.resolve("tree.svg");
        var drawn = CommandRun.of(
                "inspect", model, "--weights", weights, "--out", svg.toString(), "--tree", "3", "--depth", "1");
        assertThat(drawn.out()).isEqualTo("Drawing written to " + svg + "\n");
        assertThat(Files.readString(svg)).contains("<svg", "tree 3 of 15, for reed", "the first question of each way");
        var none = CommandRun.of("inspect", model, "--weights", weights, "--out", svg.toString(), "--tree", "16");
        assertThat(none.err()).isEqualTo("error: there is no tree 16: model Plants has 15, numbered from 1\n");
        assertThat(none.status()).isEqualTo(ExitStatus.USER_MISTAKE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            --metric accuracy    ! --metric says how columns of data are shuffled: pass --data NAME|PATH, too
            --repeats 3          ! --repeats says how columns of data are shuffled: pass --data NAME|PATH, too
            --tree 3             ! --tree is about a drawing: pass --out with a name that ends in .svg
            --out x.txt --depth 3! --depth is about a drawing: pass --out with a name that ends in .svg
            --out x.png          ! x.png: its name does not say what to write; let it end in .txt, .json or .svg
            --out x.txt --data d ! --out writes the trees, and --data is for what is printed: omit one
            """)
    void optionsThatSayNothingAreRefused(String options, String message) {
        var arguments = new ArrayList<>(List.of("inspect", "x.model", "--weights", "x.safetensors"));
        arguments.addAll(Arrays.asList(options.strip().split(" ")));
        var run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.err()).isEqualTo("error: " + message + "\n");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
    }

    @Test
    void anUnknownMetricIsAMistake() throws IOException {
        var model = trainKinds();
        var run = CommandRun.of("inspect", model, "--weights", weights, "--data", table, "--metric", "auc");
        assertThat(run.err())
                .endsWith("error: model Plants has no metric `auc`: it has loss, accuracy, precision, recall, f1\n");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
    }

    @Test
    void networksHaveNoTrees() throws IOException {
        var model = train("weight: number", "encode -> dense(1)", "mse(score, weight)\n    optimizer adam");
        var message = "model Plants has no trees to explain: boosted_trees, random_forest,"
                + " extra_trees and decision_tree are trees\n";
        var trees = CommandRun.of("inspect", model, "--weights", weights);
        assertThat(trees.err()).isEqualTo("error: " + message);
        assertThat(trees.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        var predict = CommandRun.of("predict", model, "--weights", weights, "--data", table, "--explain");
        assertThat(predict.err()).endsWith("error: --explain: " + message);
        assertThat(predict.status()).isEqualTo(ExitStatus.USER_MISTAKE);
    }

    private List<String> predicted(String model, String... more) {
        var arguments = new ArrayList<>(List.of("predict", model, "--weights", weights, "--explain"));
        arguments.addAll(Arrays.asList(more));
        var run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.err().replaceAll("note: .*\n", "")).isEmpty();
        assertThat(run.status()).isZero();
        return run.out().lines().toList();
    }

    @Test
    void predictionsAreExplained() throws IOException {
        var model = trainKinds();
        assertThat(predicted(model, "--row", "place=shore", "height=30", "number=1"))
                .containsExactly("--row:1\treed\t0.6942\tscore 0.9166 = base -0.1387, height +0.6895, place +0.3658,"
                        + " number +0.000");
        var csv = predicted(model, "--data", table, "--format", "csv");
        assertThat(csv.getFirst())
                .isEqualTo("sample,kind,kind_fern,kind_grass,kind_reed,shap_base,shap_place,shap_height,shap_number");
        assertThat(csv).hasSize(121);
        var jsonl = predicted(model, "--data", table, "--format", "jsonl");
        assertThat(jsonl).hasSize(120).allSatisfy(line -> assertThat(line).contains("\"shap\":[{\"output\":"));
    }

    /** The score of a single output is the logarithm of the odds. */
    @Test
    void contributionsAddUpToTheLogOdds() throws IOException {
        var model = train(
                "edible: class[\"no\", \"yes\"]", "boosted_trees(trees: 5)", "binary_crossentropy(score, edible)");
        var lines = predicted(model, "--data", table, "--format", "csv");
        assertThat(lines.getFirst())
                .isEqualTo("sample,edible,edible_no,edible_yes,shap_base,shap_place,shap_height,shap_number");
        for (var line : lines.subList(1, lines.size())) {
            var cells = line.split(",");
            var yes = Double.parseDouble(cells[3]);
            var sum = Arrays.stream(cells)
                    .skip(4)
                    .mapToDouble(Double::parseDouble)
                    .sum();
            assertThat(sum).isCloseTo(Math.log(yes / (1 - yes)), within(1e-4));
        }
    }

    @Test
    void numbersAreExplainedInTheirUnit() throws IOException {
        var model = train("weight: number", "boosted_trees(trees: 30)", "mse(score, weight)");
        var lines = predicted(model, "--data", table, "--format", "csv");
        assertThat(lines.getFirst()).isEqualTo("sample,weight,shap_base,shap_place,shap_height,shap_number");
        for (var line : lines.subList(1, lines.size())) {
            var cells = line.split(",");
            var sum = Arrays.stream(cells)
                    .skip(2)
                    .mapToDouble(Double::parseDouble)
                    .sum();
            assertThat(sum).isCloseTo(Double.parseDouble(cells[1]), within(1e-3));
        }
    }

    @Test
    void eventsHaveContributionsByColumn() throws IOException {
        var model = trainKinds();
        var run = CommandRun.of("predict", model, "--weights", weights, "--data", table, "--explain", "--json");
        var first = run.events().stream()
                .filter(event -> event.name().equals("prediction"))
                .findFirst()
                .orElseThrow();
        var shap = (List<?>) Objects.requireNonNull(first.fields().get("shap"));
        assertThat(shap).hasSize(1);
        var fields = (Map<?, ?>) shap.getFirst();
        assertThat(List.copyOf(fields.keySet()).toString()).isEqualTo("[output, score, base, columns]");
        assertThat(fields.get("output")).isEqualTo(first.text("class"));
        assertThat(List.copyOf(((Map<?, ?>) Objects.requireNonNull(fields.get("columns"))).keySet())
                        .toString())
                .isEqualTo("[place, height, number]");
    }

    @Test
    void onlyWholePredictionsAreExplained() {
        var run = CommandRun.of(
                "predict",
                "x.model",
                "--weights",
                "x.safetensors",
                "--data",
                "x.csv",
                "--explain",
                "--output",
                "score");
        assertThat(run.err()).isEqualTo("error: --explain is about predictions: omit --output\n");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
    }
}
