package dev.updraft.engine.gpu.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import dev.updraft.engine.gpu.emit.tiling.TuningCandidates;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TuningRunTest {
    private static final int CAPACITY = 32;
    private static final String MODEL = """
            model Net {
                input  x: float[9, 9, 2]
                target y: float[8]
                network {
                    x -> conv2d(4, kernel: 3, activation: relu) -> conv2d(4, kernel: 3, padding: same) -> flatten
                      -> dense(8) -> dense(8) -> dense(8) -> out
                }
                loss      mean_squared_error(out, y)
                optimizer sgd(learning_rate: 0.1)
            }
            """;

    private static Program program() {
        var checked = Compiler.check(new SourceFile("net.model", MODEL), ImportResolver.NONE, Map.of());
        return Compiler.lower(Objects.requireNonNull(checked.graph(), () -> "" + checked.diagnostics()));
    }

    private static TuningRun trials(Purpose purpose, Function<GemmShape, List<Tiling>> candidates) {
        var program = program();
        var plan = Compiler.plan(program, purpose, ExecutionTarget.device(CAPACITY));
        return TornadoEmitter.trials("Net", program, purpose, plan, DeviceTraits.GPU, candidates);
    }

    private static List<Tiling> two(GemmShape product) {
        return TuningCandidates.of(product, DeviceTraits.GPU, 2);
    }

    @Test
    void eachShapeIsTriedOnceWithEachTilingTheLongestFirst() {
        var tuningRun = trials(Purpose.TRAIN, TuningRunTest::two);
        var shapes = tuningRun.trials().stream()
                .map(TuningRun.Trial::product)
                .distinct()
                .toList();
        assertThat(tuningRun.trials())
                .containsExactlyElementsOf(shapes.stream()
                        .flatMap(shape -> two(shape).stream().map(tiling -> new TuningRun.Trial(shape, tiling)))
                        .toList());
        assertThat(shapes)
                .extracting(shape -> shape.elements() * shape.depth())
                .isSortedAccordingTo((one, other) -> Long.compare(other, one));
        assertThat(shapes)
                .as("forward of the last two layers, which are alike")
                .containsOnlyOnce(new GemmShape(new Op.MatMul(false, false), CAPACITY, 8, 8, 1));
        assertThat(shapes)
                .extracting(shape -> shape.op().getClass().getSimpleName())
                .contains("MatMul", "Conv2d", "Conv2dInputGradient", "Conv2dWeightGradient");
    }

    @Test
    void aTrialIsAGraphOfOneTaskInTheWorkspaceOfThePlan() {
        var tuningRun = trials(Purpose.TRAIN, TuningRunTest::two);
        var count = tuningRun.trials().size();
        var whole = TornadoEmitter.emit("Net", program(), Purpose.TRAIN, CAPACITY, DeviceTraits.GPU);
        assertThat(tuningRun.program().tasks()).hasSize(count);
        assertThat(tuningRun.program().source())
                .contains("return " + count + ";", "case " + (count - 1) + " ->")
                .contains("/** Trials for the training of model Net, of at most 32 samples. */");
        assertThat(tuningRun.program().className()).startsWith("NetTrainingTrials_");
        assertThat(tuningRun.program().workspace()).isLessThanOrEqualTo(whole.workspace());
    }

    @Test
    void whatIsNotToBeTriedIsNotThere() {
        assertThat(trials(Purpose.PREDICT, _ -> List.of()).trials()).isEmpty();
        assertThat(trials(Purpose.PREDICT, product -> product.op() instanceof Op.MatMul ? two(product) : List.of())
                        .trials())
                .isNotEmpty()
                .allMatch(trial -> trial.product().op() instanceof Op.MatMul);
    }
}
