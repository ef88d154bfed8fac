package dev.updraft.compiler.source;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.source.ModelSource.Import;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model as a resource in a jar, beside its generated class: JSON of what it is compiled from. It is text and not layers,
 * so that a newer runtime checks an older jar again, with its own messages, and so that weights saved from it are whole.
 */
public final class PackedModel {
    private PackedModel() {}

    /** Of the resource's name, which begins with the simple name of the generated class. */
    public static final String SUFFIX = ".updraft";

    /** The version of the language that the text is in; the rest has been the same since the first. */
    private static final int FORMAT = LanguageVersion.CURRENT;

    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

    /** The resource's content; the same model gives the same text. */
    public static String write(ModelSource source) {
        var text = new StringWriter();
        try (var json = SourceJson.FACTORY.createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(LINES));
            write(json, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, ModelSource source) throws IOException {
        json.writeStartObject();
        json.writeNumberField("format", FORMAT);
        json.writeStringField("file", source.file().name());
        json.writeStringField("text", source.file().text());
        json.writeFieldName("imports");
        SourceJson.writeImports(json, source.imports());
        json.writeFieldName("parameters");
        SourceJson.writeTexts(json, source.parameters());
        json.writeEndObject();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if it is anything else; the message says what is wrong
     */
    public static ModelSource read(String text) throws IOException {
        try (var json = SourceJson.FACTORY.createParser(text)) {
            return new Reading(json).source();
        } catch (JsonProcessingException e) {
            throw new IOException(
                    String.format(
                            Locale.ROOT,
                            "is damaged, at line %d: %s; build its project again",
                            e.getLocation().getLineNr(),
                            e.getOriginalMessage()),
                    e);
        }
    }

    /** One resource on its way in. */
    private static final class Reading {
        private final JsonParser json;
        private int format;
        private @Nullable String file;
        private @Nullable String text;
        private @Nullable List<Import> imports;
        private @Nullable Map<String, String> parameters;

        Reading(JsonParser json) {
            this.json = json;
        }

        ModelSource source() throws IOException {
            json.nextToken();
            SourceJson.expect(json, JsonToken.START_OBJECT);
            while (json.nextToken() != JsonToken.END_OBJECT) {
                var key = json.currentName();
                json.nextToken();
                field(key);
            }
            if (json.nextToken() != null || file == null || text == null || imports == null || parameters == null) {
                throw new JsonParseException(json, "expected format, file, text, imports and parameters, and no more");
            }
            return new ModelSource(new SourceFile(file, text), imports, parameters).upgraded(format);
        }

        private void field(String key) throws IOException {
            switch (key) {
                case "format" -> requireFormat();
                case "file" -> file = SourceJson.text(json);
                case "text" -> text = SourceJson.text(json);
                case "imports" -> imports = SourceJson.readImports(json);
                case "parameters" -> parameters = SourceJson.readTexts(json);
                default -> throw new JsonParseException(json, "there is no key `" + key + "`");
            }
        }

        private void requireFormat() throws IOException {
            SourceJson.expect(json, JsonToken.VALUE_NUMBER_INT);
            format = json.getIntValue();
            if (format < 1 || format > FORMAT) {
                throw new IOException(String.format(
                                Locale.ROOT,
                                "is of format %s, where this version of Updraft reads up to %d; take the runtime of the",
                                json.getText(),
                                FORMAT)
                        + " version that the project was built with, or a later one");
            }
        }
    }
}
