package dev.updraft.engine.spi;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;

/** An engine whose artifact is not on the class path. */
record MissingEngine(String name) implements Engine {

    @Override
    public String description() {
        return name + " (missing)";
    }

    @Override
    public String unavailable() {
        return "updraft-engine-" + name
                + " is not on the class path; depend on dev.updraft:updraft, which includes all engines";
    }

    @Override
    public Engine device(int index) {
        return this;
    }

    @Override
    public Session open(Program program, Options options) {
        throw new EngineException(unavailable());
    }
}
