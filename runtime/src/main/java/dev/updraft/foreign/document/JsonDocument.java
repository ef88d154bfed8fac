package dev.updraft.foreign.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.updraft.foreign.document.Value.Elements;
import dev.updraft.foreign.document.Value.Members;
import dev.updraft.foreign.document.Value.Nothing;
import dev.updraft.foreign.document.Value.Numbers;
import dev.updraft.foreign.document.Value.Quantity;
import dev.updraft.foreign.document.Value.Text;
import dev.updraft.foreign.document.Value.Truth;
import dev.updraft.foreign.trees.ForeignException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Reads JSON. */
public final class JsonDocument {
    /** Lists and objects in each other: models of trees have eight. */
    static final int DEEPEST = 32;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // Names that were chosen to collide would fill its table of names.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final JsonParser json;
    private int depth;

    private JsonDocument(JsonParser json) {
        this.json = json;
    }

    /**
     * Reads a document.
     *
     * @param file for messages
     * @throws ForeignException if it is no JSON, or is nested deeper than models are
     * @throws IOException if it cannot be read
     */
    public static Part read(Path file, InputStream in) throws IOException {
        try (var json = JSON.createParser(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))) {
            json.nextToken();
            var value = new JsonDocument(json).value();
            if (json.nextToken() != null) {
                throw ForeignException.damaged(file, place(json), "there is something behind the document");
            }
            return new Part(file, "", value);
        } catch (CharacterCodingException e) {
            throw new ForeignException(file, "is no JSON, as it is not in UTF-8" + ForeignException.REMEDY, e);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            var where = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
            throw new ForeignException(file, where + problem(e) + ForeignException.REMEDY, e);
        }
    }

    private static String problem(JsonProcessingException e) {
        return switch (e) {
            case JsonEOFException _ -> "the file ends in the middle of its JSON: it is cut off";
            default ->
                "is no JSON of a model: "
                        + e.getOriginalMessage().lines().findFirst().orElse("");
        };
    }

    private static String place(JsonParser json) {
        var at = json.currentTokenLocation();
        return "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    private Value value() throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT, START_ARRAY -> nested();
            case VALUE_STRING -> new Text(json.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Quantity(json.getDoubleValue());
            case VALUE_TRUE, VALUE_FALSE -> new Truth(json.getBooleanValue());
            case VALUE_NULL -> new Nothing();
            case null, default -> throw new JsonParseException(json, "it is empty");
        };
    }

    private Value nested() throws IOException {
        if (++depth > DEEPEST) {
            throw new JsonParseException(json, "more than " + DEEPEST + " lists and objects are in each other");
        }
        var value = json.currentToken() == JsonToken.START_OBJECT ? members() : list();
        depth--;
        return value;
    }

    private Value members() throws IOException {
        var members = new LinkedHashMap<String, Value>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            var name = json.currentName();
            json.nextToken();
            members.put(name, value());
        }
        return new Members(members);
    }

    /** Numbers from the first on are kept as such. */
    private Value list() throws IOException {
        var numbers = new NumberList();
        var token = json.nextToken();
        if (token == JsonToken.END_ARRAY || !(token.isNumeric() || token.isBoolean())) {
            return elements(token);
        }
        for (; token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token.isBoolean()) {
                numbers.add(json.getBooleanValue() ? 1 : 0);
            } else if (token.isNumeric()) {
                numbers.add(json.getDoubleValue());
            } else {
                throw new JsonParseException(json, "a list has numbers and others");
            }
        }
        return new Numbers(numbers.toArray());
    }

    private Value elements(JsonToken first) throws IOException {
        var elements = new ArrayList<Value>();
        for (var token = first; token != JsonToken.END_ARRAY; token = json.nextToken()) {
            elements.add(value());
        }
        return new Elements(elements);
    }
}
