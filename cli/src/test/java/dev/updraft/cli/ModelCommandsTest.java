package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.cli.CommandRun.Event;
import dev.updraft.cli.commands.Stages;
import dev.updraft.cli.output.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that read a model and run nothing. */
class ModelCommandsTest {
    private static final String CIFAR10 = "examples/cifar10/cifar10.model";

    @TempDir
    private Path folder = Path.of("");

    private String broken() throws IOException {
        return Files.writeString(folder.resolve("broken.model"), """
                model Broken {
                    input  image: float[28, 28, 1]
                    target label: class[10]
                    network {
                        image -> flaten -> dense(units: 10, activaton: relu) -> logits
                    }
                    loss sparse_categorical_crossentropy(logits, label)
                }
                """).toString();
    }

    @Test
    void aModelWithoutErrorsPasses() {
        var run = CommandRun.of("check", CIFAR10);
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Cifar10").contains("no errors");
    }

    @Test
    void allErrorsOfAModelAreShownWithTheirPlaceAndCounted() throws IOException {
        var run = CommandRun.of("check", broken());
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("broken.model:5:18", "flaten", "flatten", "activaton", "activation", "the model has 2 errors")
                .doesNotContain("\u001B");
    }

    @Test
    void coloursAreForTerminals() throws IOException {
        assertThat(CommandRun.atTerminal("check", broken()).err()).contains("\u001B[1;31m");
    }

    @Test
    void errorsOfAModelAreJsonIfAskedFor() throws IOException {
        var run = CommandRun.of("check", broken(), "--json");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).isEmpty();
        assertThat(run.events()).extracting(Event::name).containsExactly("diagnostic", "diagnostic", "error");
        assertThat(run.events().getFirst().number("line")).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "summary", "train"})
    void aMissingFileIsTheUsersMistake(String command) {
        var run = CommandRun.of(command, folder.resolve("none.model").toString());
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains("none.model").contains("no such file");
    }

    @Test
    void aFolderOrAPictureIsNoModel() throws IOException {
        assertThat(CommandRun.of("check", folder.toString()).status()).isEqualTo(ExitStatus.USER_MISTAKE);
        var picture = Files.write(folder.resolve("x.model"), new byte[] {(byte) 0x89, 'P', 'N', 'G', (byte) 0xFF});
        assertThat(CommandRun.of("check", picture.toString()).err()).contains("UTF-8");
    }

    @Test
    void theSummaryOfTheTutorialsNetworkHasItsParameters() {
        var run = CommandRun.of("summary", CIFAR10);
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("896", "18,496", "36,928", "65,600", "650", "122,570");
        assertThat(CommandRun.of("summary", CIFAR10, "--json").lastEvent().number("parameters"))
                .isEqualTo(122_570);
    }

    @Test
    void parametersOfTheModelCanBeSet() {
        var wide = CommandRun.of("summary", CIFAR10, "--set", "width=64", "--json");
        assertThat(wide.events())
                .filteredOn(event -> "conv2d".equals(event.fields().get("name")))
                .singleElement()
                .satisfies(layer -> assertThat(layer.number("trainable")).isEqualTo(3 * 3 * 3 * 64 + 64));
    }

    @Test
    void aParameterThatIsNotThereIsTheUsersMistake() {
        var run = CommandRun.of("summary", CIFAR10, "--set", "widht=64");
        assertThat(run.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(run.err()).contains("widht").contains("width");
    }

    static List<String> stages() {
        return Stages.all().stream()
                .filter(stage -> !Stages.LANGUAGES.contains(stage))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("stages")
    void everyStageOfTheCompilerCanBePrinted(String stage) {
        var run = CommandRun.of("compile", CIFAR10, "--emit", stage);
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("conv2d");
        assertThat(CommandRun.of("compile", CIFAR10, "--emit", stage, "--json")
                        .lastEvent()
                        .text("text"))
                .isEqualToIgnoringNewLines(run.out());
    }

    @Test
    void theStagesGoFromTextToTheDevice() {
        assertThat(Stages.all())
                .startsWith("syntax", "layers", "stable-forms", "lowering")
                .containsSubsequence("ops", "fusion", "schedule", "liveness", "plan", "kernels")
                .endsWith("opencl", "cuda", "ptx")
                .doesNotHaveDuplicates();
    }

    @Test
    void aPlanIsThatOfTheEngineTheGraphAndTheBatchSizeAskedFor() {
        var cpu = CommandRun.of("compile", CIFAR10, "--emit", "plan").out();
        assertThat(cpu)
                .contains("predict {", "evaluate {", "train {", "batch of 32 in 2 shards", "for every shard")
                .contains("memory shard, ");
        var gpu = CommandRun.of(
                        "compile",
                        CIFAR10,
                        "--emit",
                        "plan",
                        "--engine",
                        "gpu",
                        "--graph",
                        "evaluation",
                        "--batch-size=5")
                .out();
        assertThat(gpu).startsWith("evaluate {").contains("batch of 5").doesNotContain("train {", "shard");
    }

    @Test
    void aTreeIsPrintedOfWhatCannotBeCheckedYet() throws IOException {
        var file = folder.resolve("unknown.model");
        Files.writeString(file, "model M {\n    input x: float[2]\n    network { x -> unheard_of -> y }\n}\n");
        var run = CommandRun.of("compile", file.toString(), "--emit", "syntax");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("apply unheard_of").contains("unknown.model:3:20");
        Files.writeString(file, "model M {");
        var broken = CommandRun.of("compile", file.toString(), "--emit", "syntax");
        assertThat(broken.status()).isEqualTo(ExitStatus.USER_MISTAKE);
        assertThat(broken.err()).contains("unknown.model");
    }

    @Test
    void kernelsAreRefusedWhereNoArrayOfTornadoVmHoldsTheWeightsOrAValue() throws IOException {
        var file = Files.writeString(folder.resolve("wide.model"), """
                model Wide {
                    input x: float[30000]
                    target y: float[30000]
                    network { x -> dense(30000) -> output }
                    loss mean_squared_error(output, y)
                    optimizer adam(learning_rate: 0.01)
                }
                """);
        var wide = CommandRun.of("compile", file.toString(), "--emit", "kernels");
        assertThat(wide.status()).isNotZero();
        assertThat(wide.err())
                .isEqualTo(
                        "error: the weights and optimizer state of this model are 10.1 GiB, kept in one array, and an "
                                + "array on any device holds at most 8192 MiB: use a smaller model or the cpu engine\n");
        var large = CommandRun.of("compile", CIFAR10, "--emit", "kernels", "--batch-size", "100000");
        assertThat(large.err())
                .isEqualTo(
                        "error: training with batches of 100000 needs an array of 10.7 GiB on any device, which holds "
                                + "at most 8192 MiB in one; use a smaller batch size\n");
    }

    @Test
    void theKernelsAreThoseOfTheGraphAndTheBatchSizeAskedFor() {
        var training = CommandRun.of("compile", CIFAR10, "--emit", "kernels").out();
        assertThat(training)
                .contains("public final class Cifar10Training_", "one step of at most 32 samples", "optimizer_update")
                .contains("cifar10.model:");
        var prediction = CommandRun.of(
                        "compile", CIFAR10, "--emit", "kernels", "--graph", "prediction", "--batch-size", "5")
                .out();
        assertThat(prediction)
                .contains("public final class Cifar10Prediction_", "one step of at most 5 samples")
                .doesNotContain("optimizer_update");
    }
}
