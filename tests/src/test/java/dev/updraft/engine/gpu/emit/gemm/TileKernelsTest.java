package dev.updraft.engine.gpu.emit.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.gpu.emit.TornadoEmitter;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TileKernelsTest {
    private static final int CAPACITY = 32;
    private static final String MODEL = """
            model Net {
                input  x: float[24]
                target y: float[8]
                network { x -> dense(8) -> out }
                loss      mean_squared_error(out, y)
                optimizer sgd(learning_rate: 0.1)
            }
            """;

    private static String source(DeviceTraits traits, Function<GemmShape, Tiling> tilings) {
        return TornadoEmitter.emit("Net", program(), Purpose.PREDICT, plan(), traits, tilings)
                .source();
    }

    private static ExecutablePlan plan() {
        return Compiler.plan(program(), Purpose.PREDICT, ExecutionTarget.device(CAPACITY));
    }

    private static Program program() {
        var checked = Compiler.check(new SourceFile("net.model", MODEL), ImportResolver.NONE, Map.of());
        return Compiler.lower(Objects.requireNonNull(checked.graph(), () -> "" + checked.diagnostics()));
    }

    @Test
    void asksOnceForEachProductAndTakesTheAnswer() {
        var asked = new ArrayList<GemmShape>();
        var source = source(DeviceTraits.GPU, product -> {
            asked.add(product);
            return new Tiling(8, 8, 8, 2, 1, 1);
        });
        assertThat(asked).containsExactly(new GemmShape(new Op.MatMul(false, false), CAPACITY, 8, 24, 1));
        assertThat(source)
                .contains("tiles of 8 × 8 × 8, 2 × 1 a work-item")
                .contains("allocateFloatLocalArray(8 * 12)")
                .contains("context.localBarrier();");
    }

    @Test
    void askedForNoTilingOnAProcessor() {
        var source = source(DeviceTraits.PROCESSOR, _ -> {
            throw new AssertionError("asked");
        });
        assertThat(source).doesNotContain("allocateFloatLocalArray", "localBarrier");
    }

    @Test
    void refusesATilingThatDoesNotFitTheDevice() {
        var small = new DeviceTraits(true, 16, 1 << 14);
        assertThatThrownBy(() -> source(small, _ -> new Tiling(64, 64, 16, 4, 4, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not fit");
    }

    @Test
    void noPartWalksBeyondTheDepth() {
        assertThat(source(DeviceTraits.GPU, _ -> new Tiling(8, 8, 4, 2, 1, 3)))
                .as("three parts of 8 make up 24")
                .contains("? (part + 1) * 8 : 0;");
        assertThat(source(DeviceTraits.GPU, _ -> new Tiling(8, 8, 4, 2, 1, 4)))
                .as("of four parts of 8 the last is empty")
                .contains("? TornadoMath.min((part + 1) * 8, 24) : 0;");
    }
}
