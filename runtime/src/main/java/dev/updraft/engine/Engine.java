package dev.updraft.engine;

import dev.updraft.compiler.layers.StepPrecision;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.spi.Session;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine that runs programs. */
public interface Engine {

    /** Its name for users: {@code cpu}, {@code gpu} or {@code reference}. */
    String name();

    /** A description of the engine and its device, for reports. Only called if the engine is available. */
    String description();

    /**
     * The same for a model that is trained in a precision: {@code cpu (oneDNN, bf16 in training, amd64, 2 cores)}.
     */
    default String description(StepPrecision precision) {
        return switch (precision) {
            case FLOAT32 -> description();
            case BF16 -> description().replaceFirst("float32", precision.text() + " in training");
        };
    }

    /** Why this engine cannot work on this machine, such as a native library that does not load; null if it can. */
    default @Nullable String unavailable() {
        return null;
    }

    /** Whether it computes on an accelerator such as a GPU. Only called if the engine is available. */
    default boolean accelerated() {
        return false;
    }

    /**
     * Why this engine cannot train in a precision on this machine, and what to do instead; null if it can. Every engine evaluates and
     * predicts a model, whatever precision it is trained in. Only called if the engine is available.
     */
    default @Nullable String precisionProblem(StepPrecision precision) {
        return null;
    }

    /**
     * This engine as its results are to be checked before it first trains on this machine, without slow preparations; null if it uses
     * no driver of the machine, which may be broken. Only called if the engine is available.
     */
    default @Nullable Engine toBeChecked() {
        return null;
    }

    /**
     * The same engine on another of its devices.
     *
     * @param index counted from 0
     * @throws EngineException if it has only one
     */
    default Engine device(int index) {
        if (index == 0) {
            return this;
        }
        throw new EngineException("the engine " + name() + " has only one device, not number " + index);
    }

    /** This engine on each device that it finds; just itself if it has only one device or does not work here. */
    default List<Engine> devices() {
        return List.of(this);
    }

    /**
     * Prepares a program to run. Variables have their initial values.
     *
     * @throws EngineException if this engine cannot compute it, naming the operation and its line
     */
    Session open(Program program, Options options);

    /**
     * Options for running a program.
     *
     * @param threads maximum number of threads; never changes results. A model uses at most the number of processors
     * @param seed seed for initial weights and random numbers
     * @param notice receives one-line notices about slow preparations of the engine
     */
    record Options(int threads, long seed, Consumer<String> notice) {
        /** Notices go to the log. */
        public Options(int threads, long seed) {
            this(threads, seed, Options::log);
        }

        private static void log(String text) {
            System.getLogger(Engine.class.getName()).log(Level.INFO, text);
        }
    }
}
