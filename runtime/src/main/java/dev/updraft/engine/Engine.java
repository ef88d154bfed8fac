package dev.updraft.engine;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.spi.Session;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that computes programs. */
public interface Engine {

    /** {@code cpu}, {@code reference}, {@code gpu}: what users choose it by. */
    String name();

    /** The engine and the device it computes on, in words: what reports show. Asked only of engines that are available. */
    String description();

    /** Why this engine cannot work on this machine, such as a native library that does not load; null if it can. */
    default @Nullable String unavailable() {
        return null;
    }

    /** Whether it computes on a device made for it, such as a GPU; asked only of engines that are available. */
    default boolean accelerated() {
        return false;
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

    /** This engine on each device that it finds: itself where it has but one, or does not work here. */
    default List<Engine> devices() {
        return List.of(this);
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
     * @param threads at most this many threads; never changes results. A model uses no more than there are processors
     * @param seed of initial weights and random numbers
     * @param notice hears in a line what takes the engine long before it begins
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
