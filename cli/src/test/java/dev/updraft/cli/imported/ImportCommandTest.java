package dev.updraft.cli.imported;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.CommandRun;
import dev.updraft.cli.output.ExitStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code updraft import} says and writes. */
class ImportCommandTest {
    private static final String DAMAGED =
            "; the file is damaged, or was not written by the program it seems to be from: save" + " the model again";
    private static final String KINDS =
            "; XGBoost's JSON and UBJSON (save_model) and LightGBM's text (save_model) can be imported";

    @TempDir
    private Path folder = Path.of("");

    private CommandRun run(Path file, String... more) {
        var arguments = new java.util.ArrayList<>(List.of("import", file.toString(), "--output", output().toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private Path output() {
        return folder.resolve("out.model");
    }

    private Path weights() {
        return folder.resolve("out.safetensors");
    }

    private void assertRefused(Path file, String problem) {
        var run = run(file);

        assertThat(run.err()).isEqualTo("error: " + file + ": " + problem + "\n");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(output()).doesNotExist();
        assertThat(weights()).doesNotExist();
    }

    @Test
    void itSaysWhatItHasMade() throws IOException {
        var run = run(Oracle.copy("xgboost/logistic.json", folder), "--target", "Has left");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                %s: model Out with 6 trees of XGBoost 3.4.0 that ask about 4 features
                %s: their weights
                  the file does not name the values of category 'colour': tables have to have its codes, such as 0, or put the\
                 values in the place of the codes in the model
                Predict with it:  updraft predict %s --weights %s --data FILE
                """.formatted(output(), weights(), output(), weights()));
        assertThat(output()).hasContent("""
                /// Trees of XGBoost 3.4.0, from logistic.json.
                model Out {
                    input row {
                        age:        number(optional: true)
                        income_eur: number(optional: true) "Income (EUR)"
                        pet:        bool(optional: true)
                        colour:     category["0", "1", "2", "3"]
                    }
                    target has_left: class[2] "Has left"

                    network { row -> boosted_trees(trees: 6, max_leaves: 8) -> logit }
                    loss    binary_crossentropy(logit, has_left)
                    metrics accuracy, roc_auc
                }
                """);
    }

    @Test
    void jsonHasTheSame() throws IOException {
        var run = run(Oracle.copy("lightgbm/rank.txt", folder), "--json");

        assertThat(run.out())
                .isEqualTo(
                        "{\"event\":\"result\",\"file\":\"%s\",\"weights\":\"%s\",\"model\":\"Out\",\"origin\":\"LightGBM\",\"trees\":5,\"features\":4,\"notes\":[]}\n"
                                .formatted(output(), weights()));
    }

    /** The file does not say which column groups the rows: it is `query`. */
    @Test
    void whatRanksIsEvaluatedByTheOrderOfItsGroups() throws IOException {
        run(Oracle.copy("lightgbm/rank.txt", folder));
        assertThat(output())
                .content()
                .contains(
                        "        query:      id\n", "    loss    lambdarank(score, y, group: query, truncation: 30)\n");
        var rows = Files.readAllLines(Oracle.copy("lightgbm/rows.csv", folder));
        var table = new StringBuilder("query," + rows.getFirst() + ",y\n");
        for (var row = 1; row < rows.size(); row++) {
            table.append(row / 5)
                    .append(',')
                    .append(rows.get(row))
                    .append(',')
                    .append(row % 4)
                    .append('\n');
        }
        var data = Files.writeString(folder.resolve("ranked.csv"), table);

        var run = CommandRun.of(
                "evaluate",
                output().toString(),
                "--weights",
                weights().toString(),
                "--device",
                "cpu",
                "--no-report",
                "--data",
                data.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).containsPattern("loss +0\\.[0-9]+");
    }

    @Test
    void aScoreIsPredictedFromARowOfTheCommandLine() throws IOException {
        run(Oracle.copy("lightgbm/rank.txt", folder));

        var run = CommandRun.of(
                "predict",
                output().toString(),
                "--weights",
                weights().toString(),
                "--device",
                "cpu",
                "--row",
                "visits=2",
                "age=30",
                "colour=red");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
    }

    @Test
    void nothingIsOverwrittenUnlessAskedFor() throws IOException {
        var file = Oracle.copy("lightgbm/regression.txt", folder);
        Files.writeString(output(), "mine");

        assertThat(run(file).err())
                .isEqualTo("error: " + output()
                        + ": exists already; pass --force to overwrite it, or choose another name with --output\n");
        assertThat(output()).hasContent("mine");
        assertThat(weights()).doesNotExist();
        assertThat(run(file, "--force").status()).isZero();
        assertThat(weights()).exists();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "xgboost/cox.json | learnt `survival:cox`, which cannot be imported; docs/importing-trees.md lists what can",
                "xgboost/linear.json | is a linear model (gblinear), not trees; what it does is a dense(1) in a network",
                "xgboost/vectors.json | its trees have several numbers in a leaf (multi_strategy: multi_output_tree), which cannot be imported; train it with multi_strategy: one_output_per_tree",
                "xgboost/two-quantiles.json | learnt `reg:quantileerror` for 2 outputs, of which only one can be imported; train a model for each",
                "lightgbm/linear.txt | its leaves are linear models (linear_tree), which cannot be imported; train it with linear_tree=false",
                "lightgbm/root.txt | learnt `regression with reg_sqrt`, which cannot be imported; docs/importing-trees.md lists what can",
                "lightgbm/share-lambda.txt | learnt `cross_entropy_lambda`, which cannot be imported; docs/importing-trees.md lists what can",
            })
    void whatNoModelDoesIsRefused(String name, String problem) throws IOException {
        assertRefused(Oracle.copy(name, folder), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "hello | is no model that is known here",
                "{\"a\": 1} | is JSON, but no model of XGBoost",
                "'' | is empty",
            })
    void otherFilesAreRefused(String text, String problem) throws IOException {
        assertRefused(Files.writeString(folder.resolve("a.json"), text), problem + KINDS);
    }

    @Test
    void filesThatOtherProgramsWriteTooAreKnown() throws IOException {
        assertRefused(
                Files.writeString(folder.resolve("a.json"), "[{\"nodeid\": 0}]"),
                "is a dump of trees for reading, which has less than the model; save it with save_model");
        assertRefused(
                Files.writeString(folder.resolve("b.json"), "{\"name\": \"tree\", \"tree_info\": []}"),
                "is a dump of trees for reading, which has less than the model; save it with save_model");
        assertRefused(
                Files.write(folder.resolve("a.pkl"), new byte[] {(byte) 0x80, 4}),
                "is a Python object (pickle or joblib), which only Python reads; save the model itself: XGBoost's"
                        + " save_model(\"model.ubj\"), LightGBM's booster_.save_model(\"model.txt\")");
        assertRefused(
                Files.writeString(folder.resolve("a.bin"), "binf"),
                "is in a binary format of XGBoost that is no longer used; load it with the version that wrote it, and save"
                        + " it as .json or .ubj");
        assertRefused(folder.resolve("none.json"), "there is no such file; check the path");
        assertRefused(folder, "is a folder; pass the file of a model");
    }

    private Path changed(String name, String from, String to) throws IOException {
        var file = Oracle.copy(name, folder);
        var text = Files.readString(file);
        assertThat(text).contains(from);
        return Files.writeString(file, text.replace(from, to));
    }

    @Test
    void damageIsFoundWithItsPlace() throws IOException {
        assertRefused(
                changed("xgboost/squared.json", "\"left_children\":[1,3,", "\"left_children\":[1,0,"),
                "`learner.gradient_booster.model.trees[0]`: node 0 has two parents" + DAMAGED);
        assertRefused(
                changed("xgboost/squared.json", "\"left_children\":[1,3,", "\"left_children\":[1,99,"),
                "`learner.gradient_booster.model.trees[0].left_children[1]`: is 99, expected a whole number from -1 to 14"
                        + DAMAGED);
        assertRefused(
                changed("xgboost/softmax.json", "\"tree_info\":[0,1,2,", "\"tree_info\":[0,0,2,"),
                "`learner.gradient_booster.model.tree_info`: output 0 has 4 trees and output 1 has 2, expected as many of"
                        + " each" + DAMAGED);
        assertRefused(
                changed("xgboost/squared.json", "\"base_score\":\"[2.749835E0]\"", "\"base_score\":\"x\""),
                "`learner.learner_model_param.base_score`: is no number" + DAMAGED);
        assertRefused(
                changed("lightgbm/regression.txt", "left_child=2 4", "left_child=2 7"),
                "line 19, `left_child`: element 1 is 7, expected a whole number from -6 to 4" + DAMAGED);
        assertRefused(
                changed("lightgbm/regression.txt", "left_child=2 4", "left_child=2 0"),
                "tree 0, from line 12: node 0 has two parents" + DAMAGED);
        assertRefused(
                changed("lightgbm/regression.txt", "cat_threshold=9", "cat_threshold=999"),
                "line 9, `feature_infos`: feature 'colour' has category 9, but pandas_categorical has 6 for it"
                        + DAMAGED);
        assertRefused(
                changed("lightgbm/regression.txt", "[[\"red\"", "[[\"red\"], [\"red\""),
                "its table had 2 columns of categories (pandas_categorical), of which the trees have 1: the file does not tell"
                        + " which; train it on a table in which all of them are categories without an order and have several"
                        + " values");
    }

    @Test
    void aFileThatIsCutOffIsRefused() throws IOException {
        for (var name : List.of("xgboost/squared.json", "xgboost/squared.ubj", "lightgbm/codes.txt")) {
            var file = Oracle.copy(name, folder);
            Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 3000));
        }
        assertRefused(
                folder.resolve("squared.json"),
                "line 1, column 3001: the file ends in the middle of its JSON: it is cut off" + DAMAGED);
        assertRefused(
                folder.resolve("squared.ubj"), "byte 2998: 8 bytes should follow, but there are 2 bytes" + DAMAGED);
        assertRefused(
                folder.resolve("codes.txt"), "line 92: the file ends before `end of trees`: it is cut off" + DAMAGED);
    }

    @Test
    void whatClaimsToBeHugeTakesNoMemory() throws IOException {
        assertRefused(
                Files.writeString(folder.resolve("a.json"), "{\"learner\":".repeat(100_000)),
                "line 1, column 354: is no JSON of a model: more than 32 lists and objects are in each other"
                        + DAMAGED);
        assertRefused(
                Files.write(
                        folder.resolve("a.ubj"),
                        "{L\0\0\0\0\0\0\0\1a[$d#L\0\177\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1)),
                "byte 24: 35747322042253312 times 4 bytes should follow, but there are 0 bytes" + DAMAGED);
        assertRefused(
                changed("lightgbm/regression.txt", "num_leaves=6", "num_leaves=16000000"),
                "line 15, `split_feature`: has 5 elements, expected 15999999" + DAMAGED);
    }

    /** As Python has it, where pandas has made the codes. */
    @Test
    void categoriesThatXgboostNamesHaveTheirNames() throws IOException {
        var named = changed("xgboost/squared.json", "\"cats\":{\"enc\":[],", """
                "cats":{"enc":[{"offsets":[],"values":[]},{"offsets":[],"values":[]},{"offsets":[],"values":[]},\
                {"offsets":[0,3,5,6,7,8,11],"values":[114,101,100,195,182,97,98,99,34,34,34]}],""");

        assertThat(run(named).err()).isEmpty();
        assertThat(Files.readString(output()))
                .contains("colour:     category[\"red\", \"ö\", \"a\", \"b\", \"c\", \"\\\"\\\"\\\"\"]");
    }
}
