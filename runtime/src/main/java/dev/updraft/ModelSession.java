package dev.updraft;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.spi.Session;
import dev.updraft.training.loop.TrainingContext;
import java.util.function.Consumer;

/** The session of a model, and the program it is of. Used by one thread at a time. */
final class ModelSession implements AutoCloseable {
    private final CompiledModel compiled;
    private final Engine engine;
    private final Engine.Options options;
    private Program program;
    private Session session;

    ModelSession(CompiledModel compiled, Engine engine, Engine.Options options) {
        this.compiled = compiled;
        this.engine = engine;
        this.options = options;
        program = compiled.program();
        session = open();
    }

    private Session open() {
        try {
            return engine.open(program, options);
        } catch (OutOfMemoryError e) {
            throw new EngineException(
                    "there is not enough memory for the weights of model " + compiled.name() + " ("
                            + program.variables().stream()
                                            .mapToLong(
                                                    variable -> variable.shape().elementsPerSample() * Float.BYTES)
                                            .sum()
                                    / 1_000_000
                            + " MB including optimizer state: " + e.getMessage()
                            + "); use smaller layers, or give the process more memory",
                    e);
        }
    }

    Session session() {
        return session;
    }

    /** Whether its program takes a weight for each sample. */
    boolean isWeighted() {
        return program.isWeighted();
    }

    TrainingContext trainingContext() {
        return new TrainingContext(
                compiled.layers(),
                program,
                session,
                engine.description(compiled.layers().fit().step().precision()),
                other -> engine.open(other, options),
                options.threads(),
                options.seed());
    }

    /** Goes on with a program that takes a weight for each sample, with the same values of the same variables. */
    void weigh() {
        var weighted = compiled.weightedProgram();
        replace(weighted, fresh -> session.copyTo(fresh, weighted.variables()));
    }

    /** Takes the values of its variables from the session of a model that has them too. */
    void copyFrom(ModelSession other) {
        other.session.copyTo(session, program.variables());
    }

    /**
     * Begins again with other weights; what the optimizer remembers is as at first.
     *
     * @param load writes them; if it fails, all is as it was
     */
    void reload(Consumer<Session> load) {
        replace(program, load);
    }

    private void replace(Program other, Consumer<Session> load) {
        var fresh = engine.open(other, options);
        try {
            load.accept(fresh);
        } catch (RuntimeException e) {
            fresh.close();
            throw e;
        }
        session.close();
        session = fresh;
        program = other;
    }

    @Override
    public void close() {
        session.close();
    }
}
