package dev.updraft.report.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.jr.ob.JacksonJrExtension;
import com.fasterxml.jackson.jr.ob.api.ExtensionContext;
import com.fasterxml.jackson.jr.ob.api.ReaderWriterProvider;
import com.fasterxml.jackson.jr.ob.api.ValueReader;
import com.fasterxml.jackson.jr.ob.impl.JSONReader;
import com.fasterxml.jackson.jr.type.ResolvedType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers that JSON cannot hold, such as the ROC AUC of one class alone: {@code null} in a file, NaN in memory. */
final class UndefinedNumbers {
    private UndefinedNumbers() {}

    /** Writes {@code null} for what is not finite. */
    static final class Writing extends JsonGeneratorDelegate {
        Writing(JsonGenerator target) {
            super(target);
        }

        @Override
        public void writeNumber(double value) throws IOException {
            if (Double.isFinite(value)) {
                super.writeNumber(value);
            } else {
                writeNull();
            }
        }

        @Override
        public void writeNumber(float value) throws IOException {
            if (Float.isFinite(value)) {
                super.writeNumber(value);
            } else {
                writeNull();
            }
        }
    }

    /** Reads {@code null} as NaN where there must be a number, and the strings that earlier versions wrote. */
    static final class Reading extends JacksonJrExtension {
        @Override
        protected void register(ExtensionContext context) {
            context.insertProvider(new Readers());
        }
    }

    private static final class Readers extends ReaderWriterProvider {
        @Override
        public @Nullable ValueReader findValueReader(JSONReader reader, Class<?> type) {
            return type == double.class ? new NumberReader() : null;
        }

        @Override
        public @Nullable ValueReader findMapReader(
                JSONReader reader, Class<?> type, ResolvedType map, ValueReader values) {
            return values.valueType() == Double.class ? new MapReader() : null;
        }
    }

    private static final class NumberReader extends ValueReader {
        NumberReader() {
            super(double.class);
        }

        @Override
        public Object read(JSONReader reader, JsonParser parser) throws IOException {
            return number(parser);
        }
    }

    private static final class MapReader extends ValueReader {
        MapReader() {
            super(Map.class);
        }

        @Override
        public Object read(JSONReader reader, JsonParser parser) throws IOException {
            var numbers = new LinkedHashMap<String, Double>();
            if (!parser.isExpectedStartObjectToken()) {
                throw new IOException("expected an object of numbers, found " + parser.currentToken());
            }
            for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                numbers.put(name, number(parser));
            }
            return numbers;
        }
    }

    private static double number(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> Double.NaN;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING -> parser.getValueAsDouble(Double.NaN);
            case null, default -> throw new IOException("expected a number, found " + parser.currentToken());
        };
    }
}
