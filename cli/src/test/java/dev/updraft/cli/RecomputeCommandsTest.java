package dev.updraft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands print of a model that computes activations again. */
class RecomputeCommandsTest {
    @TempDir
    private Path folder = Path.of("");

    private String model = "";

    @BeforeEach
    void writeModel() throws IOException {
        var file = folder.resolve("deep.model");
        var layers = " -> conv2d(8, kernel: 3, padding: same, use_bias: false) -> batch_norm -> relu".repeat(8);
        Files.writeString(file, """
                model Deep {
                    input x: float[16, 16, 3]
                    target y: class[3]
                    network { x%s -> global_average_pool2d -> dense(3) -> scores }
                    loss sparse_categorical_crossentropy(scores, y)
                    optimizer adam
                    fit { batch_size: 32, recompute: true }
                }
                """.formatted(layers));
        model = file.toString();
    }

    @Test
    void theSummarySaysWhatItSaves() {
        assertThat(CommandRun.of("summary", model).out().lines().toList().getLast())
                .matches("A training step of 32 samples: at most \\d\\.\\d MB beside the weights, \\d\\.\\d MB without"
                        + " recompute");
        var event = CommandRun.of("summary", "--json", model).lastEvent();
        assertThat(event.number("step_bytes") / event.number("step_bytes_without_recompute"))
                .isBetween(0.3, 0.7);
    }

    @Test
    void thePlanShowsItsMemoryWithoutToo() {
        var plan = CommandRun.of("compile", model, "--emit", "plan", "--graph", "training");
        assertThat(plan.out())
                .containsPattern("\n +memory shard, \\d+ bytes\n")
                .containsPattern("\n +without recompute, memory shard, \\d+ bytes\n");
        assertThat(CommandRun.of("compile", model, "--emit", "ops", "--graph", "training")
                        .out())
                .containsPattern("= conv2d\\(%\\d+, %\\d+\\) window 3×3 padding 1\\+1×1\\+1 after %\\d+ : ");
    }

    @Test
    void otherModelsHaveNoSuchLine() throws IOException {
        Files.writeString(Path.of(model), Files.readString(Path.of(model)).replace(", recompute: true", ""));
        assertThat(CommandRun.of("summary", model).out()).doesNotContain("recompute");
        assertThat(CommandRun.of("compile", model, "--emit", "plan").out()).doesNotContain("recompute");
    }
}
