package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.output.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings without a bound work at their largest: they take no more memory, threads or time than the data has use for. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HugeSettingsTest {
    private static final String MODEL = """
            model Huge {
                input  x: float[2]
                target y: class["u", "v"]
                network {
                    NETWORK
                }
                loss      sparse_categorical_crossentropy(out, y)
                optimizer adam
                fit { epochs: 1, batch_size: 4SETTINGS }
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private CommandRun run(String network, String settings, String... arguments) throws IOException {
        var model = Files.writeString(
                folder.resolve("huge.model"), MODEL.replace("NETWORK", network).replace("SETTINGS", settings));
        var data = Files.writeString(folder.resolve("data.csv"), "a,b,y\n" + "1,2,u\n2,1,v\n".repeat(6));
        var all = new ArrayList<String>(List.of(arguments));
        all.add(1, model.toString());
        if (arguments[0].equals("train")) {
            all.addAll(List.of(
                    "--data",
                    data.toString(),
                    "--output",
                    folder.resolve("w.safetensors").toString(),
                    "--no-report"));
        }
        return CommandRun.of(all.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--threads 2147483647",
                "--batch-size 2147483647",
                "--gradient-accumulation-steps 2147483647",
                "--early-stopping 2147483647",
                "--time-limit 999999h",
                "--seed 9223372036854775807",
                "--seed -9223372036854775808",
                "--epochs 2147483647 --time-limit 1s"
            })
    void ofTheCommandLine(String options) throws IOException {
        var words = new ArrayList<>(List.of("train"));
        words.addAll(Arrays.asList(options.split(" ")));
        var run = run("x -> dense(2) -> out", "", words.toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("Weights written");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", threads: 2147483647",
                ", folds: 2147483647",
                ", gradient_accumulation_steps: 2147483647",
                ", seed: 9007199254740991",
                ", callbacks: [early_stopping(patience: 2147483647), time_limit(\"999999h\")]"
            })
    void ofTheFile(String settings) throws IOException {
        var run = run("x -> dense(2) -> out", settings, "train");
        assertThat(run.status()).as(run.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x -> dense(2147483647) -> dense(2147483647) -> out",
                "x -> dense(99999999999999999999) -> out",
                "x -> dense(9007199254740992 * 9007199254740992) -> out",
                "x -> reshape((2147483647, 2147483647, 2147483647)) -> flatten -> dense(2) -> out",
                "x -> dropout(1e400) -> dense(2) -> out",
                "x -> dense(2147483648) -> dense(2) -> out",
                "repeat 1000000000 {\n x -> relu -> x\n }\n x -> dense(2) -> out"
            })
    void networksThatNoMachineHoldsAreRefusedInWords(String network) throws IOException {
        var run = run(network, "", "summary");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains("error[M", "-->").doesNotContain("Exception", "out of memory", "found -");
    }

    @Test
    void numbersOfALargeNetworkDoNotOverflow() throws IOException {
        var run = run("x -> " + "dense(45000) -> ".repeat(40) + "dense(2) -> out", "", "summary");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("78,976,980,002 parameters", "157,950,360,000 FLOPs")
                .doesNotContain(" -");
    }
}
