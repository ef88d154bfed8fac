package dev.updraft.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.CommandRun;
import dev.updraft.cli.output.ExitStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionalNumberTest {
    @TempDir
    private Path folder = Path.of("");

    /** The option stands right before the file. */
    private CommandRun train(String option) {
        var words = new ArrayList<>(List.of("train", "--epochs", "1", "--no-report", "--device", "reference"));
        words.addAll(List.of("--output", folder.resolve("iris.safetensors").toString()));
        words.addAll(List.of(option.split(" ")));
        words.add("examples/iris/iris.model");
        return CommandRun.of(words.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--early-stopping",
                "--early-stopping 1",
                "--early-stopping=1",
                "--watch",
                "--watch 0",
                "--watch=0",
                "--early-stopping --watch"
            })
    void aFileBehindAnOptionIsNotItsNumber(String option) {
        var run = train(option);
        assertThat(run.status()).as(run.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "--early-stopping=0, 'at least 1, found `0`'",
        "--early-stopping -1, 'at least 1, found `-1`'",
        "--early-stopping=soon, 'at least 1, found `soon`'",
        "--watch=99999, 'a port from 1 to 65535, found `99999`'",
        "--watch=here, 'a port from 1 to 65535, found `here`'"
    })
    void whatIsNoNumberOfItIsSaidSo(String option, String words) {
        var run = train(option);
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains(words).doesNotContain("\tat ");
    }
}
