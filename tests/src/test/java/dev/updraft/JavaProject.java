package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.FileImports;
import dev.updraft.compiler.diagnostics.Diagnostics;
import dev.updraft.compiler.diagnostics.SourceReader;
import dev.updraft.compiler.emit.typed.GeneratedClass;
import dev.updraft.compiler.emit.typed.Origin;
import dev.updraft.compiler.emit.typed.TypedClass;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.source.PackedModel;
import dev.updraft.compiler.source.SourceRecorder;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** A user's project in a folder: generated classes and programs that use them, compiled with every warning an error. */
final class JavaProject {
    private final Path sources;
    private final Path classes;

    JavaProject(Path folder) throws IOException {
        sources = Files.createDirectories(folder.resolve("sources"));
        classes = Files.createDirectories(folder.resolve("classes"));
    }

    /** Generates the class of a model, and packs the model beside it. */
    GeneratedClass model(Path file, String packageName, Map<String, String> parameters) throws IOException {
        var main = Objects.requireNonNull(SourceReader.read(file, new Diagnostics()));
        var recorder = new SourceRecorder(new FileImports(file.toAbsolutePath().resolveSibling("")));
        var compilation = Compiler.check(main, recorder, parameters);
        assertThat(compilation.graph()).as("%s", compilation.diagnostics()).isNotNull();
        var graph = Objects.requireNonNull(compilation.graph());
        var generated = TypedClass.emit(
                graph,
                new Origin(
                        packageName, Objects.requireNonNull(file.getFileName()).toString()));
        write(sources.resolve(generated.sourcePath()), generated.source());
        write(classes.resolve(generated.resourcePath()), PackedModel.write(recorder.source(main, parameters)));
        return generated;
    }

    /** Adds a class of the user's. */
    void program(String path, String source) throws IOException {
        write(sources.resolve(path), source);
    }

    /** Where a class or a resource of the compiled project is. */
    Path compiled(String path) {
        return classes.resolve(path);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    /** Compiles everything, read in UTF-8. */
    void compile() throws IOException {
        compile("UTF-8");
    }

    /** Compiles everything. */
    void compile(String encoding) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var options = List.of(
                "-Xlint:all",
                "-Xdoclint:all,-missing",
                "-Werror",
                "-encoding",
                encoding,
                "-d",
                classes.toString(),
                "-cp",
                classPath());
        var output = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var found = Files.walk(sources)) {
            var all = found.filter(Files::isRegularFile).toList();
            var done = compiler.getTask(output, files, null, options, null, files.getJavaFileObjectsFromPaths(all))
                    .call();
            assertThat(done).as("%s", output).isTrue();
        }
    }

    private static String classPath() {
        return Stream.of(Updraft.class, LayerGraph.class, NullMarked.class, Flowers.class)
                .map(type -> Path.of(URI.create(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toString()))
                        .toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The compiled classes; to be closed. */
    URLClassLoader load() throws IOException {
        return new URLClassLoader(new URL[] {classes.toUri().toURL()}, Updraft.class.getClassLoader());
    }
}
