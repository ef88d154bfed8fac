package dev.updraft;

import dev.updraft.compiler.Compilation;
import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.FileImports;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceReader;
import dev.updraft.compiler.source.ModelSource;
import dev.updraft.compiler.source.SourceRecorder;
import dev.updraft.weights.ModelWeights;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.WeightsException;
import java.nio.file.Path;
import java.util.Map;

/** The way in: from a {@code .model} file, or from saved weights, to a model. */
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
        var problems = new Diagnostics();
        var main = SourceReader.read(file, problems);
        if (main == null) {
            throw new CompileException(problems.all());
        }
        var imports = new SourceRecorder(new FileImports(file.toAbsolutePath().resolveSibling("")));
        var compilation = Compiler.check(main, imports, parameters);
        return compiled(imports.source(main, parameters), compilation);
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

    /**
     * Rebuilds a saved model from the text and the weights in its file.
     *
     * @param weights a file that {@link Model#save} wrote
     * @throws WeightsException if it cannot be read, is broken, or holds no model
     * @throws CompileException if the model in it does not compile with this version
     * @throws dev.updraft.engine.EngineException if there is no such device, or it cannot compute the model
     */
    public static Model load(Path weights, Device device) {
        var model = compiled(weights).on(device);
        try {
            model.load(weights);
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * Compiles the model in a weights file.
     *
     * @param weights a file that {@link Model#save} wrote
     * @throws WeightsException if it cannot be read, is broken, or holds no model
     * @throws CompileException if the model in it does not compile with this version
     */
    public static CompiledModel compiled(Path weights) {
        try (var file = SafetensorsFile.open(weights)) {
            var source = ModelWeights.metadata(file).source();
            return compiled(source, source.check());
        }
    }

    private static CompiledModel compiled(ModelSource source, Compilation compilation) {
        var layers = compilation.graph();
        if (layers == null) {
            throw new CompileException(compilation.diagnostics());
        }
        return new CompiledModel(source, layers, Compiler.lower(layers), compilation.diagnostics());
    }
}
