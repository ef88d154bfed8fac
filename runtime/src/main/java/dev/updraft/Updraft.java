package dev.updraft;

import dev.updraft.weights.WeightsException;
import java.nio.file.Path;
import java.util.Map;

/** The way in: from a {@code .model} file, or from saved weights, to a model. */
@SuppressWarnings("DoNotCallSuggester")
public final class Updraft {
    private Updraft() {}

    /**
     * Compiles a {@code .model} file with its parameters' defaults.
     *
     * @throws CompileException if it has errors, or cannot be read
     */
    public static CompiledModel compile(Path file) {
        return compile(file, Map.of());
    }

    /**
     * Compiles a {@code .model} file.
     *
     * @param parameters values for parameters of the model by name, written as in the file: {@code width=64} is the entry
     *     {@code ("width", "64")}; the others keep their defaults
     * @throws CompileException if it has errors, or cannot be read, or a parameter does not exist or has a wrong value
     */
    public static CompiledModel compile(Path file, Map<String, String> parameters) {
        throw new UnsupportedOperationException("the compiler is not there yet");
    }

    /**
     * Rebuilds a saved model from the text and the weights in its file, on {@link Device#auto}.
     *
     * @param weights a file that {@link Model#save} wrote
     * @throws WeightsException if it cannot be read, is broken, or holds no model
     * @throws CompileException if the model in it does not compile with this version
     */
    public static Model load(Path weights) {
        return load(weights, Device.auto());
    }

    /** As {@link #load(Path)}, on a device. */
    public static Model load(Path weights, Device device) {
        throw new UnsupportedOperationException("the compiler is not there yet");
    }
}
