package dev.updraft;

import static java.util.Objects.requireNonNull;

import dev.updraft.compiler.Compilation;
import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.FileImports;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceReader;
import dev.updraft.compiler.source.ModelSource;
import dev.updraft.compiler.source.PackedModel;
import dev.updraft.compiler.source.SourceRecorder;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.WeightsException;
import dev.updraft.weights.internal.ModelWeights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entry point: creates models from {@code .model} files and saved weights. */
public final class Updraft {
    private Updraft() {}

    /**
     * Compiles a {@code .model} file with the defaults of its parameters.
     *
     * @throws CompileException if it has errors, or cannot be read
     */
    public static CompiledModel compile(Path file) {
        return compile(file, Map.of());
    }

    /**
     * Compiles a {@code .model} file.
     *
     * @param parameters values of model parameters by name, written as in the file: {@code width=64} is the entry {@code
     *     ("width", "64")}; the rest use their defaults
     * @throws CompileException if it has errors, or cannot be read, or a parameter does not exist or has a wrong value
     */
    public static CompiledModel compile(Path file, Map<String, String> parameters) {
        requireNonNull(file, "file must not be null");
        requireNonNull(parameters, "parameters must not be null");
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
     * Loads a saved model from the source and the weights in its file, on {@link Device#auto}.
     *
     * @param weights a file written by {@link Model#save}
     * @throws WeightsException if it cannot be read, is damaged, or contains no model
     * @throws CompileException if the model in it does not compile with this version
     */
    public static Model load(Path weights) {
        return load(weights, Device.auto());
    }

    /**
     * Loads a saved model from the source and the weights in its file.
     *
     * @param weights a file written by {@link Model#save}
     * @throws WeightsException if it cannot be read, is damaged, or contains no model
     * @throws CompileException if the model in it does not compile with this version
     * @throws dev.updraft.engine.EngineException if there is no such device, or it cannot compute the model
     */
    public static Model load(Path weights, Device device) {
        requireNonNull(weights, "weights must not be null");
        requireNonNull(device, "device must not be null");
        var compiled = compiled(weights);
        ModelWeights.requireFit(weights, compiled.program().variables());
        var model = compiled.on(device);
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
     * @param weights a file written by {@link Model#save}
     * @throws WeightsException if it cannot be read, is damaged, or contains no model
     * @throws CompileException if the model in it does not compile with this version
     */
    public static CompiledModel compiled(Path weights) {
        try (var file = SafetensorsFile.open(requireNonNull(weights, "weights must not be null"))) {
            var source = ModelWeights.metadata(file).source();
            return compiled(source, source.check());
        }
    }

    /**
     * Compiles the model that was packaged with a class when its project was built.
     *
     * @param owner the class
     * @param resource name of the resource, from the folder of the class
     * @throws PackedModelException if there is no such resource, or it is damaged
     * @throws CompileException if the model in it does not compile with this version
     */
    public static CompiledModel packed(Class<?> owner, String resource) {
        return packed(owner, owner.getResourceAsStream(resource));
    }

    /**
     * Compiles the model that was packaged with a class when its project was built; called by generated classes.
     *
     * @param owner the class
     * @param resource the opened resource, null if there is none; is closed
     * @throws PackedModelException if there is none, or it is damaged
     * @throws CompileException if the model in it does not compile with this version
     */
    public static CompiledModel packed(Class<?> owner, @Nullable InputStream resource) {
        if (resource == null) {
            throw new PackedModelException("the model of " + owner.getName()
                    + " is not packaged with it: rebuild the project, and include its resources in the jar");
        }
        try (resource) {
            var source = PackedModel.read(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
            return compiled(source, source.check());
        } catch (IOException e) {
            throw new PackedModelException("the model packaged with " + owner.getName() + " " + e.getMessage(), e);
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
