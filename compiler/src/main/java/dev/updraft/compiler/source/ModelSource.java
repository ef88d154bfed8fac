package dev.updraft.compiler.source;

import dev.updraft.compiler.Compilation;
import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.check.ImportResolver;
import dev.updraft.compiler.check.ImportResolver.UnresolvedException;
import dev.updraft.compiler.diagnostics.SourceFile;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a model is compiled from: kept in the metadata of its weights, and packed beside its generated class.
 *
 * @param file the model's own file
 * @param imports what it imports, directly and by others
 * @param parameters values given from outside, by name, written as in a file
 */
public record ModelSource(SourceFile file, List<Import> imports, Map<String, String> parameters) {
    public ModelSource {
        imports = List.copyOf(imports);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * One import statement and where it led.
     *
     * @param importer name of the file that imports
     * @param path what it imports, as written there
     * @param file what was found
     */
    public record Import(String importer, String path, SourceFile file) {}

    /** The same in the current language, of files that were written in an older one. */
    public ModelSource upgraded(int languageVersion) {
        var upgradedImports = imports.stream()
                .map(found -> new Import(
                        found.importer(), found.path(), LanguageVersion.upgraded(found.file(), languageVersion)))
                .toList();
        return new ModelSource(LanguageVersion.upgraded(file, languageVersion), upgradedImports, parameters);
    }

    /** The characters of all its files. */
    public long length() {
        return file.text().length()
                + imports.stream()
                        .mapToLong(found -> found.file().text().length())
                        .sum();
    }

    /** Checks the model again, from what is here and nothing else. */
    public Compilation check() {
        return Compiler.check(file, remembered(), parameters);
    }

    private ImportResolver remembered() {
        record Place(String importer, String path) {}
        var files = new HashMap<Place, SourceFile>();
        imports.forEach(found -> files.putIfAbsent(new Place(found.importer(), found.path()), found.file()));
        return (importer, path) -> {
            var file = files.get(new Place(importer.name(), path));
            if (file == null) {
                throw new UnresolvedException(UnresolvedException.Reason.MISSING, "the saved model does not hold it");
            }
            return file;
        };
    }
}
