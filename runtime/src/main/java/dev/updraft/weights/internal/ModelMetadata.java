package dev.updraft.weights.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.source.LanguageVersion;
import dev.updraft.compiler.source.ModelSource;
import dev.updraft.compiler.source.SourceJson;
import dev.updraft.weights.WeightsException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a weights file says of its model. The metadata of safetensors is text by key; what has parts is JSON within:
 *
 * <table>
 * <caption>Keys</caption>
 * <tr><td>{@code updraft.version}</td><td>version that wrote the file</td></tr>
 * <tr><td>{@code updraft.file}</td><td>name of the model's file</td></tr>
 * <tr><td>{@code updraft.language}</td><td>version of the language that the text is in</td></tr>
 * <tr><td>{@code updraft.text}</td><td>its text</td></tr>
 * <tr><td>{@code updraft.imports}</td><td>a list of objects of texts: importer, path, file, text</td></tr>
 * <tr><td>{@code updraft.parameters}</td><td>an object of texts: values given from outside</td></tr>
 * <tr><td>{@code updraft.classes}</td><td>a list of texts: names of the classes of the only target</td></tr>
 * <tr><td>{@code updraft.classes/label}</td><td>the same of one of several targets, {@code label}</td></tr>
 * <tr><td>{@code updraft.vocabulary/customer.contract}</td><td>a list of texts: values or words of a column</td></tr>
 * </table>
 *
 * <p>Those of {@link TrainingMetadata} come behind.
 *
 * @param version version that wrote the file
 * @param source what the model is compiled from
 * @param classNames names of the classes in order, by target; the only target has the name {@value #ONLY}
 * @param vocabularies values and words that are known of the columns of tables, by the names of group and column
 * @param training what is known of its training
 */
public record ModelMetadata(
        String version,
        ModelSource source,
        Map<String, List<String>> classNames,
        Map<String, List<String>> vocabularies,
        TrainingMetadata training) {
    private static final String VERSION = "updraft.version";
    private static final String FILE = "updraft.file";
    private static final String LANGUAGE = "updraft.language";
    private static final String TEXT = "updraft.text";
    private static final String IMPORTS = "updraft.imports";
    private static final String PARAMETERS = "updraft.parameters";
    private static final String CLASSES = "updraft.classes";
    private static final String VOCABULARY = "updraft.vocabulary/";

    /** What the only target goes by. */
    public static final String ONLY = "";

    /**
     * Characters of a model with all that it imports: far more than anyone writes, and little enough to be compiled at
     * once.
     */
    private static final long LONGEST = 16L * SourceFile.LARGEST;

    public ModelMetadata {
        classNames = Map.copyOf(classNames);
        vocabularies = Map.copyOf(vocabularies);
    }

    /** As the metadata of a safetensors file. */
    Map<String, String> toMap() {
        var map = new LinkedHashMap<String, String>();
        map.put("format", "updraft");
        map.put(VERSION, version);
        map.put(FILE, source.file().name());
        map.put(LANGUAGE, Integer.toString(LanguageVersion.CURRENT));
        map.put(TEXT, source.file().text());
        map.put(IMPORTS, written(json -> SourceJson.writeImports(json, source.imports())));
        map.put(PARAMETERS, written(json -> SourceJson.writeTexts(json, source.parameters())));
        map.put(CLASSES, list(classNames.getOrDefault(ONLY, List.of())));
        new TreeMap<>(classNames).forEach((target, names) -> {
            if (!target.equals(ONLY)) {
                map.put(CLASSES + "/" + target, list(names));
            }
        });
        new TreeMap<>(vocabularies).forEach((column, values) -> map.put(VOCABULARY + column, list(values)));
        map.putAll(training.toMap());
        return map;
    }

    /** Whether the metadata of a safetensors file holds a model. */
    static boolean in(Map<String, String> map) {
        return map.containsKey(TEXT);
    }

    /**
     * Out of the metadata of a safetensors file.
     *
     * @throws WeightsException if it holds no model, or not as written by {@link #toMap}
     */
    static ModelMetadata of(Path file, Map<String, String> map) {
        if (!in(map)) {
            throw new WeightsException(
                    file, "holds weights but no model; compile the model's own file and load the weights into it");
        }
        var reader = new MetadataReader(file, map);
        var source = new ModelSource(
                new SourceFile(reader.text(FILE), reader.text(TEXT)),
                reader.read(IMPORTS, SourceJson::readImports),
                reader.read(PARAMETERS, SourceJson::readTexts));
        if (source.length() > LONGEST) {
            throw new WeightsException(
                    file,
                    "the model and its imports have %s characters, but at most %s are compiled"
                            .formatted(source.length(), LONGEST));
        }
        var classNames = new HashMap<String, List<String>>();
        classNames.put(ONLY, reader.texts(CLASSES));
        var vocabularies = new HashMap<String, List<String>>();
        for (var key : map.keySet()) {
            if (key.startsWith(CLASSES + "/")) {
                classNames.put(key.substring(CLASSES.length() + 1), reader.texts(key));
            } else if (key.startsWith(VOCABULARY)) {
                vocabularies.put(key.substring(VOCABULARY.length()), reader.texts(key));
            }
        }
        return new ModelMetadata(
                reader.text(VERSION),
                source.upgraded(language(file, map)),
                classNames,
                vocabularies,
                TrainingMetadata.of(file, map));
    }

    /** The version of the language that the model is in; files that do not say are of the first. */
    private static int language(Path file, Map<String, String> map) {
        var written = map.getOrDefault(LANGUAGE, "1");
        if (written.matches("[0-9]{1,4}") && Integer.parseInt(written) <= LanguageVersion.CURRENT) {
            return Integer.parseInt(written);
        }
        throw new WeightsException(
                file,
                "holds a model in version %s of the language, and this version of Updraft reads up to %s; use a newer one"
                        .formatted(written, LanguageVersion.CURRENT));
    }

    /** A list of texts as JSON. */
    static String list(List<String> texts) {
        return written(json -> {
            json.writeStartArray();
            for (var text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
        });
    }

    private static String written(Writing writing) {
        var text = new StringWriter();
        try (var json = SourceJson.FACTORY.createGenerator(text)) {
            writing.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    @FunctionalInterface
    private interface Writing {
        void write(JsonGenerator json) throws IOException;
    }
}
