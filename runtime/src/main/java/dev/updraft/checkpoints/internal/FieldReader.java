package dev.updraft.checkpoints.internal;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.updraft.compiler.source.SourceJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an object field by field in the order in which it was written; whatever else is there is an exception. */
final class FieldReader {
    private final JsonParser json;

    /** @param json before the object */
    FieldReader(JsonParser json) {
        this.json = json;
    }

    /** Reads something, from the token before it on. */
    @FunctionalInterface
    interface Reading<T> {
        T from(FieldReader reader) throws IOException;
    }

    /** An object with nothing behind it. */
    <T> T document(Reading<T> fields) throws IOException {
        var value = object(fields);
        if (json.nextToken() != null) {
            throw new JsonParseException(json, "expected its end, found " + json.currentToken());
        }
        return value;
    }

    <T> T object(Reading<T> fields) throws IOException {
        next(JsonToken.START_OBJECT);
        var value = fields.from(this);
        next(JsonToken.END_OBJECT);
        return value;
    }

    <T> T object(String name, Reading<T> fields) throws IOException {
        field(name);
        return object(fields);
    }

    <T> @Nullable T objectOrNull(String name, Reading<T> fields) throws IOException {
        field(name);
        if (json.nextToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        SourceJson.expect(json, JsonToken.START_OBJECT);
        var value = fields.from(this);
        next(JsonToken.END_OBJECT);
        return value;
    }

    <T> List<T> objects(String name, Reading<T> fields) throws IOException {
        var values = new ArrayList<T>();
        field(name);
        next(JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.START_OBJECT) {
            values.add(fields.from(this));
            next(JsonToken.END_OBJECT);
        }
        SourceJson.expect(json, JsonToken.END_ARRAY);
        return values;
    }

    List<String> texts(String name) throws IOException {
        var values = new ArrayList<String>();
        field(name);
        next(JsonToken.START_ARRAY);
        while (json.nextToken() == JsonToken.VALUE_STRING) {
            values.add(json.getText());
        }
        SourceJson.expect(json, JsonToken.END_ARRAY);
        return values;
    }

    Map<String, String> textsByName(String name) throws IOException {
        field(name);
        json.nextToken();
        return SourceJson.readTexts(json);
    }

    Map<String, Double> realsByName(String name) throws IOException {
        var values = new LinkedHashMap<String, Double>();
        field(name);
        next(JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var key = json.currentName();
            json.nextToken();
            values.put(key, real());
        }
        SourceJson.expect(json, JsonToken.END_OBJECT);
        return values;
    }

    String text(String name) throws IOException {
        field(name);
        next(JsonToken.VALUE_STRING);
        return json.getText();
    }

    @Nullable
    String textOrNull(String name) throws IOException {
        field(name);
        return json.nextToken() == JsonToken.VALUE_NULL ? null : SourceJson.text(json);
    }

    boolean flag(String name) throws IOException {
        field(name);
        return switch (json.nextToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> throw new JsonParseException(json, "`" + name + "` is neither true nor false");
        };
    }

    /** An integer that is not negative. */
    int count(String name) throws IOException {
        var number = number(name);
        if (number > Integer.MAX_VALUE) {
            throw new JsonParseException(json, "`" + name + "` is " + number);
        }
        return (int) number;
    }

    /** An integer that is not negative. */
    long number(String name) throws IOException {
        field(name);
        next(JsonToken.VALUE_NUMBER_INT);
        var number = json.getLongValue();
        if (number < 0) {
            throw new JsonParseException(json, "`" + name + "` is " + number);
        }
        return number;
    }

    double real(String name) throws IOException {
        field(name);
        json.nextToken();
        return real();
    }

    @Nullable
    Double realOrNull(String name) throws IOException {
        field(name);
        return json.nextToken() == JsonToken.VALUE_NULL ? null : Double.valueOf(real());
    }

    /** What is no number is written as a text: {@code "NaN"}. */
    private double real() throws IOException {
        try {
            return Double.parseDouble(json.getText());
        } catch (NumberFormatException | NullPointerException e) {
            throw new JsonParseException(json, "expected a number", e);
        }
    }

    private void field(String name) throws IOException {
        next(JsonToken.FIELD_NAME);
        if (!json.currentName().equals(name)) {
            throw new JsonParseException(json, "expected `" + name + "`");
        }
    }

    private void next(JsonToken token) throws IOException {
        json.nextToken();
        SourceJson.expect(json, token);
    }
}
