package dev.updraft.engine.gpu;

import dev.updraft.compiler.layers.StepPrecision;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.Engine;
import dev.updraft.engine.gpu.emit.EmittedProgram;
import dev.updraft.engine.gpu.emit.TornadoEmitter;
import dev.updraft.engine.gpu.worker.DeviceInfo;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A gpu engine for many small programs: javac takes longer to begin than to compile a class. */
public interface BulkEngine extends Engine {

    /** Compiles all graphs of programs with batches of these sizes at once, so that sessions find them there. */
    void prepare(Map<Program, Integer> batchSizes);

    /** Compiles for a device. */
    static void compile(Map<Program, Integer> batchSizes, DeviceInfo device, KernelCompiler compiler) {
        var traits = DevicePlans.traits(device);
        var all = new ArrayList<EmittedProgram>();
        batchSizes.forEach((program, size) -> {
            for (var purpose : Purpose.values()) {
                all.add(TornadoEmitter.emit("Model", program, purpose, size, traits));
            }
        });
        compiler.compile(all);
    }

    @Override
    default @Nullable String precisionProblem(StepPrecision precision) {
        return new GpuEngine().precisionProblem(precision);
    }
}
