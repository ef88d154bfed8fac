package dev.updraft.data.internal.tables;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.updraft.compiler.columns.CsvOptions;
import dev.updraft.data.DataException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Flat JSON objects, one per row: in an array, or one after the other as in JSON Lines. The columns are the keys of all
 * objects, in order of appearance.
 */
final class JsonRows implements RowSource {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Python writes missing numbers as NaN.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final TableSource source;
    private final MissingMarks missing;
    private final Map<String, Integer> places = new LinkedHashMap<>();

    private JsonRows(TableSource source, MissingMarks missing) {
        this.source = source;
        this.missing = missing;
    }

    static JsonRows of(TableSource source, CsvOptions options) {
        var rows = new JsonRows(source, MissingMarks.of(options.missing()));
        var any = new boolean[1];
        rows.each(new Visitor() {
            @Override
            public void begin(long line) {
                any[0] = true;
            }

            @Override
            public void value(String key, JsonParser json) {
                rows.places.putIfAbsent(key, rows.places.size());
            }

            @Override
            public void end() {}
        });
        if (!any[0]) {
            throw new DataException(source.name() + ": is empty; an object for each row is expected");
        }
        return rows;
    }

    /** Looks at the objects of a file. */
    private interface Visitor {
        void begin(long line);

        /** Takes a value, at which the parser is; it is neither an object nor an array. */
        void value(String key, JsonParser json) throws IOException;

        void end();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public List<String> header() {
        return List.copyOf(places.keySet());
    }

    @Override
    public String description() {
        return name() + ": JSON";
    }

    @Override
    public NumberParser numbers() {
        return new NumberParser('.', NumberParser.NONE);
    }

    @Override
    public MissingMarks missing() {
        return missing;
    }

    @Override
    public String absent(int column) {
        return "";
    }

    @Override
    public void read(CellSink sink, TableProblems problems) {
        each(new Visitor() {
            @Override
            public void begin(long line) {
                sink.beginRow(line);
            }

            @Override
            public void value(String key, JsonParser json) throws IOException {
                var place = places.get(key);
                if (place != null && json.currentToken() != JsonToken.VALUE_NULL) {
                    sink.cell(place, json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
                }
            }

            @Override
            public void end() {
                sink.endRow();
            }
        });
    }

    private void each(Visitor visitor) {
        try (var in = source.open();
                var json = JSON.createParser(in)) {
            var inArray = false;
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                switch (token) {
                    case START_OBJECT -> visit(json, visitor);
                    case START_ARRAY -> {
                        if (inArray) {
                            throw notAnObject(json, "an array");
                        }
                        inArray = true;
                    }
                    case END_ARRAY -> inArray = false;
                    default -> throw notAnObject(json, json.getText());
                }
            }
        } catch (JsonProcessingException e) {
            var place = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
            throw new DataException(
                    name() + place + ": is not valid JSON: " + e.getOriginalMessage() + "; correct it", e);
        } catch (IOException e) {
            throw TableSource.failure(name(), e);
        }
    }

    private void visit(JsonParser json, Visitor visitor) throws IOException {
        visitor.begin(json.currentTokenLocation().getLineNr());
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var key = json.currentName();
            var value = json.nextToken();
            if (value != null && value.isStructStart()) {
                throw new DataException(place(json) + ": '" + TableProblems.abbreviated(key) + "' is "
                        + (value == JsonToken.START_OBJECT ? "an object" : "an array")
                        + ", where a number or text is expected; write an object for each row, and flatten values that have"
                        + " several parts into several keys");
            }
            visitor.value(key, json);
        }
        visitor.end();
    }

    private DataException notAnObject(JsonParser json, String found) {
        return new DataException(place(json) + ": is " + TableProblems.abbreviated(found)
                + ", where an object with the row's values is expected, such as {\"age\": 42, \"city\": \"Oslo\"}");
    }

    private String place(JsonParser json) {
        return name() + ":" + json.currentTokenLocation().getLineNr();
    }
}
