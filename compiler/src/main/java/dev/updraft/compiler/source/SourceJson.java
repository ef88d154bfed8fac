package dev.updraft.compiler.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.updraft.compiler.diagnostics.SourceFile;
import dev.updraft.compiler.source.ModelSource.Import;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of a {@link ModelSource} as JSON. What is read is believed in nothing: anything else is an exception. */
public final class SourceJson {
    private SourceJson() {}

    /** Reads and writes JSON; a key that comes twice is an error. */
    public static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Names that were chosen to collide would fill its table of names.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /** {@code [{"importer": "…", "path": "…", "file": "…", "text": "…"}, …]}. */
    public static void writeImports(JsonGenerator json, List<Import> imports) throws IOException {
        json.writeStartArray();
        for (var imported : imports) {
            json.writeStartObject();
            json.writeStringField("importer", imported.importer());
            json.writeStringField("path", imported.path());
            json.writeStringField("file", imported.file().name());
            json.writeStringField("text", imported.file().text());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** {@code {"…": "…", …}}. */
    public static void writeTexts(JsonGenerator json, Map<String, String> texts) throws IOException {
        json.writeStartObject();
        for (var text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }

    /** What {@link #writeImports} wrote, from its first token. */
    public static List<Import> readImports(JsonParser json) throws IOException {
        var imports = new ArrayList<Import>();
        expect(json, JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            var parts = readTexts(json);
            imports.add(new Import(
                    part(json, parts, "importer"),
                    part(json, parts, "path"),
                    new SourceFile(part(json, parts, "file"), part(json, parts, "text"))));
        }
        return imports;
    }

    /** What {@link #writeTexts} wrote, from its first token. */
    public static Map<String, String> readTexts(JsonParser json) throws IOException {
        var texts = new LinkedHashMap<String, String>();
        expect(json, JsonToken.START_OBJECT);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            var name = json.currentName();
            json.nextToken();
            texts.put(name, text(json));
        }
        return texts;
    }

    /** The text that is the current token. */
    public static String text(JsonParser json) throws IOException {
        expect(json, JsonToken.VALUE_STRING);
        return json.getText();
    }

    /** Checks the current token. */
    public static void expect(JsonParser json, JsonToken token) throws IOException {
        if (json.currentToken() != token) {
            throw new JsonParseException(json, "expected " + token + ", found " + json.currentToken());
        }
    }

    private static String part(JsonParser json, Map<String, String> parts, String key) throws IOException {
        var text = parts.get(key);
        if (text == null) {
            throw new JsonParseException(json, "`" + key + "` is missing");
        }
        return text;
    }
}
