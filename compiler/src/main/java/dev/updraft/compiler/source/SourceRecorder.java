package dev.updraft.compiler.source;

import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.source.ModelSource.Import;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Resolves imports as another does, and remembers what was found. For one model. */
public final class SourceRecorder implements ImportResolver {
    private final ImportResolver resolver;
    private final List<Import> imports = new ArrayList<>();

    /** @param resolver what finds the files */
    public SourceRecorder(ImportResolver resolver) {
        this.resolver = resolver;
    }

    @Override
    public SourceFile resolve(SourceFile importer, String path) throws UnresolvedException {
        var file = resolver.resolve(importer, path);
        var found = new Import(importer.name(), path, file);
        if (!imports.contains(found)) {
            imports.add(found);
        }
        return file;
    }

    /** All that was read, under names as seen from the model's folder: a saved model tells nothing of this machine. */
    public ModelSource source(SourceFile main, Map<String, String> parameters) {
        var folder = whole(main.name()).resolveSibling("");
        return source(
                main,
                parameters,
                name -> folder.relativize(whole(name)).toString().replace('\\', '/'));
    }

    /**
     * All that was read, under other names.
     *
     * @param names the name that a file is remembered under, by the name that it was read under; different for different
     *     files, and without what only this machine has
     */
    public ModelSource source(SourceFile main, Map<String, String> parameters, UnaryOperator<String> names) {
        return new ModelSource(
                renamed(main, names),
                imports.stream()
                        .map(found ->
                                new Import(names.apply(found.importer()), found.path(), renamed(found.file(), names)))
                        .toList(),
                parameters);
    }

    private static SourceFile renamed(SourceFile file, UnaryOperator<String> names) {
        return new SourceFile(names.apply(file.name()), file.text());
    }

    private static Path whole(String name) {
        return Path.of(name).toAbsolutePath().normalize();
    }
}
