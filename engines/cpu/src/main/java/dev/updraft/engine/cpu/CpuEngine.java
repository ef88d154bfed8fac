package dev.updraft.engine.cpu;

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
