package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.output.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options that change the training step, and cross-validation. */
class StepOptionsTest {
    private static final String IRIS = "examples/iris/iris.model";

    @TempDir
    private Path folder = Path.of("");

    private CommandRun train(String... options) {
        var common = new String[] {
            "train",
            IRIS,
            "--device",
            "reference",
            "--epochs",
            "2",
            "--no-report",
            "--output",
            folder.resolve("iris.safetensors").toString()
        };
        var all = Stream.concat(Stream.of(common), Stream.of(options));
        return CommandRun.of(all.toArray(String[]::new));
    }

    @Test
    void theStepIsAsTheOptionsSay() {
        var options = new String[][] {
            {"--gradient-accumulation-steps", "2"},
            {"--ema-momentum", "0.9"},
            {"--class-weight", "1,2,0.5"},
            {"--precision", "bf16"}
        };
        var plain = train("--json").lastEvent().number("loss");
        for (var option : options) {
            var run = train(option[0], option[1], "--json");
            assertThat(run.status()).as(run.err()).isZero();
            assertThat(run.lastEvent().number("loss")).isNotEqualTo(plain);
        }
        // The classes of iris are as frequent as one another but for what is set aside.
        assertThat(train("--class-weight", "balanced").status()).isZero();
        assertThat(train("--class-weight", "even", "--json").lastEvent().number("loss"))
                .isEqualTo(plain);
        assertThat(train("--precision", "float32", "--json").lastEvent().number("loss"))
                .isEqualTo(plain);
        assertThat(train("--recompute", "--json").lastEvent().number("loss")).isEqualTo(plain);
    }

    @Test
    void aLearningRateIsSuggestedAndNothingElseWritten() throws IOException {
        var run = train("--find-learning-rate");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("Suggested learning rate: ", "learning-rate.svg");
        assertThat(folder).isDirectoryContaining("glob:**learning-rate.svg");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
        var event = train("--find-learning-rate", "--json").lastEvent();
        assertThat(event.number("suggestion")).isBetween(1e-5, 10.0);
        assertThat(train(
                                "--find-learning-rate",
                                "--checkpoint",
                                folder.resolve("c").toString())
                        .err())
                .contains("omit --checkpoint");
    }

    @Test
    void whatMakesNoSenseIsExplained() {
        assertThat(train("--class-weight", "1,2").err()).contains("the target has 3 classes, but there are 2 weights");
        assertThat(train("--class-weight", "heavy").err())
                .contains("even, balanced or one number per class", "`heavy`");
        for (var weight : new String[] {"NaN", "1e39", "-1", "Infinity"}) {
            assertThat(train("--class-weight", weight + ",1,1").err())
                    .contains("the weight of a class must be at least 0");
        }
        assertThat(train("--class-weight", "0,0,0").err())
                .isEqualTo("error: the weight of a class must be above 0 for at least one, as else no sample counts;"
                        + " pass such a number, or omit the option\n");
        assertThat(train("--precision", "fp8").err())
                .isEqualTo("error: Invalid value for option '--precision': expected float32 or bf16, found `fp8`; see"
                        + " `updraft train --help`\n");
        assertThat(train("--ema-momentum", "1").err()).contains("at least 0 and below 1, not 1.0");
        assertThat(train("--gradient-accumulation-steps", "0").status()).isEqualTo(ExitStatus.USER_MISTAKE);
    }

    @Test
    void timesAreWrittenAsInAFitBlock() {
        var checkpoints = folder.resolve("checkpoints").toString();
        assertThat(train("--checkpoint", checkpoints, "--checkpoint-every", "1h30m", "--time-limit", "1h30m")
                        .status())
                .isZero();
        for (var option : new String[] {"--checkpoint-every", "--time-limit"}) {
            assertThat(train(option, "soon").err()).contains("a time above 0 such as", "found `soon`");
            assertThat(train(option, "0s").status()).isEqualTo(ExitStatus.USER_MISTAKE);
        }
    }

    @Test
    void theBestCheckpointIsToldByAMetricOfTheRun() {
        var checkpoints = folder.resolve("checkpoints");
        var run = train("--checkpoint", checkpoints.toString(), "--checkpoint-best", "val_f1");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(checkpoints.resolve("best")).isNotEmptyFile();
        assertThat(train("--checkpoint-best", "val_f1").err()).contains("--checkpoint-best needs a folder");
        assertThat(train("--resume", checkpoints.toString(), "--checkpoint-best", "val_speed")
                        .err())
                .contains("the best checkpoint monitors `val_speed`, which this run does not have");
    }

    @Test
    void crossValidationShowsEveryFoldAndTheirMean() {
        var run = CommandRun.of("cross-validate", IRIS, "--device", "cpu", "--epochs", "2", "--folds", "3");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("all but fold 3 of 3", "Over 3 folds, mean ± standard deviation")
                .containsPattern("accuracy +\\d\\.\\d{4} ± \\d\\.\\d{4}   \\d\\.\\d{4} \\d\\.\\d{4} \\d\\.\\d{4}");
    }

    @Test
    void crossValidationAsJson() {
        var run = CommandRun.of("cross-validate", IRIS, "--device", "cpu", "--epochs", "1", "--folds", "2", "--json");
        assertThat(run.lastEvent().list("folds")).hasSize(2);
        assertThat(run.lastEvent().fields()).containsKeys("loss", "loss_deviation", "accuracy", "accuracy_deviation");
    }

    @Test
    void tooFewFoldsAreAnError() {
        var run = CommandRun.of("cross-validate", IRIS, "--folds", "1");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains("at least 2 folds, not 1");
    }
}
