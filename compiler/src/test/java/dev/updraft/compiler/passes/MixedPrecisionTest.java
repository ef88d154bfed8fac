package dev.updraft.compiler.passes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.dump.GraphText;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.plan.BufferedValue;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.compiler.tensor.ElementType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MixedPrecisionTest {
    private static final String MODEL = """
            model Mixed {
                input image: float[8, 8, 2]
                target label: class[3]
                network {
                    image -> conv2d(4, kernel: 3, activation: relu) -> depthwise_conv2d(kernel: 3) -> flatten
                          -> dense(5, activation: relu) -> dense(3) -> scores
                }
                loss sparse_categorical_crossentropy(scores, label)
                optimizer adam
                fit { precision: bf16 }
            }
            """;

    private static Program program(String precision) {
        var source = new SourceFile("mixed.model", MODEL.replace("bf16", precision));
        return Compiler.lower(Objects.requireNonNull(
                Compiler.check(source, ImportResolver.NONE, Map.of()).graph()));
    }

    private static Graph training(String precision) {
        return Objects.requireNonNull(program(precision).train());
    }

    private static List<Node> rounded(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.op() instanceof Op.ToBfloat16)
                .toList();
    }

    @Test
    void productsOfATrainingStepTakeBfloat16AndNothingElseDoes() {
        var graph = training("bf16");
        Verifier.verify(graph);
        for (var node : graph.nodes()) {
            var isGrouped = node.op().toString().contains("groups=4");
            for (var operand : node.operands()) {
                assertThat(operand.type() == ElementType.BFLOAT16)
                        .as(GraphText.of(node))
                        .isEqualTo(node.op().isContraction() && !isGrouped);
            }
        }
        assertThat(graph.nodes()).anyMatch(node -> node.op() instanceof Op.Conv2d(var _, var groups) && groups == 4);
    }

    /** Of the three products of a layer each two share an operand; the image has no gradient. */
    @Test
    void aValueIsRoundedOnce() {
        var rounded = rounded(training("bf16"));
        assertThat(rounded)
                .hasSize(3 * 3 - 1 + 1)
                .extracting(node -> node.operand(0))
                .doesNotHaveDuplicates();
    }

    @Test
    void nothingIsRoundedElsewhere() {
        var program = program("bf16");
        assertThat(rounded(program.predict())).isEmpty();
        assertThat(rounded(Objects.requireNonNull(program.evaluate()))).isEmpty();
        assertThat(rounded(training("float32"))).isEmpty();
    }

    /** Weights are rounded where they are packed, so that no kernel does; what is rounded takes half the room. */
    @Test
    void aPlanHasTheRoundedValuesAndNoRoundedWeights() {
        var plan = Compiler.plan(program("bf16"), Purpose.TRAIN, ExecutionTarget.device(4));
        for (var node : rounded(plan.graph())) {
            var buffer = plan.buffers().get(new BufferedValue.Result(node));
            if (node.operand(0).op() instanceof Op.ReadVariable) {
                assertThat(buffer).isNull();
            } else {
                assertThat(Objects.requireNonNull(buffer).bytes())
                        .isEqualTo(node.shape().elements(4) * Short.BYTES);
            }
        }
    }
}
