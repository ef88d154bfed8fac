package dev.updraft.benchmarks;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.FileImports;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceReader;
import dev.updraft.compiler.emit.typed.Origin;
import dev.updraft.compiler.emit.typed.TypedClass;
import dev.updraft.compiler.source.PackedModel;
import dev.updraft.compiler.source.SourceRecorder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.ToolProvider;

/** A program and the class of the model that it uses, compiled in a temporary folder. */
final class GeneratedProject implements AutoCloseable {
    private final Path folder;
    private final List<String> sources = new ArrayList<>();
    private final URLClassLoader loader;

    GeneratedProject() throws IOException {
        folder = Files.createTempDirectory("updraft-rows");
        loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, GeneratedProject.class.getClassLoader());
    }

    /** Where it lies. */
    Path folder() {
        return folder;
    }

    /** Generates the class of a model; gives the model's file. */
    Path model(String name, String text) throws IOException {
        var file = Files.writeString(folder.resolve(name), text);
        var main = Objects.requireNonNull(SourceReader.read(file, new Diagnostics()));
        var recorder = new SourceRecorder(new FileImports(folder));
        var graph =
                Objects.requireNonNull(Compiler.check(main, recorder, Map.of()).graph());
        var generated = TypedClass.emit(graph, new Origin("", name));
        Files.writeString(folder.resolve(generated.resourcePath()), PackedModel.write(recorder.source(main, Map.of())));
        source(generated.sourcePath(), generated.source());
        return file;
    }

    private void source(String path, String text) throws IOException {
        sources.add(Files.writeString(folder.resolve(path), text).toString());
    }

    /** Compiles it and a class that is called so. */
    Class<?> load(String name, String text) throws IOException, ClassNotFoundException {
        source(name + ".java", text);
        var arguments = new ArrayList<>(List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path")));
        arguments.addAll(sources);
        var status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException("the generated class does not compile");
        }
        return loader.loadClass(name);
    }

    @Override
    public void close() throws IOException {
        loader.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
