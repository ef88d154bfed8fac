package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.output.ExitStatus;
import dev.updraft.cli.output.StreamWriter;
import dev.updraft.cli.output.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Predictions of rows of tables: what is read, and what is written. */
class PredictTableTest {

    @TempDir
    private Path folder = Path.of("");

    private String model = "";
    private String weights = "";
    private String table = "";

    @BeforeEach
    void train() throws IOException {
        table = Files.writeString(
                        folder.resolve("c.csv"),
                        "id,tenure,Charges ($),contract,Churn,price\n"
                                + IntStream.range(0, 40)
                                        .mapToObj(i -> "\"C,%s\",%s,%s,%s,%s,%s"
                                                .formatted(
                                                        i,
                                                        i * 7 % 50,
                                                        i % 6 == 0 ? "" : i,
                                                        i % 2 == 0 ? "basic" : "One year",
                                                        i * 7 % 50 < 20 ? "Yes" : "No",
                                                        20_000 + i * 7 % 50 * 1000))
                                        .collect(Collectors.joining("\n")))
                .toString();
        weights = folder.resolve("c.safetensors").toString();
        model = Files.writeString(folder.resolve("c.model"), """
                model C {
                    input customer {
                        id: id
                        tenure: number
                        charges: number(optional: true) "Charges ($)"
                        contract: category["basic", "One year"]
                    }
                    target churn: class["No", "Yes"] "Churn"
                    target price: number
                    network {
                        customer -> encode -> rows
                        rows -> dense(1) -> logit
                        rows -> dense(1) -> value
                    }
                    loss binary_crossentropy(logit, churn) + mse(value, price)
                    optimizer adam(learning_rate: 0.1)
                    fit { epochs: 60, batch_size: 8, data: "c.csv" }
                }
                """).toString();
        var trained =
                CommandRun.of("train", model, "--device", "reference", "--output", weights, "--quiet", "--no-report");
        assertThat(trained.status()).as(trained.err()).isZero();
    }

    private CommandRun predict(String... more) {
        return CommandRun.of(arguments(more));
    }

    private String[] arguments(String... more) {
        var arguments = new ArrayList<>(List.of("predict", model, "--device", "reference", "--weights", weights));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private CommandRun predictFrom(String in, String... more) {
        var before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)));
            return predict(more);
        } finally {
            System.setIn(before);
        }
    }

    private String plain(String text) {
        return text.replace(folder + "/", "");
    }

    @Test
    void theTableOfTrainingIsPredictedWithIdsClassesProbabilitiesAndUnits() {
        var run = predict("--data", table, "--format", "csv");
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).hasSize(41);
        assertThat(run.out().lines().toList().getFirst()).isEqualTo("id,churn,churn_No,churn_Yes,price");
        assertThat(run.out().lines().toList().get(1))
                .matches("\"C,0\",Yes,[-0-9.E]+,(0\\.9|1)[.0-9]*,(19|20)\\d{3}\\.\\d+");
    }

    @Test
    void jsonLinesHaveTheSame() throws IOException {
        var run = predict("--data", table, "--format", "jsonl");
        assertThat(run.out().lines()).hasSize(40);
        assertThat(run.out()).startsWith("{\"id\":\"C,0\",\"churn\":\"Yes\",\"churn_No\":");
    }

    @Test
    void theThresholdDecides() throws IOException {
        var strict = Files.writeString(
                folder.resolve("c.model"),
                Files.readString(Path.of(model)).replace("epochs: 60", "threshold: 0.9999, epochs: 60"));
        assertThat(CommandRun.of("summary", strict.toString()).out())
                .contains("\nThreshold between the two classes: 0.9999\n");
        var trained =
                CommandRun.of("train", model, "--device", "reference", "--output", weights, "--quiet", "--no-report");
        assertThat(trained.out()).contains("churn_threshold  0.9999");
        var evaluated = CommandRun.of(
                "evaluate",
                model,
                "--data",
                table,
                "--device",
                "reference",
                "--weights",
                weights,
                "--json",
                "--no-report");
        assertThat(String.valueOf(evaluated.lastEvent().fields().get("targets")))
                .contains("churn={", "threshold=0.9999");
        // An uncertain yes is a no: in a file as in the text.
        var row = new String[] {"--row", "tenure=15", "charges=20", "contract=basic"};
        assertThat(predict(row).out()).startsWith("--row:1\tchurn: No\t0.");
        var csv = predict("--format", "csv", "--row", "tenure=15", "charges=20", "contract=basic");
        var cells = csv.out().lines().toList().getLast().split(",");
        assertThat(cells[1]).isEqualTo("No");
        assertThat(Double.parseDouble(cells[3])).isBetween(0.5, 0.9999);
    }

    @Test
    void textIsAsBefore() {
        var run = predict("--data", table);
        assertThat(plain(run.out())).startsWith("c.csv:2\tchurn: Yes\t").contains("\tprice: ");
        assertThat(predict("--data", table, "--format", "text").out()).isEqualTo(run.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Charges ($),more,contract,id,tenure\n2,x,One year,A,3\n",
                "Charges ($)\tcontract\tid\ttenure\n2\tOne year\tA\t3\n",
                "{\"tenure\":3,\"charges\":2,\"contract\":\"One year\",\"id\":\"A\"}\n",
                "\n [ {\"tenure\":3,\"Charges ($)\":2,\"contract\":\"One year\",\"id\":\"A\"}]"
            })
    void standardInputIsAnyTable(String text) {
        var run = predictFrom(text, "--data", "-", "--format", "csv");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("id,churn,churn_No,churn_Yes,price\nA,Yes,")
                .hasLineCount(2);
    }

    @Test
    void mistakesInStandardInputAreNamed() {
        assertThat(predictFrom("", "--data", "-").err()).startsWith("error: standard input: ");
        assertThat(predictFrom("tenure,charges,contract\nx,1,basic\n", "--data", "-")
                        .err())
                .isEqualTo(
                        "error: standard input:2: column tenure: 'x' is not a number; correct the cells or remove the"
                                + " rows\n");
    }

    @Test
    void aRowIsGivenOnTheCommandLine() {
        var words = predict("--row", "tenure=2", "contract=One year", "Charges ($)=3", "--format", "csv");
        assertThat(words.err()).isEmpty();
        assertThat(words.out())
                .startsWith("id,churn,churn_No,churn_Yes,price\n,Yes,")
                .hasLineCount(2);
        var repeated =
                predict("--row", "tenure=2", "--row", "contract=One year", "--row", "charges=3", "--format", "csv");
        assertThat(repeated.out()).isEqualTo(words.out());
        assertThat(predict("--row", "tenure=2", "contract=", "--json").err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "charges=2 | has no value for tenure, which the model needs; add tenure=…; or declare what may be missing"
                        + " as optional, as in tenure: number(optional: true)",
                "tenur=2 | 'tenur' is no column of the model; did you mean 'tenure'?",
                "zzz=2 | 'zzz' is no column of the model; its columns are id, tenure, Charges ($), contract",
                "tenure=x | column tenure: 'x' is not a number; correct the cells or remove the rows",
                "tenure | 'tenure' is not of the form NAME=VALUE, such as tenure=2; put quotes around it if it has blanks"
            })
    void whatARowLacksIsSaid(String word, String problem) {
        assertThat(predict("--row", word).err()).isEqualTo("error: --row: " + problem + "\n");
    }

    @Test
    void aValueOfNoListIsToldOfOnce() {
        var run = predictFrom("id,tenure,Charges ($),contract\nA,1,1,odd\nB,2,1,new\nC,3,1,basic\n", "--data", "-");
        assertThat(run.out()).hasLineCount(3);
        assertThat(run.err())
                .isEqualTo(
                        "note: standard input: column contract: 2 of 3 rows have a value that the model does not know"
                                + " ('odd', 'new'); it is taken as \"other\"\n");
    }

    @Test
    void aFileIsWrittenWhole() throws IOException {
        var out = folder.resolve("p.csv");
        var run = predict("--data", table, "--out", out.toString());
        assertThat(plain(run.out())).isEqualTo("40 predictions written to p.csv\n");
        assertThat(Files.readString(out))
                .isEqualTo(predict("--data", table, "--format", "csv").out());
        // Again, with fewer.
        assertThat(predict("--row", "tenure=1", "--out", out.toString()).out()).startsWith("1 prediction written to ");
        assertThat(out).content().hasLineCount(2);
        try (var files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p.parquet | needs the driver org.duckdb:duckdb_jdbc, which is not on the class path; download its .jar from"
                        + " Maven Central and set the environment variable UPDRAFT_CLASSPATH to its path; in Java, add"
                        + " org.duckdb:duckdb_jdbc to your dependencies",
                "c.csv | is read by this command, so it is not overwritten; choose another name with --out",
                "p.doc | its name does not say in which format to write it; let it end in .csv or .jsonl, or pass --format"
                        + " csv, jsonl or text"
            })
    void whatIsNoFileForPredictionsIsLeftAlone(String name, String problem) throws IOException {
        var before = Files.readString(Path.of(table));
        var run = predict("--data", table, "--out", folder.resolve(name).toString());
        assertThat(plain(run.err())).isEqualTo("error: " + name + ": " + problem + "\n");
        assertThat(Files.readString(Path.of(table))).isEqualTo(before);
    }

    @Test
    void parquetIsForFiles() {
        var run = predict("--data", table, "--format", "parquet");
        assertThat(run.err()).isEqualTo("error: --format parquet needs a file: add --out predictions.parquet\n");
    }

    @Test
    void aFileOfAnotherKindIsNotOverwritten() throws IOException {
        var notes = Files.writeString(folder.resolve("notes.md"), "mine");
        var run = predict("--data", table, "--format", "csv", "--out", notes.toString());
        assertThat(plain(run.err()))
                .isEqualTo(
                        "error: notes.md: exists, and its name does not end as that of a file with predictions does, so"
                                + " it is not overwritten; choose another name, or remove the file first\n");
        assertThat(notes).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void aFullDiskIsAnError(String format) {
        var err = new StringWriter();
        var full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        var terminal = new Terminal(new StreamWriter(full), new PrintWriter(err), 0, false);
        var status = UpdraftCommand.run(terminal, arguments("--data", table, "--format", format));
        terminal.err().flush();
        assertThat(status).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(err.toString()).isEqualTo("error: standard output: No space left on device\n");
    }

    @Test
    void whatContradictsItselfIsRefused() {
        assertThat(predict().err())
                .isEqualTo("error: no data given: pass --data NAME|PATH, --data - for a table from standard input, or"
                        + " --row NAME=VALUE\n");
        assertThat(predict("--data", table, "--row", "tenure=1").err())
                .isEqualTo("error: --data and --row exclude each other: omit one\n");
        assertThat(predict("--data", table, "--json", "--format", "csv")
                        .lastEvent()
                        .text("message"))
                .startsWith("--json prints events of its own");
    }
}
