package dev.updraft.report;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads JSON as plain lists and maps. */
final class Json {
    private Json() {}

    static Map<String, Object> object(String text) {
        try {
            return JSON.std.mapFrom(text);
        } catch (IOException e) {
            throw new AssertionError("not a JSON object: " + text, e);
        }
    }

    static String write(Map<String, ?> object) {
        try {
            return JSON.std.asString(object);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What a pointer (RFC 6901) leads to. */
    static Object at(Object document, String pointer) {
        var value = document;
        for (var step : pointer.substring(1).split("/")) {
            var name = step.replace("~1", "/").replace("~0", "~");
            value = switch (value) {
                case List<?> list -> list.get(Integer.parseInt(name));
                case Map<?, ?> map -> Objects.requireNonNull(map.get(name), pointer);
                default -> throw new AssertionError(pointer + " leads into " + value);
            };
        }
        return value;
    }
}
