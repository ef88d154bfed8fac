package dev.updraft;

import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.weights.ModelSource;
import dev.updraft.weights.ModelSource.Import;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the texts of a model come from: its files, remembered on the way, or what was remembered. */
final class Sources {
    private Sources() {}

    /** Resolves as another does, and remembers what was found. */
    static final class Recorder implements ImportResolver {
        private final ImportResolver resolver;
        private final List<Import> imports = new ArrayList<>();

        Recorder(ImportResolver resolver) {
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
        ModelSource source(SourceFile main, Map<String, String> parameters) {
            var folder = whole(main.name()).resolveSibling("");
            return new ModelSource(
                    within(folder, main),
                    imports.stream()
                            .map(found -> new Import(
                                    within(folder, found.importer()), found.path(), within(folder, found.file())))
                            .toList(),
                    parameters);
        }

        private static SourceFile within(Path folder, SourceFile file) {
            return new SourceFile(within(folder, file.name()), file.text());
        }

        private static String within(Path folder, String name) {
            return folder.relativize(whole(name)).toString().replace('\\', '/');
        }

        private static Path whole(String name) {
            return Path.of(name).toAbsolutePath().normalize();
        }
    }

    /** Finds what was remembered, and nothing else. */
    static ImportResolver remembered(ModelSource source) {
        return (importer, path) -> source.imports().stream()
                .filter(found ->
                        found.importer().equals(importer.name()) && found.path().equals(path))
                .map(Import::file)
                .findFirst()
                .orElseThrow(() -> new ImportResolver.UnresolvedException(
                        ImportResolver.UnresolvedException.Reason.MISSING, "the saved model does not hold it"));
    }
}
