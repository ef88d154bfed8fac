package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not defined, such as the ROC AUC of one class alone, is null for programs: its key is always there. */
class UndefinedMetricsTest {
    @TempDir
    private Path folder = Path.of("");

    private String model = "";
    private String weights = "";
    private String oneClass = "";
    private String allClasses = "";

    @BeforeEach
    void writeModelAndData() throws IOException {
        model = write("undefined.model", """
                model Undefined {
                    input  x: float[2]
                    target y: class["cat", "dog", "fish"]
                    network { x -> dense(3) -> out }
                    loss      sparse_categorical_crossentropy(out, y)
                    optimizer adam
                    metrics   roc_auc, cohen_kappa
                    fit { epochs: 1, batch_size: 4 }
                }
                """);
        oneClass = write("one.csv", "x0,x1,y\n" + "1,2,dog\n".repeat(8));
        allClasses = write("all.csv", "x0,x1,y\n" + "1,2,dog\n2,1,cat\n3,3,fish\n".repeat(4));
        weights = folder.resolve("w.safetensors").toString();
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static CommandRun run(String... arguments) {
        var all = Arrays.copyOf(arguments, arguments.length + 3);
        all[arguments.length] = "--json";
        all[arguments.length + 1] = "--device";
        all[arguments.length + 2] = "reference";
        var run = CommandRun.of(all);
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        return run;
    }

    private CommandRun train(String data) {
        return run("train", model, "--data", data, "--validation", oneClass, "--output", weights, "--no-report");
    }

    @Test
    void epochsAndResultsOfTraining() {
        var events = train(oneClass).events();
        var epoch = events.stream()
                .filter(event -> event.name().equals("epoch"))
                .findFirst()
                .orElseThrow();
        assertThat(epoch.fields()).containsEntry("val_roc_auc", null).containsEntry("roc_auc", null);
        assertThat(events.getLast().fields()).containsEntry("roc_auc", null);
    }

    @Test
    void resultsOfAnEvaluation() {
        train(allClasses);
        var result = run("evaluate", model, "--data", oneClass, "--weights", weights, "--no-report");
        assertThat(result.lastEvent().fields()).containsEntry("roc_auc", null);
    }

    @Test
    void resultsOfACrossValidation() {
        var result =
                run("cross-validate", model, "--data", oneClass, "--folds", "2").lastEvent();
        assertThat(result.fields()).containsEntry("roc_auc", null).containsEntry("roc_auc_deviation", null);
    }

    @Test
    void predictionsThatAreNotNumbers() throws IOException {
        train(allClasses);
        var bytes = Files.readAllBytes(Path.of(weights));
        // The data of the file are float32 numbers, its last ones among them: all bits set are NaN.
        Arrays.fill(bytes, bytes.length - 4 * (2 * 3 + 3), bytes.length, (byte) 0xFF);
        Files.write(Path.of(weights), bytes);
        var prediction = run("predict", model, "--data", oneClass, "--weights", weights)
                .events()
                .getFirst();
        assertThat(prediction.fields())
                .containsEntry("class", null)
                .containsEntry("probability", null)
                .containsKey("probabilities");
        assertThat(prediction.list("probabilities")).hasSize(3).containsOnlyNulls();
    }
}
