package dev.updraft.compiler.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.program.Purpose;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PassTextTest {
    private static final SourceFile SOURCE = new SourceFile("tiny.model", """
            /// Small.
            model Tiny(width: int = 4) {
                input  image: float[8, 8, 3]
                target label: class[2]
                network {
                    image -> rescale(1/255) -> conv2d(width, kernel: 3, activation: relu) -> max_pool2d(2)
                          -> flatten -> dense(2) -> logits
                }
                loss      sparse_categorical_crossentropy(logits, label)
                optimizer adam
            }
            """);

    private static final ExecutionTarget CPU = ExecutionTarget.host(32);

    private static LayerGraph layers() {
        var compilation = Compiler.check(SOURCE, ImportResolver.NONE, Map.of());
        return Objects.requireNonNull(compilation.graph(), () -> "" + compilation.diagnostics());
    }

    private static String text(String pass, ExecutionTarget target) {
        return PassText.of(pass, layers(), EnumSet.allOf(Purpose.class), target);
    }

    static List<String> passesOfGraphs() {
        var all = Compiler.passes();
        return all.subList(all.indexOf("lowering"), all.size());
    }

    @Test
    void thePassesGoFromTextToPlan() {
        assertThat(Compiler.passes())
                .containsExactly(
                        "syntax",
                        "layers",
                        "stable-forms",
                        "lowering",
                        "common-factors",
                        "algebra",
                        "common-subexpressions",
                        "pooling-gradients",
                        "mixed-precision",
                        "gradient-checkpointing",
                        "batch-variances",
                        "sharding",
                        "fusion",
                        "product-loops",
                        "epilogues",
                        "in-place-updates",
                        "step-order",
                        "liveness",
                        "buffer-assignment");
    }

    @ParameterizedTest
    @MethodSource("passesOfGraphs")
    void everyPassShowsEveryGraph(String pass) {
        for (var target : List.of(CPU, ExecutionTarget.device(32))) {
            assertThat(text(pass, target))
                    .contains("predict {", "evaluate {", "train {")
                    .contains("= conv2d(")
                    .contains("output loss = %", "update conv2d/kernel = %");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            lowering              | constant 0.00392156862745098
            sharding              | stage 1, for every shard
            fusion                | , relu giving %
            in-place-updates      | update conv2d/kernel = %\\d+ in place
            step-order            | batch of 32 in 2 shards
            step-order            | step \\d+, sums of partials: %
            liveness              | %\\d+ : shard, \\d+ bytes, steps \\d+ to \\d+
            liveness              | partial %\\d+ : partial, \\d+ bytes, steps \\d+ to \\d+
            buffer-assignment     | memory shard, \\d+ bytes
            buffer-assignment     | %\\d+ : shard at \\d+, \\d+ bytes, steps \\d+ to \\d+
            """)
    void aPassShowsWhatItFound(String pass, String pattern) {
        assertThat(text(pass, CPU)).containsPattern(pattern);
    }

    @Test
    void stableFormsAreShownAsLayers() {
        assertThat(text("stable-forms", CPU)).startsWith("model ").contains("= conv2d(");
    }

    @Test
    void aDeviceHasNoShards() {
        assertThat(text("buffer-assignment", ExecutionTarget.device(32)))
                .contains("batch of 32\n", "memory once, ")
                .doesNotContain("for every shard");
    }

    @Test
    void simplifyingLeavesFewerOperations() {
        var before = text("lowering", CPU).lines().count();
        var after = text("pooling-gradients", CPU).lines().count();
        assertThat(after).isLessThan(before);
        assertThat(text("pooling-gradients", CPU)).isEqualTo(Dump.ops(Compiler.lower(layers())));
    }

    @Test
    void oneGraphCanBeShownAlone() {
        assertThat(PassText.of("fusion", layers(), Set.of(Purpose.EVALUATE), CPU))
                .contains("evaluate {")
                .doesNotContain("predict {", "train {");
    }

    @Test
    void aPassThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> text("unrolling", CPU))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unrolling");
    }

    @Test
    void aTreeShowsWhatWasWrittenAndWhere() {
        var tree = Compiler.parse(SOURCE, new Diagnostics());
        assertThat(Dump.syntax(tree).lines())
                .contains(
                        "    model \"Small.\" Tiny   // tiny.model:2:1",
                        "        parameter width int   // tiny.model:2:12",
                        "            number_literal 4   // tiny.model:2:25",
                        "        optimizer   // tiny.model:10:5");
    }
}
