package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.updraft.cli.CommandRun.Event;
import dev.updraft.cli.output.ExitStatus;
import dev.updraft.compiler.reference.Reference;
import dev.updraft.engine.gpu.InstalledSdks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments, help and exit statuses. */
class CommandLineTest {
    private static final String IRIS = Path.of("examples/iris/iris.model").toString();

    @Test
    void withoutArgumentsItPrintsWhatThereIs() {
        var run = CommandRun.of();
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains(
                        "describe",
                        "new",
                        "train",
                        "evaluate",
                        "predict",
                        "check",
                        "summary",
                        "compile",
                        "devices",
                        "gpu",
                        "verify",
                        "explain",
                        "completion");
    }

    @Test
    void theVersionIsTheBuilds() {
        var run = CommandRun.of("--version");
        assertThat(run.status()).isZero();
        assertThat(run.out()).matches("updraft \\d+\\.\\d+\\.\\d+\\S* \\(Java \\d+.*\\)\\R");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "describe",
                "new",
                "check",
                "summary",
                "train",
                "evaluate",
                "predict",
                "compile",
                "devices",
                "gpu install",
                "verify",
                "explain",
                "completion"
            })
    void everyCommandHasHelpAndJson(String command) {
        var run = CommandRun.of((command + " --help").split(" "));
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Usage: updraft " + command, "--json", "--quiet");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    train            | --seed abc                  | expected an integer, found `abc`
                    train            | --seed 1.5                  | expected an integer, found `1.5`
                    train            | --seed 99999999999999999999 | expected an integer from -9223372036854775808 to
                    train            | --epochs abc                | expected an integer of at least 1, found `abc`
                    train            | --threads 9999999999        | expected an integer from 1 to 2147483647, found
                    train            | --ema-momentum much         | expected a number, found `much`
                    train            | --ema-momentum 1e400        | expected a number, found `1e400`
                    train            | --watch=99999               | expected a port from 1 to 65535, found `99999`
                    cross-validate   | --folds abc                 | expected an integer, found `abc`
                    train            | --bogus                     | there is no option `--bogus`
                    train            | surplus                     | `surplus` is an unexpected argument
                    compile          | --emit opz                  | unknown stage `opz`; did you mean `ops`? Stages: syntax, layers,
                    compile          | --emit xyz                  | unknown stage `xyz`. Stages: syntax, layers,
                    compile          | --emit ops --graph train    | expected one of training, evaluation, prediction, found `train`
                    gpu              | bogus                       | there is no command `bogus`
                    """)
    void whatCannotBeReadIsSaidInWordsAndWhereToLook(String command, String words, String message) {
        var arguments = (command.equals("gpu") ? command + " " : command + " " + IRIS + " ") + words;
        var run = CommandRun.of(arguments.split(" "));
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err())
                .contains(message, "see `updraft " + command + " --help`")
                .doesNotContain("is not a");
    }

    @Test
    void anUnknownCommandIsTheUsersMistake() {
        var run = CommandRun.of("trian", IRIS);
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains("trian").contains("train");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anUnknownOptionIsTheUsersMistakeAndTheNearestIsNamed() {
        var run = CommandRun.of("train", IRIS, "--epoch", "3");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err())
                .contains("--epoch")
                .contains("did you mean `--epochs`")
                .contains("updraft train --help");
    }

    @Test
    void aMistakeInTheArgumentsIsJsonTooIfAskedFor() {
        var run = CommandRun.of("train", "--json", IRIS, "--epochs", "0");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.lastEvent().name()).isEqualTo("error");
        assertThat(run.lastEvent().text("message"))
                .contains("--epochs")
                .contains("at least 1")
                .contains("`0`");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--epochs=-1", "--batch-size=many", "--threads=0", "--device=tpu", "--seed=x", "--set=hidden"})
    void aValueOutOfRangeIsTheUsersMistake(String option) {
        var run = CommandRun.of("train", IRIS, option);
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains(option.substring(0, option.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evaluate", "predict"})
    void withoutWeightsThereIsNothingToUse(String command) {
        var run = CommandRun.of(command, IRIS, "--data", "x.csv");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains("--weights");
    }

    @Test
    void theCompletionScriptKnowsEveryCommandAndOption() {
        var script = CommandRun.of("completion");
        assertThat(script.status()).isZero();
        assertThat(script.out()).contains("complete -F", "updraft", "train", "batch-size", "reference");
        assertThat(CommandRun.of("completion", "--json").lastEvent().text("script"))
                .contains("complete -F");
    }

    @Test
    void devicesAreListedWithWhatTheyAre() {
        assertThat(CommandRun.of("devices").out()).contains("reference").contains("cpu");
        var events = CommandRun.of("devices", "--json").events();
        assertThat(events).extracting(Event::name).contains("device").endsWith("result");
        assertThat(events.getLast().list("devices").toString()).contains("cpu", "reference");
    }

    @Test
    void theSetupIsVerified() {
        var run = CommandRun.of("verify", "--device", "cpu");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("computes right").endsWithIgnoringCase("cpu: right.\n");
        var events = CommandRun.of("verify", "--device", "cpu", "--json").events();
        assertThat(events).extracting(Event::name).containsExactly("device", "result");
        assertThat(events.getFirst().number("difference")).isLessThan(1e-4);
        assertThat(events.getLast().list("right").toString()).contains("cpu");
    }

    @Test
    @DisabledIfEnvironmentVariable(named = "TORNADOVM_HOME", matches = ".+")
    void withoutTornadoVmTheGpuIsAnErrorThatSaysWhatToDo() {
        assumeThat(InstalledSdks.here().current()).isEmpty();
        for (var command : List.of(
                List.of("verify", "--device", "gpu"),
                List.of("train", IRIS, "--device", "gpu:1"),
                List.of("compile", IRIS, "--emit", "opencl"))) {
            var run = CommandRun.of(command.toArray(String[]::new));
            assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
            assertThat(run.err()).contains("TornadoVM is not installed", "updraft gpu install", "TORNADOVM_HOME");
        }
    }

    @Test
    void everyCodeCanBeExplained() {
        var run = CommandRun.of("explain", "m0103");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("## Fails", "## Fixed");
        assertThat(CommandRun.of("explain").out()).contains("M0001", "M0103");
        assertThat(CommandRun.of("explain", "M0103", "--json").lastEvent().text("code"))
                .isEqualTo("M0103");
    }

    @Test
    void everyNameCanBeExplained() {
        for (var name : Reference.names()) {
            var run = CommandRun.of("explain", name);
            assertThat(run.status()).as(name).isZero();
            assertThat(run.out()).as(name).contains(name).contains("Example").doesNotContain("**", "```", "|---");
        }
    }

    @Test
    void aLayerIsExplainedWithItsShapesItsFormulaAndItsArguments() {
        var run = CommandRun.of("explain", "Conv2d");

        assertThat(run.out())
                .startsWith("conv2d (layer)")
                .contains("[batch, height, width, channels] -> [batch, height', width', filters]")
                .contains("y[i, j, f] = ")
                .contains("filters: int (required)", "stride: size = 1");
        var entries = CommandRun.of("explain", "conv2d", "--json").lastEvent().list("entries");
        assertThat(entries).hasSize(1);
        assertThat(entries.getFirst())
                .asInstanceOf(MAP)
                .containsEntry("kind", "layer")
                .containsKey("arguments");
    }

    @Test
    void aNameThatIsSeveralThingsIsExplainedAsEach() {
        assertThat(CommandRun.of("explain", "relu").out()).contains("relu (layer)", "relu (activation)");
        assertThat(CommandRun.of("explain", "mse").out())
                .contains("mean_squared_error (loss)", "mean_squared_error (metric)", "Also called");
        assertThat(CommandRun.of("explain", "epochs").out()).contains("epochs (setting of the fit block)");
    }

    @ParameterizedTest
    @CsvSource({"con2d, conv2d", "batch_normalization, batch_norm", "max_pooling2d, max_pool2d", "M013, M0013"})
    void theNearestNameOrCodeIsOffered(String written, String meant) {
        var run = CommandRun.of("explain", written);
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err())
                .isEqualToIgnoringNewLines(
                        "error: there is no name or code `%s`; did you mean `%s`? ".formatted(written, meant)
                                + "`updraft explain` lists all names and codes\n");
    }

    @Test
    void theArgumentOfSomethingSaysOfWhat() {
        var run = CommandRun.of("explain", "patience");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err())
                .contains("`patience` is an argument of `early_stopping`, `reduce_on_plateau`;")
                .contains("`updraft explain early_stopping`");
    }

    @Test
    void namesAndCodesAreCompleted() {
        assertThat(CommandRun.of("completion").out()).contains("\"conv2d\"", "\"early_stopping\"", "\"M0103\"");
    }

    @Test
    void longLinesAreWrappedAtTheWidthOfTheWindow() {
        assertThat(CommandRun.of("explain", "rmsprop").out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(CommandRun.atTerminal("explain", "rmsprop").out().lines())
                .anyMatch(line -> line.length() > 80)
                .allMatch(line -> line.length() <= 100);
    }

    @Test
    void anUnknownCodeIsTheUsersMistake() {
        var run = CommandRun.of("explain", "M9999");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains("M9999").contains("updraft explain");
    }
}
