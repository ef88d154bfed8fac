package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands print the same text whatever the language of the machine: its digits, separators and letter cases are not ours. */
class LocaleTest {
    private static final String MODEL = """
            model Locale {
                input  x: float[2]
                target y: class[2]
                network { x -> dense(40000, activation: relu) -> dense(2) -> logits }
                loss      sparse_categorical_crossentropy(logits, y)
                optimizer adam(learning_rate: 0.05)
                metrics   accuracy
                fit { epochs: 1, batch_size: 1000 }
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    /** What commands print; times are masked, as they differ from run to run. */
    private String everything() throws IOException {
        var model = Files.writeString(folder.resolve("locale.model"), MODEL).toString();
        var broken = Files.writeString(
                        folder.resolve("broken.model"),
                        "model Broken { input x: float[1234] network { x -> conv2d(8, 3) -> y } }")
                .toString();
        var rows = new StringBuilder("a,b,y\n");
        IntStream.range(0, 1234)
                .forEach(i -> rows.append(i % 2).append(",1,").append(i % 2).append('\n'));
        var data = Files.writeString(folder.resolve("data.csv"), rows).toString();
        var weights = folder.resolve("w.safetensors").toString();
        var commands = new ArrayList<List<String>>(List.of(
                List.of("summary", model),
                List.of("check", broken),
                List.of("explain", "m0103"),
                List.of("devices"),
                List.of("train", "--help"),
                List.of("gpu", "install", "--help"),
                List.of("train", model, "--data", data, "--no-report", "--output", weights),
                List.of("evaluate", model, "--data", data, "--no-report", "--weights", weights),
                List.of("predict", model, "--data", data, "--weights", weights, "--json"),
                List.of("cross-validate", model, "--data", data, "--folds", "2"),
                List.of("cross-validate", model, "--data", data, "--folds", "2000"),
                List.of("train", model, "--data", data, "--epochs", "x")));
        for (var stage : List.of("syntax", "layers", "ops", "schedule", "plan", "kernels")) {
            commands.add(List.of("compile", model, "--emit", stage));
        }
        var text = new StringBuilder();
        for (var command : commands) {
            var run = CommandRun.of(command.toArray(String[]::new));
            text.append(run.status())
                    .append(' ')
                    .append(command)
                    .append('\n')
                    .append(run.out())
                    .append(run.err());
        }
        return text.toString()
                .replaceAll("[0-9.]+[mu]?s(/step|(?= - ))", "PACE")
                .replaceAll("[0-9:]+s(?= |\n)", "TIME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG", "fa-IR", "hi-IN-u-nu-deva", "th-TH-u-ca-buddhist-nu-thai"})
    void commandsPrintTheSameTextInEveryLanguage(String language) throws IOException {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.ROOT);
            var expected = everything();
            assertThat(expected).contains("1,234 samples", "Epoch 1/1");
            Locale.setDefault(Locale.forLanguageTag(language));

            assertThat(everything()).isEqualTo(expected);
        } finally {
            Locale.setDefault(before);
        }
    }
}
