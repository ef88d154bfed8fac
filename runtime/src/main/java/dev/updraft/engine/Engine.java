package dev.updraft.engine;

import dev.updraft.compiler.program.Program;
import org.jspecify.annotations.Nullable;

/** Something that computes programs. */
public interface Engine {

    /** {@code cpu}, {@code reference}, {@code gpu}. */
    String name();

    /** The engine and the device it computes on, in words: what reports show. */
    String description();

    /** Why this engine cannot work on this machine, such as a native library that does not load; null if it can. */
    default @Nullable String unavailable() {
        return null;
    }

    /**
     * Makes a program ready to run. Variables hold their initial values.
     *
     * @throws EngineException if this engine cannot compute it, naming the operation and its line
     */
    Session open(Program program, Options options);

    /**
     * How to run.
     *
     * @param threads at most this many threads; never changes results
     * @param seed of initial weights and random numbers
     */
    record Options(int threads, long seed) {}
}
