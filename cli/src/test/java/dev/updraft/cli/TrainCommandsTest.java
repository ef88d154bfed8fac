package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.CommandRun.Event;
import dev.updraft.cli.output.ExitStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that run a model, on the engine that every machine has. */
class TrainCommandsTest {
    private static final String IRIS = "examples/iris/iris.model";
    private static final String IRIS_CSV = "examples/iris/iris.csv";

    @TempDir
    private Path folder = Path.of("");

    private String weights = "";

    @BeforeEach
    void nameTheWeights() {
        weights = folder.resolve("iris.safetensors").toString();
    }

    private CommandRun train(String... more) {
        var arguments = new String[] {"train", IRIS, "--device", "reference", "--epochs", "3", "--output", weights};
        return CommandRun.of(concat(arguments, more));
    }

    private static String[] concat(String[] first, String... second) {
        var all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    @Test
    void trainingTellsHowItGoesAndWhatCameOfIt() {
        var run = train();
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("Training Iris", "iris.csv", "120 samples and 30 for validation", "batch size 16", "3 epochs")
                .containsPattern(
                        "Epoch 3/3: 8 steps .*s .*/step - loss: .* - accuracy: .* - val_loss: .* - val_accuracy: ")
                .contains("precision", "recall", "f1", "setosa", "versicolor", "virginica", "confusion matrix")
                .contains("Weights written to " + weights, "reference")
                .doesNotContain("\r", "\u001B");
        assertThat(Path.of(weights)).isNotEmptyFile();
    }

    @Test
    void aTerminalSeesTheLineMove() {
        var run = CommandRun.atTerminal("train", IRIS, "--device", "reference", "--epochs", "1", "--output", weights);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("Epoch 1/1", "\r\u001B[K", "8/8 ", "━");
    }

    @Test
    void quietPrintsTheResultAlone() {
        var run = train("--quiet");
        assertThat(run.out()).doesNotContain("Epoch").contains("accuracy", "Weights written");
    }

    @Test
    void jsonIsAnEventALineAndTheResultIsTheLast() {
        var run = train("--json");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.events()).extracting(Event::name).containsExactly("start", "epoch", "epoch", "epoch", "result");
        var epoch = run.events().get(3);
        assertThat(epoch.number("epoch")).isEqualTo(3);
        assertThat(epoch.fields())
                .containsKeys("loss", "accuracy", "val_loss", "val_accuracy", "seconds", "steps_per_second");
        var result = run.lastEvent();
        assertThat(result.text("weights")).isEqualTo(weights);
        assertThat(result.text("engine")).isEqualTo("reference");
        assertThat(result.list("classes")).hasSize(3);
        assertThat(result.list("classes").getFirst().toString()).contains("setosa");
        assertThat(result.list("confusion_matrix")).hasSize(3);
    }

    @Test
    void aProfileIsPartOfTheResult() {
        assertThat(train("--profile").out())
                .contains("What each operation takes is not known: the engine does not measure them\n");
        var run = CommandRun.of("train", IRIS, "--device", "cpu", "--epochs", "1", "--output", weights, "--profile");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("Time of a training step with 16 samples, on one thread: \\d+\\.\\d{3} ms\n")
                .containsPattern("dense +matrix product +\\d+\\.\\d{3} +\\d+\\.\\d% +\\d+\\.\\d +\\d+\\.\\d\n");
    }

    @Test
    void callbacksTakePartAndWhyTrainingStoppedIsTold() throws IOException {
        var log = folder.resolve("log.csv");
        var run = train(
                "--json",
                "--callback",
                "early_stopping(monitor: loss, min_delta: 100, patience: 1)",
                "--callback",
                "csv_log(\"" + log + "\")",
                "--tensorboard",
                folder.resolve("logs").toString(),
                "--save-best",
                folder.resolve("best.safetensors").toString());
        assertThat(run.status()).as(run.out()).isZero();
        assertThat(run.lastEvent().text("stopped")).isEqualTo("loss has not improved for an epoch");
        assertThat(run.events()).extracting(Event::name).contains("notice");
        assertThat(log).content().hasLineCount(3);
        assertThat(folder.resolve("best.safetensors")).isNotEmptyFile();
        assertThat(folder.resolve("logs")).isNotEmptyDirectory();
    }

    @Test
    void callbacksThatAreWrittenWrongAreExplained() {
        var misspelt = train("--callback", "early_stoping(patience: 5)");
        assertThat(misspelt.status()).isEqualTo(1);
        assertThat(misspelt.err()).contains("there is no callback `early_stoping`", "did you mean `early_stopping`?");
        assertThat(train("--callback", "time_limit(\"1m\") 5").err()).contains("expected nothing more");
        assertThat(train("--callback", "").status()).isEqualTo(1);
        assertThat(train("--time-limit", "soon").err()).contains("such as \"90s\"", "found `soon`");
        assertThat(train("--early-stopping=0").err()).contains("expected an integer of at least 1");
        assertThat(train("--callback", "early_stopping(monitor: val_f2)").err()).contains("val_f2", "its metrics are");
    }

    @Test
    void theSameSeedGivesTheSameWeights() throws IOException {
        assertThat(train("--seed", "7").status()).isZero();
        var first = Files.readAllBytes(Path.of(weights));
        assertThat(train("--seed", "7", "--threads", "1").status()).isZero();
        assertThat(Files.readAllBytes(Path.of(weights))).isEqualTo(first);
        assertThat(train("--seed", "8").status()).isZero();
        assertThat(Files.readAllBytes(Path.of(weights))).isNotEqualTo(first);
    }

    @Test
    void trainedWeightsCanBeEvaluatedPredictedWithAndTrainedOn() {
        assertThat(train().status()).isZero();
        var evaluated = CommandRun.of(
                "evaluate",
                IRIS,
                "--weights",
                weights,
                "--data",
                IRIS_CSV,
                "--device",
                "reference",
                "--json",
                "--no-report");
        assertThat(evaluated.status()).as(evaluated.out()).isZero();
        assertThat(evaluated.lastEvent().number("samples")).isEqualTo(150);

        var predicted =
                CommandRun.of("predict", IRIS, "--weights", weights, "--data", IRIS_CSV, "--device", "reference");
        assertThat(predicted.status()).as(predicted.err()).isZero();
        assertThat(predicted.out().lines())
                .hasSize(150)
                .allMatch(line -> line.matches("#\\d+\t(setosa|versicolor|virginica)\t[01]\\.\\d{4}"));

        var further = train("--weights", weights, "--json");
        assertThat(further.status()).isZero();
        assertThat(further.events().get(1).number("loss"))
                .isLessThan(evaluated.lastEvent().number("loss") * 1.5);
    }

    @Test
    void predictionsAreJsonIfAskedFor() {
        assertThat(train().status()).isZero();
        var run = CommandRun.of(
                "predict", IRIS, "--weights", weights, "--data", IRIS_CSV, "--device", "reference", "--json");
        assertThat(run.events()).hasSize(151);
        var first = run.events().getFirst();
        assertThat(first.name()).isEqualTo("prediction");
        assertThat(first.text("sample")).isEqualTo("#1");
        assertThat(first.list("probabilities")).hasSize(3);
        assertThat(run.lastEvent().number("samples")).isEqualTo(150);
    }

    @Test
    void aReportIsWrittenBesideTheWeightsUnlessNobodyWantsIt() {
        assertThat(train("--no-report").out()).doesNotContain("Report");
        assertThat(folder.resolve("report")).doesNotExist();
        var run = train("--json");
        assertThat(run.lastEvent().text("report"))
                .isEqualTo(folder.resolve("report/index.html").toString());
        assertThat(folder.resolve("report/index.html")).content().contains("Iris", "Learning curves");
        assertThat(folder.resolve("report/report.json")).content().contains("\"command\" : \"train\"");
    }

    @Test
    void aReportThatCannotBeWrittenIsAWarning() throws IOException {
        var taken = Files.writeString(folder.resolve("taken"), "a file");
        var run = train("--report", taken.resolve("report").toString());
        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("warning: no report was written: ", "taken", "--report");
        assertThat(Path.of(weights)).isNotEmptyFile();
        assertThat(taken).hasContent("a file");
    }

    @Test
    void reportsAreLaidSideBySide() {
        train("--report", folder.resolve("a").toString());
        train("--report", folder.resolve("b").toString(), "--seed", "9");
        var page = folder.resolve("both");
        var run = CommandRun.of(
                "report", folder.resolve("a").toString(), folder.resolve("b").toString(), "--output", page.toString());
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(page.resolve("index.html")).content().contains("What differs", "<th>seed</th>", "<td>9</td>");
        var none = CommandRun.of("report", folder.resolve("c").toString());
        assertThat(none.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(none.err()).contains("no such report").doesNotContain("\tat ");
    }

    @Test
    void whoeverWatchesIsToldWhere() throws IOException {
        var run = train("--watch");
        assertThat(run.err()).containsPattern("Watch at http://127\\.0\\.0\\.1:\\d+/");
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var refused = train("--watch", Integer.toString(taken.getLocalPort()));
            assertThat(refused.status()).isEqualTo(ExitStatus.USER_MISTAKE);
            assertThat(refused.err()).contains("port " + taken.getLocalPort());
        }
    }

    @Test
    void dataThatIsNotThereIsTheUsersMistakeAndNothingIsWritten() {
        var run = train("--data", folder.resolve("none.csv").toString());
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains("none.csv").doesNotContain("\tat ");
        assertThat(Path.of(weights)).doesNotExist();
    }

    @Test
    void weightsThatCannotBeWrittenAreNoticedBeforeTraining() {
        weights = folder.resolve("no/such/folder/x.safetensors").toString();
        var run = train();
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains("does not exist").contains("--output");
        assertThat(run.out()).doesNotContain("Epoch");
    }

    @Test
    void weightsThatAreNoneAreTheUsersMistake() {
        var run = CommandRun.of("evaluate", IRIS, "--weights", IRIS_CSV, "--data", IRIS_CSV, "--device", "reference");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains("iris.csv");
    }

    @Test
    void aGraphicsProcessorIsNeverReplacedInSilence() {
        var run = CommandRun.of("train", IRIS, "--device", "gpu:1", "--output", weights);
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains("gpu:1");
        assertThat(Path.of(weights)).doesNotExist();
    }
}
