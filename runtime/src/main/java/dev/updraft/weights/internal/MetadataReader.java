package dev.updraft.weights.internal;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.source.SourceJson;
import dev.updraft.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;

/** Reads texts, and JSON in texts, out of the metadata of a weights file, and believes nothing of it. */
final class MetadataReader {
    private final Path file;
    private final Map<String, String> metadata;

    MetadataReader(Path file, Map<String, String> metadata) {
        this.file = file;
        this.metadata = metadata;
    }

    /** The text under a key. */
    String text(String key) {
        var text = metadata.get(key);
        if (text == null) {
            throw new WeightsException(
                    file, "the metadata: `" + key + "` is missing; use a file that `updraft train` wrote");
        }
        return text;
    }

    /** {@code ["…", …]}. */
    List<String> texts(String key) {
        return read(key, json -> {
            var texts = new ArrayList<String>();
            SourceJson.expect(json, JsonToken.START_ARRAY);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                texts.add(SourceJson.text(json));
            }
            return texts;
        });
    }

    /** A number in decimal notation that is as it must be. */
    double number(String key, DoublePredicate isValid) {
        try {
            var number = Double.parseDouble(text(key));
            if (isValid.test(number)) {
                return number;
            }
            throw notWritten(key, new IllegalArgumentException(text(key)));
        } catch (NumberFormatException e) {
            throw notWritten(key, e);
        }
    }

    /** A whole number in decimal notation. */
    long whole(String key) {
        try {
            return Long.parseLong(text(key));
        } catch (NumberFormatException e) {
            throw notWritten(key, e);
        }
    }

    /** A split of data as the language writes it. */
    DataSplit split(String key) {
        try {
            return DataSplit.of(text(key));
        } catch (IllegalArgumentException e) {
            throw notWritten(key, e);
        }
    }

    /** The JSON under a key; {@code reading} finds the first token read. */
    <T> T read(String key, Reading<T> reading) {
        try (var json = SourceJson.FACTORY.createParser(text(key))) {
            json.nextToken();
            var value = reading.read(json);
            if (json.nextToken() != null) {
                throw new JsonParseException(json, "there is extra data after it");
            }
            return value;
        } catch (IOException e) {
            throw notWritten(key, e);
        }
    }

    private WeightsException notWritten(String key, Exception e) {
        return new WeightsException(
                file,
                "metadata `" + key
                        + "` was not written by this version of Updraft; train the model again, or use the"
                        + " version that wrote it",
                e);
    }

    /** Reads JSON, from its current token on. */
    @FunctionalInterface
    interface Reading<T> {
        T read(JsonParser json) throws IOException;
    }
}
