package dev.updraft.engine.reference;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.spi.ExclusiveSession;
import dev.updraft.engine.spi.Session;

/** Computes programs in plain Java on one thread. */
public final class ReferenceEngine implements Engine {
    private final Precision precision;

    /** In float32, as users get it. */
    public ReferenceEngine() {
        this(Precision.FLOAT32);
    }

    public ReferenceEngine(Precision precision) {
        this.precision = precision;
    }

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public String description() {
        return switch (precision) {
            case FLOAT32 -> "reference (plain Java, float32, one thread)";
            case FLOAT64 -> "reference (plain Java, float64, one thread)";
        };
    }

    @Override
    public Session open(Program program, Options options) {
        return new ExclusiveSession(new ReferenceSession(program, options.seed(), precision));
    }
}
