package dev.updraft.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.Program;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Costs for a batch of 5, reckoned by hand from the shapes. */
class KernelCostTest {
    private static final int BATCH = 5;

    @Test
    void ofAProductAndItsGradients() {
        var train = Objects.requireNonNull(program("input x: float[6]", "x -> dense(7, activation: tanh) -> dense(3)")
                .train());
        var costs = costs(train, Op.MatMul.class);
        // Forward twice, weights twice, the input of the second once.
        assertThat(costs)
                .extracting(KernelCost::flops)
                .containsExactlyInAnyOrder(
                        2L * 5 * 6 * 7, 2L * 5 * 7 * 3, 2L * 5 * 6 * 7, 2L * 5 * 7 * 3, 2L * 5 * 7 * 3);
        // Operands, of the first product a bias, and the result.
        assertThat(costs).extracting(KernelCost::bytes).contains(4L * (5 * 6 + 6 * 7 + 7 + 5 * 7));
        // A gradient of weights has no bias.
        assertThat(costs).extracting(KernelCost::bytes).contains(4L * (5 * 6 + 5 * 7 + 6 * 7));
    }

    @Test
    void ofMatrixProductsOfEachSample() {
        var predict = program("input x: float[4, 6]", "matmul(x, transpose(x, 0, 2, 1)) -> flatten -> dense(3)")
                .predict();
        var product = costs(predict, Op.BatchMatMul.class).getFirst();
        assertThat(product.flops()).isEqualTo(2L * 5 * 4 * 4 * 6);
    }

    @Test
    void ofConvolutionsAndTheirGradients() {
        var image = "input x: float[9, 8, 4]";
        var layers = "x -> conv2d(4, kernel: 1) -> conv2d(6, kernel: 3, stride: 2, groups: 2) -> flatten -> dense(3)";
        var train = Objects.requireNonNull(program(image, layers).train());
        // The second convolution gives 4×3 pixels of 6 channels, each of 3×3 pixels of 2 channels.
        var flops = 2L * 5 * 4 * 3 * 6 * 3 * 3 * 2;
        assertThat(costs(train, Op.Conv2d.class).getLast().flops()).isEqualTo(flops);
        assertThat(costs(train, Op.Conv2dInputGradient.class).getFirst().flops())
                .isEqualTo(flops);
        assertThat(costs(train, Op.Conv2dWeightGradient.class))
                .extracting(KernelCost::flops)
                .containsExactlyInAnyOrder(flops, 2L * 5 * 9 * 8 * 4 * 4);
        assertThat(costs(train, Op.Conv2d.class).getLast().bytes())
                .isEqualTo(4L * (5 * 9 * 8 * 4 + 3 * 3 * 2 * 6 + 6 + 5 * 4 * 3 * 6));
    }

    @Test
    void ofALoopOverElements() {
        var predict =
                program("input x: float[6]", "tanh(x) * x + 1 -> dense(3)").predict();
        var loop = kernels(predict).stream()
                .filter(Kernel.Pointwise.class::isInstance)
                .map(kernel -> KernelCost.of(kernel, BATCH))
                .findFirst()
                .orElseThrow();
        // Tanh, product and sum; x is read once though used twice, the 1 is broadcast.
        assertThat(loop).isEqualTo(new KernelCost(3 * 5 * 6, 4 * (5 * 6 + 1 + 5 * 6)));
    }

    @Test
    void ofRowsOfATable() {
        var predict = program("input x: int[2]", "x -> embedding(1000, 8) -> flatten -> dense(3)")
                .predict();
        assertThat(costs(predict, Op.Gather.class)).containsExactly(new KernelCost(0, 4 * (5 * 2 + 2 * 5 * 2 * 8)));
    }

    @Test
    void addsUp() {
        assertThat(KernelCost.NONE.plus(new KernelCost(2, 3)).plus(new KernelCost(5, 7)))
                .isEqualTo(new KernelCost(7, 10));
    }

    private static Program program(String input, String layers) {
        var text = """
                model Net {
                    %s
                    target label: class[3]
                    network { %s -> logits }
                    loss sparse_categorical_crossentropy(logits, label)
                    optimizer sgd
                }""".formatted(input, layers);
        var checked = Compiler.check(new SourceFile("net.model", text), ImportResolver.NONE, Map.of());
        return Compiler.lower(Objects.requireNonNull(
                checked.graph(), () -> checked.diagnostics().toString()));
    }

    private static List<Kernel> kernels(Graph graph) {
        return Compiler.schedule(graph, true).stages().stream()
                .flatMap(stage -> stage.kernels().stream())
                .toList();
    }

    /** Of the kernels that compute such an operation, in order. */
    private static List<KernelCost> costs(Graph graph, Class<? extends Op> operation) {
        return kernels(graph).stream()
                .filter(kernel -> switch (kernel) {
                    case Kernel.Pointwise _ -> false;
                    case Kernel.FusedGemm fusedGemm ->
                        operation.isInstance(fusedGemm.product().op());
                    case Kernel.ProductLoop(var fusedGemm, var _) ->
                        operation.isInstance(fusedGemm.product().op());
                    case Kernel.Single(var node) -> operation.isInstance(node.op());
                })
                .map(kernel -> KernelCost.of(kernel, BATCH))
                .toList();
    }
}
