package dev.updraft.foreign.document;

import dev.updraft.foreign.document.Value.Elements;
import dev.updraft.foreign.document.Value.Members;
import dev.updraft.foreign.document.Value.Nothing;
import dev.updraft.foreign.document.Value.Numbers;
import dev.updraft.foreign.document.Value.Quantity;
import dev.updraft.foreign.document.Value.Text;
import dev.updraft.foreign.document.Value.Truth;
import dev.updraft.foreign.trees.ForeignException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Reads UBJSON (<a href="https://ubjson.org">ubjson.org</a>): a letter says what comes, numbers are big-endian, and a list may say
 * before its elements of what type they are and how many.
 */
public final class UbjDocument {
    private final Path file;
    private final ByteBuffer bytes;
    private int depth;

    private UbjDocument(Path file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * Reads a document.
     *
     * @param file for messages
     * @param bytes all of it
     * @throws ForeignException if it is no UBJSON, or is nested deeper than models are
     */
    public static Part read(Path file, ByteBuffer bytes) {
        var document = new UbjDocument(file, bytes);
        var value = document.value(document.letter());
        if (bytes.hasRemaining()) {
            throw document.wrong("there are " + bytes.remaining() + " bytes behind the document");
        }
        return new Part(file, "", value);
    }

    private ForeignException wrong(String problem) {
        return ForeignException.damaged(file, "byte " + bytes.position(), problem);
    }

    private byte[] take(long count) {
        require(count, 1);
        var taken = new byte[(int) count];
        bytes.get(taken);
        return taken;
    }

    /** Before memory is taken for what a number says is there. */
    private void require(long count, int size) {
        if (count < 0 || count > bytes.remaining() / size) {
            throw wrong((count == 1 ? "" : count + " times ") + size + (size == 1 ? " byte" : " bytes")
                    + " should follow, but there are " + bytes.remaining() + " bytes");
        }
    }

    private char letter() {
        require(1, 1);
        return (char) (bytes.get() & 0xff);
    }

    private char peek() {
        require(1, 1);
        return (char) (bytes.get(bytes.position()) & 0xff);
    }

    private Value value(char letter) {
        return switch (letter) {
            case '{' -> nested(this::members);
            case '[' -> nested(this::list);
            case 'S' -> new Text(text());
            case 'C' -> new Text(Character.toString(letter()));
            case 'T' -> new Truth(true);
            case 'F' -> new Truth(false);
            case 'Z' -> new Nothing();
            default -> new Quantity(number(letter));
        };
    }

    private Value nested(java.util.function.Supplier<Value> read) {
        if (++depth > JsonDocument.DEEPEST) {
            throw wrong("lists and objects are more than " + JsonDocument.DEEPEST + " deep");
        }
        var value = read.get();
        depth--;
        return value;
    }

    /** How many bytes a number of a type has; 0 if it is none of a number. */
    private static int size(char type) {
        return switch (type) {
            case 'i', 'U' -> 1;
            case 'I' -> 2;
            case 'l', 'd' -> 4;
            case 'L', 'D' -> 8;
            default -> 0;
        };
    }

    private double number(char type) {
        var size = size(type);
        if (size == 0) {
            throw wrong("no value begins with " + (type > ' ' && type < 127 ? "`" + type + "`" : "byte " + (int) type));
        }
        require(1, size);
        return switch (type) {
            case 'i' -> bytes.get();
            case 'U' -> bytes.get() & 0xff;
            case 'I' -> bytes.getShort();
            case 'l' -> bytes.getInt();
            case 'd' -> bytes.getFloat();
            case 'L' -> bytes.getLong();
            default -> bytes.getDouble();
        };
    }

    private long count() {
        var type = letter();
        if (type == 'd' || type == 'D' || size(type) == 0) {
            throw wrong("a length is a whole number");
        }
        return (long) number(type);
    }

    private String text() {
        var encoded = ByteBuffer.wrap(take(count()));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(encoded).toString();
        } catch (CharacterCodingException _) {
            throw wrong("a text is not in UTF-8");
        }
    }

    private Value members() {
        var members = new LinkedHashMap<String, Value>();
        while (peek() != '}') {
            var name = text();
            if (members.put(name, value(letter())) != null) {
                throw wrong("an object has two members of one name");
            }
        }
        letter();
        return new Members(members);
    }

    private Value list() {
        if (peek() == '$') {
            letter();
            return typed(letter());
        }
        var elements = new ArrayList<Value>();
        if (peek() == '#') {
            letter();
            var count = count();
            require(count, 1);
            for (var i = 0L; i < count; i++) {
                elements.add(value(letter()));
            }
        } else {
            while (peek() != ']') {
                elements.add(value(letter()));
            }
            letter();
        }
        return numbers(elements);
    }

    private Value typed(char type) {
        var size = size(type);
        if (size == 0) {
            throw wrong("a list of one type has numbers");
        }
        if (letter() != '#') {
            throw wrong("a list of one type says how many there are");
        }
        var count = count();
        require(count, size);
        var numbers = new double[(int) count];
        for (var i = 0; i < numbers.length; i++) {
            numbers[i] = number(type);
        }
        return new Numbers(numbers);
    }

    /** As in JSON, a list of numbers and truth values is kept as numbers. */
    private static Value numbers(List<Value> elements) {
        if (elements.isEmpty()
                || !elements.stream().allMatch(element -> element instanceof Quantity || element instanceof Truth)) {
            return new Elements(elements);
        }
        return new Numbers(elements.stream()
                .mapToDouble(element -> switch (element) {
                    case Quantity(var number) -> number;
                    case Truth(var isTrue) -> isTrue ? 1 : 0;
                    default -> throw new IllegalArgumentException(element.kind());
                })
                .toArray());
    }
}
