package dev.updraft.compiler.dump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.lower.Lowering;
import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DumpTest {
    private static final String MODEL = """
            model Tiny(width: int = 4) {
                input  image: float[8, 8, 3]
                target label: class[2]
                network {
                    image -> conv2d(width, kernel: 3, stride: 2, padding: same, activation: relu)
                          -> flatten -> dense(2) -> logits
                }
                loss      sparse_categorical_crossentropy(logits, label)
                optimizer sgd(learning_rate: 0.5)
            }
            """;

    @Test
    void aLayerShowsItsSettingsShapeAndPlace() {
        assertThat(Dump.layers(graph()).lines())
                .contains(
                        "model Tiny(width = 4)",
                        "    input image : [batch, 8, 8, 3]",
                        "    target label : class[2]",
                        "    flatten = flatten(conv2d) : [batch, 64]   // tiny.model:6:18")
                .anyMatch(line -> line.startsWith("    conv2d = conv2d(image, filters: 4, kernel: 3×3, stride: 2×2,"));
    }

    @Test
    void anOperationShowsItsOperandsSettingsShapeAndPlace() {
        var predict = Dump.ops(Lowering.of(graph())).lines().takeWhile(line -> !line.isEmpty());
        assertThat(predict)
                .startsWith(
                        "predict {",
                        "    %0 = input image : [batch, 8, 8, 3]   // image at tiny.model:2:5",
                        "    %1 = read_variable conv2d/kernel : [3, 3, 3, 4]   // conv2d at tiny.model:5:18",
                        "    %2 = conv2d(%0, %1) window 3×3 stride 2×2 padding 0+1×0+1 : [batch, 4, 4, 4]"
                                + "   // conv2d at tiny.model:5:18");
    }

    @Test
    void anOpaqueOperationShowsItsComponents() {
        var to = new GraphBuilder();
        var x = to.add(new Op.Input("x", ElementType.REAL, Shape.batch(7)));
        assertThat(GraphText.of(to.add(new Op.CumulativeSum(1, true), x)))
                .isEqualTo("%1 = cumulative_sum(%0) axis 1, reverse true : [batch, 7]");
        assertThat(GraphText.of(to.add(new Op.Softmax(), x))).isEqualTo("%2 = softmax(%0) : [batch, 7]");
    }

    @Test
    void aProgramShowsVariablesScalarsAndEveryGraphsKernels() {
        var text = Dump.program(Compiler.lower(graph()));
        assertThat(text)
                .contains("trainable dense/bias : [2] = zeros")
                .contains("step scalar learning_rate")
                .contains("predict {", "evaluate {", "train {")
                .contains(", relu giving %")
                .contains("output loss = %")
                .contains("update conv2d/kernel = %");
    }

    private static LayerGraph graph() {
        var source = new SourceFile("tiny.model", MODEL);
        var compilation = Compiler.check(source, ImportResolver.NONE, Map.of());
        assertThat(compilation.diagnostics()).isEqualTo(List.of());
        assertThat(compilation.graph()).isNotNull();
        return compilation.graph();
    }
}
