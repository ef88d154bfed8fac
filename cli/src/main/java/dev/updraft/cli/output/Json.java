package dev.updraft.cli.output;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON on one line. What JSON has no number for, infinite and undefined values, becomes {@code null}: a program that
 * reads a metric finds its key whether the metric is defined or not.
 */
public final class Json {
    private static final JSON WRITER = JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES);

    private Json() {}

    /** An object on a line. */
    public static String write(Map<String, ? extends @Nullable Object> object) {
        try {
            return WRITER.asString(finite(object));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Object finite(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<Object, @Nullable Object>();
                map.forEach((key, element) -> copy.put(key, finite(element)));
                yield copy;
            }
            case List<?> list -> list.stream().map(Json::finite).collect(Collectors.toList());
            case Double number when !Double.isFinite(number) -> null;
            case Float number when !Float.isFinite(number) -> null;
            case null -> null;
            default -> value;
        };
    }
}
