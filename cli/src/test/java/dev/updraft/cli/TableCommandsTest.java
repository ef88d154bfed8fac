package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.CommandRun.Event;
import dev.updraft.cli.output.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that read a table and write a model for it. */
class TableCommandsTest {

    @TempDir
    private Path folder = Path.of("");

    /** Customers who stay, and some who leave for a reason. */
    private Path customers() throws IOException {
        var rows = IntStream.range(0, 60)
                .mapToObj(row -> String.format(
                        Locale.ROOT,
                        "C%03d,%d,%s,%s,\"%s\",2024-%02d-01,%s,5,%s",
                        row,
                        row * 7 % 50,
                        row % 6 == 0 ? "" : row * 1.5,
                        new String[] {"basic", "plus", "pro"}[row % 3],
                        row % 4 == 0 ? "yes" : "no",
                        row % 12 + 1,
                        row % 5 == 0 ? "moved" : "",
                        row % 5 == 0 ? "Yes" : "No"))
                .collect(Collectors.joining("\n"));
        return Files.writeString(
                folder.resolve("customers.csv"),
                "customerID,tenure,Charges ($),contract,senior,since,Reason,country,Churn\n" + rows + "\n");
    }

    private Path model() {
        return folder.resolve("customers.model");
    }

    private CommandRun write(String... more) throws IOException {
        var arguments = new ArrayList<>(List.of("new", customers().toString(), "--output", model().toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void aTableIsDescribed() throws IOException {
        var run = CommandRun.of("describe", customers().toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out().replace(folder + "/", "")).isEqualTo("""
                customers.csv: comma-separated values with a header
                60 rows, 9 columns
                ────────────────────────────────────────────────────────────────────────────────────────
                Column       Kind                     Missing  Distinct  Summary
                ────────────────────────────────────────────────────────────────────────────────────────
                customerID   id                                      60  C000, C001, C002, C003, C004, …
                tenure       number                                  50  0 … 24 … 49
                Charges ($)  number(optional: true)  10 (17%)        50  1.5 … 45 … 88.5
                contract     category                                 3  basic 20, plus 20, pro 20
                senior       bool                                     2  no 45, yes 15
                since        date                                    12  2024-01-01 … 2024-12-01
                Reason       category                48 (80%)         1  moved 12
                country      ignore                                   1  5
                Churn        bool                                     2  No 48, Yes 12
                ────────────────────────────────────────────────────────────────────────────────────────

                'customerID' is unique to each row, so that it can only be learnt by heart; declare it id
                'Reason' is missing in 80 % of the rows; ignore it, unless it matters that it is missing
                'country' is the same in all rows; ignore it
                """);
    }

    @Test
    void aDescriptionIsJsonIfAskedFor() throws IOException {
        var run = CommandRun.of("describe", customers().toString(), "--target", "Churn", "--json");
        assertThat(run.events().stream().filter(event -> event.name().equals("column")))
                .hasSize(9)
                .first()
                .satisfies(event -> assertThat(event.text("kind")).isEqualTo("id"));
        assertThat(run.events().stream().filter(event -> event.name().equals("warning")))
                .extracting(event -> event.text("column") + " " + event.text("cause"))
                .contains("country constant", "Reason leak");
        assertThat(run.lastEvent().number("rows")).isEqualTo(60);
    }

    @Test
    void ofManyColumnsSomeAreShown() throws IOException {
        var header = IntStream.range(0, 220).mapToObj(i -> "x" + i).collect(Collectors.joining(","));
        var row = IntStream.range(0, 220).mapToObj(i -> i + ".5").collect(Collectors.joining(","));
        var file = Files.writeString(
                folder.resolve("wide.csv"), header + "\n" + row + "\n" + row.replace(".5", ".25") + "\n");
        var run = CommandRun.of("describe", file.toString());
        assertThat(run.out())
                .contains("x49 ", "and 170 more columns; --json has all")
                .doesNotContain("x50 ");
        assertThat(CommandRun.of("describe", file.toString(), "--json").events())
                .extracting(Event::name)
                .filteredOn("column"::equals)
                .hasSize(220);
    }

    @Test
    void aModelIsWrittenThatTrains() throws IOException {
        var run = write("--target", "Churn");
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains(
                        "model Customers predicts 'Churn' (2 classes) from 5 columns, 1 id, 2 ignored",
                        "'Reason' is ignored: may give churn away: each of its values goes with one class",
                        "updraft train");
        assertThat(Files.readString(model())).isEqualTo("""
                /// Predicts churn from the other columns of customers.csv.
                model Customers {
                    input customer {
                        customer_id: id  // different in every row
                        tenure:      number
                        charges:     number(optional: true) "Charges ($)"
                        contract:    category
                        senior:      bool
                        since:       date
                        reason:      ignore  // may give churn away: each of its values goes with one class
                        country:     ignore  // the same in all rows
                    }
                    target churn: class["No", "Yes"] "Churn"

                    network {
                        customer -> encode -> features
                        features -> dense(1) -> wide
                        features -> dense(64, activation: relu) -> dense(32, activation: relu) -> dense(1) -> deep
                        wide + deep -> logit
                    }

                    loss      binary_crossentropy(logit, churn)
                    optimizer adamw(learning_rate: 0.001)
                    metrics   accuracy, roc_auc

                    fit {
                        epochs: 200, batch_size: 32, data: "customers.csv", validation_split: 0.2, test_split: 0.2,
                        callbacks: [early_stopping(patience: 20, restore_best: true)]
                    }
                }
                """);
        assertThat(train(model())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"network", "linear", "trees", "forest"})
    void aModelIsWrittenWithWhatIsWanted(String kind) throws IOException {
        assertThat(write("--target", "Churn", "--with", kind).err()).isEmpty();
        assertThat(Files.readString(model()).lines().filter(line -> line.contains("customer ->")))
                .hasSize(1)
                .first()
                .asString()
                .endsWith(
                        switch (kind) {
                            case "network" -> "        customer -> encode -> features";
                            case "linear" ->
                                "    network { customer -> encode -> logistic_regression(c: 1.0) -> logit }";
                            case "trees" -> "    network { customer -> boosted_trees(trees: 500) -> logit }";
                            default -> "    network { customer -> random_forest(trees: 200) -> logit }";
                        });
        assertThat(train(model())).isEmpty();
    }

    @Test
    void allKindsAreTriedOnTheSameFolds() throws IOException {
        var run = write("--target", "Churn", "--with", "all");
        assertThat(run.status()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}.*", "")))
                .startsWith(
                        "Over 5 folds, mean ± standard deviation:",
                        "",
                        "network",
                        "linear model",
                        "boosted trees",
                        "random forest");
        assertThat(run.out())
                .containsPattern("The best is written, by roc_auc: (network|linear model|boosted trees|random forest)");
        assertThat(train(model())).isEmpty();
    }

    @Test
    void whatCannotLearnIsRefused() throws IOException {
        assertThat(write("--target", "Churn", "--with", "magic").err())
                .contains("'magic' is none of network, linear, trees, forest, all, clusters, anomalies");
    }

    private String train(Path model) {
        var run = CommandRun.of(
                "train",
                model.toString(),
                "--epochs",
                "1",
                "--no-report",
                "--quiet",
                "--output",
                folder.resolve("weights.safetensors").toString());
        return run.status() == ExitStatus.SUCCESS ? "" : run.err();
    }

    @Test
    void aFileThatExistsIsKept() throws IOException {
        Files.writeString(model(), "mine");
        assertThat(write("--target", "Churn").err()).contains("exists already", "--force");
        assertThat(model()).hasContent("mine");
        assertThat(write("--target", "Churn", "--force").status()).isZero();
    }

    @Test
    void withoutATargetColumnsAreListed() throws IOException {
        var run = write();
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err())
                .contains(
                        "pass --target",
                        "tenure  (numbers)",
                        "contract  (3 classes)",
                        "Churn  (2 classes)  looks like a target");
        assertThat(model()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"customerID", "Reason", "country"})
    void someColumnsCannotBePredicted(String target) throws IOException {
        var run = write("--target", target);
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains("column '" + target + "' cannot be predicted");
    }

    @Test
    void aMistypedTargetIsCorrected() throws IOException {
        assertThat(write("--target", "tenuer").err()).contains("no column 'tenuer'; did you mean 'tenure'?");
        assertThat(write("--target", "churn").status()).isZero();
    }

    @Test
    void numbersArePredictedInTheirUnitOrAsClasses() throws IOException {
        write("--target", "tenure");
        assertThat(Files.readString(model()))
                .contains("target tenure: number\n", "mean_squared_error(prediction, tenure)", "mae, r2");
        assertThat(train(model())).isEmpty();
        write("--target", "tenure", "--classes", "--force");
        assertThat(Files.readString(model())).contains("target tenure: class\n", "dense(50) -> deep", "-> logits");
        assertThat(train(model())).isEmpty();
    }

    /** Whatever columns are called, the compiler takes the model and finds them again. */
    @Test
    void headersMayBeAnything() throws IOException {
        var header = String.join(
                ",",
                "model",
                "loss",
                "true",
                "2010",
                "x".repeat(300),
                "größe",
                "年齢",
                "\"say \"\"hi\"\" \\\\ \"",
                "A",
                "a",
                "a_2",
                "lifeExp",
                "life_exp",
                "dense",
                "twice",
                "twice",
                "\"two\nlines\"",
                "price // net",
                "input");
        var rows = IntStream.range(0, 40)
                .mapToObj(row -> IntStream.range(0, 18)
                                .mapToObj(i -> (row * (i + 3) % 23) + ".5")
                                .collect(Collectors.joining(","))
                        + "," + (row % 2 == 0 ? "on\"\"e" : "two").replace("on\"\"e", "\"on\"\"e\""))
                .collect(Collectors.joining("\n"));
        var file = Files.writeString(folder.resolve("2024 größe.csv"), header + "\n" + rows + "\n");
        var model = folder.resolve("odd.model");
        for (var target : new String[] {"input", "dense", "年齢", "x".repeat(300), "A", "two\nlines"}) {
            var run =
                    CommandRun.of("new", file.toString(), "--target", target, "--output", model.toString(), "--force");
            assertThat(run.err()).as(target).isEmpty();
            assertThat(train(model)).as(target + "\n" + Files.readString(model)).isEmpty();
        }
    }

    @Test
    void aMissingDriverIsNamedInOneLine() throws IOException {
        var parquet = Files.writeString(folder.resolve("customers.parquet"), "PAR1");
        var model = Files.writeString(folder.resolve("shop.model"), """
                model Shop {
                    input customer { tenure: number }
                    target churn: class["No", "Yes"]
                    network { customer -> encode -> dense(1) -> logit }
                    loss binary_crossentropy(logit, churn)
                    optimizer adam
                    fit { data: sql("jdbc:h2:./shop", "select * from customers") }
                }
                """);

        assertThat(CommandRun.of("describe", parquet.toString()).err())
                .isEqualTo("error: " + parquet
                        + ": needs the driver org.duckdb:duckdb_jdbc, which is not on the class path;"
                        + " download its .jar from Maven Central and set"
                        + " the environment variable UPDRAFT_CLASSPATH to its path; in Java, add org.duckdb:duckdb_jdbc to"
                        + " your dependencies\n");
        assertThat(CommandRun.of("train", model.toString()).err())
                .isEqualTo("error: jdbc:h2:./shop: needs the driver com.h2database:h2, which is not on the class path;"
                        + " download its .jar from Maven Central and set the"
                        + " environment variable UPDRAFT_CLASSPATH to its path; in Java, add com.h2database:h2 to your"
                        + " dependencies\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "sql"})
    void sourcesOfDataAreExplained(String name) {
        assertThat(CommandRun.of("explain", name).out()).startsWith(name + " (data source)\n");
    }

    @Test
    void theSummarySaysWhatWasLearntOfColumns() throws IOException {
        assertThat(write("--target", "Churn").status()).isZero();
        var weights = folder.resolve("customers.safetensors");
        var train = CommandRun.of(
                "train", model().toString(), "--epochs", "1", "--no-report", "--output", weights.toString());
        assertThat(train.err()).doesNotContain("error");

        var before = CommandRun.of("summary", model().toString());
        assertThat(before.out()).contains("What encode makes of customer").doesNotContain("Learnt");
        var run = CommandRun.of("summary", model().toString(), "--weights", weights.toString());
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Learnt").containsPattern("tenure +number +1 +standardised +mean [0-9.]+, st");
        var columns = CommandRun.of("summary", model().toString(), "--weights", weights.toString(), "--json")
                .events();
        assertThat(columns)
                .filteredOn(event -> "contract".equals(event.fields().get("name")))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.text("learnt").split(", ")).containsExactlyInAnyOrder("basic", "plus", "pro"));
        var numbers = columns.stream()
                .filter(event -> event.fields().containsKey("becomes"))
                .mapToInt(event -> (int) event.number("numbers"))
                .sum();
        assertThat(columns)
                .filteredOn(event -> "encode".equals(event.fields().get("kind")))
                .singleElement()
                .satisfies(event -> assertThat(event.fields()).containsEntry("shape", List.of(numbers)));
    }

    @Test
    void rowsWithTooFewCellsAreCountedAndTheOthersDescribed() throws IOException {
        var ragged = Files.writeString(folder.resolve("ragged.csv"), "a,b\n1,x\n2\n3,y\n4,x,9\n5,y\n");
        var run = CommandRun.of("describe", ragged.toString());

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("3 rows, 2 columns");
        assertThat(run.err()).isEqualToIgnoringNewLines("""
                warning: %1$s: 2 rows of 5 cannot be read:
                  %1$s:3: has 1 cell, but the header has 2
                  %1$s:5: has 3 cells, but the header has 2
                  complete the rows or remove them
                  these rows are left out of what follows
                """.formatted(ragged));
    }

    @Test
    void aTableOfWhichNoRowCanBeReadIsAMistake() throws IOException {
        var ragged = Files.writeString(folder.resolve("ragged.csv"), "a,b,c\n1,x\n2,y\n");
        var run = CommandRun.of("describe", ragged.toString());

        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains("2 rows of 2 cannot be read");
    }
}
