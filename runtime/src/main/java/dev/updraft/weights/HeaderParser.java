package dev.updraft.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.updraft.weights.internal.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of a safetensors file, a JSON object, and believes nothing of it. The format:
 * <a href="https://github.com/huggingface/safetensors#format">github.com/huggingface/safetensors</a>.
 */
final class HeaderParser {
    /** Far beyond any real network; a hostile header cannot fill the memory with entries. */
    private static final int MOST_TENSORS = 100_000;

    private static final String REMEDY = "; copy or download it again";

    private static final int MOST_AXES = 32;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            // Names that were chosen to collide would fill its table of names.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final Path file;
    private final JsonParser json;
    private final long dataBytes;
    /** Where tensors end that reach beyond the data; 0 if none does. */
    private long cutAt;

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<TensorEntry> tensors = new ArrayList<>();

    private HeaderParser(Path file, JsonParser json, long dataBytes) {
        this.file = file;
        this.json = json;
        this.dataBytes = dataBytes;
    }

    /**
     * @param file for messages
     * @param text the header alone
     * @param dataBytes how many bytes follow it
     * @throws WeightsException if anything is wrong with it
     * @throws IOException if it cannot be read
     */
    static Header parse(Path file, InputStream text, long dataBytes) throws IOException {
        // A decoder of its own is strict, and keeps the JSON library from guessing other encodings.
        var characters = new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder());
        try (var json = JSON.createParser(characters)) {
            var parser = new HeaderParser(file, json, dataBytes);
            parser.header();
            return new Header(parser.metadata, parser.inOrder());
        } catch (CharacterCodingException e) {
            throw new WeightsException(
                    file, "is damaged or not a safetensors file: the header is not UTF-8" + REMEDY, e);
        } catch (JsonProcessingException e) {
            var place = e.getLocation() == null
                    ? ""
                    : " at character " + e.getLocation().getCharOffset();
            throw new WeightsException(
                    file,
                    "is damaged or not a safetensors file: the header is not JSON" + place + ": "
                            + Quoted.shortened(e.getOriginalMessage()) + REMEDY,
                    e);
        }
    }

    private void header() throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT, "the header");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            var name = json.currentName();
            json.nextToken();
            if (name.equals("__metadata__")) {
                metadata();
            } else {
                tensor(name);
            }
        }
        if (json.nextToken() != null) {
            throw wrong("there is extra data after the header's object");
        }
    }

    private void metadata() throws IOException {
        expect(json.currentToken(), JsonToken.START_OBJECT, "`__metadata__`");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            var key = json.currentName();
            expect(json.nextToken(), JsonToken.VALUE_STRING, "`__metadata__` entry " + Quoted.of(key));
            metadata.put(key, json.getText());
        }
    }

    private void tensor(String name) throws IOException {
        var what = "tensor " + Quoted.of(name);
        if (tensors.size() == MOST_TENSORS) {
            throw wrong("there are more than " + MOST_TENSORS + " tensors");
        }
        expect(json.currentToken(), JsonToken.START_OBJECT, what);
        @Nullable Dtype dtype = null;
        @Nullable List<Long> dims = null;
        @Nullable List<Long> offsets = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            var key = json.currentName();
            json.nextToken();
            switch (key) {
                case "dtype" -> dtype = dtype(what);
                case "shape" -> dims = numbers(what + ": `shape`", MOST_AXES);
                case "data_offsets" -> offsets = numbers(what + ": `data_offsets`", 2);
                default -> throw wrong(what + ": unknown key " + Quoted.of(key));
            }
        }
        if (dtype == null || dims == null || offsets == null || offsets.size() != 2) {
            throw wrong(what + ": expected `dtype`, `shape` and two `data_offsets`");
        }
        tensors.add(checked(what, new TensorEntry(name, dtype, dims, offsets.get(0), offsets.get(1))));
    }

    private Dtype dtype(String what) throws IOException {
        expect(json.currentToken(), JsonToken.VALUE_STRING, what + ": `dtype`");
        var name = json.getText();
        return Dtype.named(name).orElseThrow(() -> wrong(what + ": unknown dtype " + Quoted.of(name)));
    }

    private List<Long> numbers(String what, int most) throws IOException {
        expect(json.currentToken(), JsonToken.START_ARRAY, what);
        var numbers = new ArrayList<Long>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
            if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER || json.getLongValue() < 0) {
                throw wrong(what + ": a number is negative or too large");
            }
            numbers.add(json.getLongValue());
            if (numbers.size() > most) {
                throw wrong(what + ": more than " + most + " numbers");
            }
        }
        return numbers;
    }

    private TensorEntry checked(String what, TensorEntry entry) {
        if (entry.begin() <= entry.end() && entry.end() > dataBytes) {
            cutAt = Math.max(cutAt, entry.end());
        } else if (entry.begin() > entry.end()) {
            throw wrong(what + ": its bytes " + entry.begin() + " to " + entry.end() + " are not within the "
                    + dataBytes + " bytes of data");
        }
        var expected = (long) entry.dtype().bytes();
        try {
            for (var dim : entry.dims()) {
                expected = Math.multiplyExact(expected, (long) dim);
            }
        } catch (ArithmeticException _) {
            throw wrong(what + ": its shape " + entry.dims() + " overflows");
        }
        if (expected != entry.end() - entry.begin()) {
            throw wrong(what + ": " + entry.dtype() + " of shape " + entry.dims() + " takes " + expected
                    + " bytes, but it has " + (entry.end() - entry.begin()));
        }
        return entry;
    }

    /** The tensors by offset; they cover the data without holes or overlaps. */
    private List<TensorEntry> inOrder() {
        if (cutAt > 0) {
            throw new WeightsException(
                    file,
                    "is truncated: its tensors take " + cutAt + " bytes, but only " + dataBytes
                            + " follow the header; copy or download it again");
        }
        tensors.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
        var covered = 0L;
        for (var entry : tensors) {
            if (entry.begin() != covered) {
                throw wrong("tensor " + Quoted.of(entry.name()) + ": its bytes begin at " + entry.begin()
                        + (entry.begin() < covered ? ", within another tensor's" : ", which leaves a gap")
                        + "; expected " + covered);
            }
            covered = entry.end();
        }
        if (covered != dataBytes) {
            throw wrong("the tensors take " + covered + " bytes, but " + dataBytes + " follow the header");
        }
        return tensors;
    }

    private void expect(@Nullable JsonToken found, JsonToken wanted, String what) {
        if (found != wanted) {
            throw wrong(what + ": expected " + words(wanted) + ", found " + words(found));
        }
    }

    private static String words(@Nullable JsonToken token) {
        return switch (token) {
            case START_OBJECT, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "a list";
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE, FIELD_NAME -> "nothing";
            case null -> "its end";
        };
    }

    private WeightsException wrong(String problem) {
        return new WeightsException(file, "is damaged or not a safetensors file: " + problem + REMEDY);
    }
}
