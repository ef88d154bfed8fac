package dev.updraft.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads texts, and JSON in texts, out of the metadata of a weights file, and believes nothing of it. */
final class MetadataReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path file;
    private final Map<String, String> metadata;

    MetadataReader(Path file, Map<String, String> metadata) {
        this.file = file;
        this.metadata = metadata;
    }

    /** The text under a key. */
    String text(String key) {
        return part("the metadata", metadata, key);
    }

    /** The text under a key of an object. */
    String part(String what, Map<String, String> object, String key) {
        var text = object.get(key);
        if (text == null) {
            throw new WeightsException(file, what + ": `" + key + "` is missing");
        }
        return text;
    }

    /** {@code ["…", …]}. */
    List<String> texts(String key) {
        return read(key, json -> {
            var texts = new ArrayList<String>();
            expect(key, json.nextToken() == JsonToken.START_ARRAY);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                expect(key, json.currentToken() == JsonToken.VALUE_STRING);
                texts.add(json.getText());
            }
            return texts;
        });
    }

    /** {@code {"…": "…", …}}. */
    Map<String, String> object(String key) {
        return read(key, json -> {
            json.nextToken();
            return object(key, json);
        });
    }

    /** {@code [{"…": "…", …}, …]}. */
    List<Map<String, String>> objects(String key) {
        return read(key, json -> {
            var objects = new ArrayList<Map<String, String>>();
            expect(key, json.nextToken() == JsonToken.START_ARRAY);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                objects.add(object(key, json));
            }
            return objects;
        });
    }

    private Map<String, String> object(String key, JsonParser json) throws IOException {
        var object = new LinkedHashMap<String, String>();
        expect(key, json.currentToken() == JsonToken.START_OBJECT);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            var name = json.currentName();
            expect(key, json.nextToken() == JsonToken.VALUE_STRING);
            object.put(name, json.getText());
        }
        return object;
    }

    private <T> T read(String key, Reading<T> reading) {
        try (var json = JSON.createParser(text(key))) {
            var value = reading.read(json);
            expect(key, json.nextToken() == null);
            return value;
        } catch (IOException e) {
            throw new WeightsException(file, "metadata `" + key + "` is not what this version writes", e);
        }
    }

    private void expect(String key, boolean holds) {
        if (!holds) {
            throw new WeightsException(file, "metadata `" + key + "` is not what this version writes");
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(JsonParser json) throws IOException;
    }
}
