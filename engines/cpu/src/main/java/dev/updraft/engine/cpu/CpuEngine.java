package dev.updraft.engine.cpu;

import dev.updraft.compiler.layers.StepPrecision;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.cpu.onednn.OneDnn;
import dev.updraft.engine.spi.ExclusiveSession;
import dev.updraft.engine.spi.Session;
import org.jspecify.annotations.Nullable;

/** The default engine: oneDNN and fused loops on the processor, in float32. */
public final class CpuEngine implements Engine {

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public String description() {
        return "cpu (oneDNN, float32, "
                + System.getProperty("os.arch")
                + ", "
                + Runtime.getRuntime().availableProcessors()
                + " cores)";
    }

    @Override
    public @Nullable String unavailable() {
        return OneDnn.problem();
    }

    @Override
    public @Nullable String precisionProblem(StepPrecision precision) {
        return precisionProblem(precision, OneDnn.get().instructionSet());
    }

    /** @param instructionSet of the processor, as oneDNN tells it */
    static @Nullable String precisionProblem(StepPrecision precision, int instructionSet) {
        return switch (precision) {
            case FLOAT32 -> null;
            case BF16 ->
                OneDnn.multipliesBfloat16(instructionSet)
                        ? null
                        : "this processor cannot multiply bf16, which takes AVX512-BF16 or AMX, as Intel Xeon has from Cooper"
                                + " Lake on and AMD from Zen 4 on; train with precision: float32 (--precision float32)";
        };
    }

    /**
     * {@inheritDoc}
     *
     * @throws EngineException if oneDNN's native library cannot be loaded
     */
    @Override
    public Session open(Program program, Options options) {
        return new ExclusiveSession(new CpuSession(program, options));
    }
}
