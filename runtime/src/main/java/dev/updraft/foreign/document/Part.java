package dev.updraft.foreign.document;

import dev.updraft.foreign.document.Value.Elements;
import dev.updraft.foreign.document.Value.Members;
import dev.updraft.foreign.document.Value.Numbers;
import dev.updraft.foreign.document.Value.Quantity;
import dev.updraft.foreign.document.Value.Text;
import dev.updraft.foreign.document.Value.Truth;
import dev.updraft.foreign.trees.ForeignException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value with its place in a document. What it is asked for and is not throws a {@link ForeignException} that names the place.
 *
 * @param path the names that lead to it: {@code learner.objective.name}
 */
public record Part(Path file, String path, Value value) {

    /** That something is wrong here. */
    public ForeignException wrong(String problem) {
        return ForeignException.damaged(file, path.isEmpty() ? "the document" : "`" + path + "`", problem);
    }

    private ForeignException unlike(String expected) {
        return wrong("is " + value.kind() + ", expected " + expected);
    }

    /** A member that must be there. */
    public Part member(String name) {
        var found = find(name);
        if (found == null) {
            throw wrong("has no `" + name + "`");
        }
        return found;
    }

    /** A member; null if there is none. */
    public @Nullable Part find(String name) {
        if (!(value instanceof Members(var byName))) {
            throw unlike("an object");
        }
        var found = byName.get(name);
        return found == null ? null : new Part(file, path.isEmpty() ? name : path + "." + name, found);
    }

    /** Its text. */
    public String text() {
        if (value instanceof Text(var text)) {
            return text;
        }
        throw unlike("a text");
    }

    /** Its number, which may stand in a text. */
    public double number() {
        return switch (value) {
            case Quantity(var number) -> number;
            case Text(var text) -> number(text);
            default -> throw unlike("a number");
        };
    }

    private double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException _) {
            throw wrong("is no number");
        }
    }

    /** Its number, of which there are so many from 0 on. */
    public int whole(int count) {
        var number = number();
        if (!(number >= 0 && number < count && number == Math.rint(number))) {
            throw wrong("is " + shown(number) + ", expected a whole number from 0 to " + (count - 1));
        }
        return (int) number;
    }

    /** Its elements. */
    public List<Part> elements() {
        if (!(value instanceof Elements(var list))) {
            throw unlike("a list");
        }
        var parts = new ArrayList<Part>(list.size());
        for (var element : list) {
            parts.add(new Part(file, path + "[" + parts.size() + "]", element));
        }
        return parts;
    }

    /** Its numbers, however many. */
    public double[] numbers() {
        return switch (value) {
            case Numbers(var list) -> list;
            case Elements(var list) when list.isEmpty() -> new double[0];
            default -> throw unlike("a list of numbers");
        };
    }

    /** Its numbers, so many. */
    public double[] numbers(int count) {
        var numbers = numbers();
        if (numbers.length != count) {
            throw wrong("has " + numbers.length + " numbers, expected " + count);
        }
        return numbers;
    }

    /** Its numbers, each of which is whole and within bounds. */
    public int[] wholes(int least, int most) {
        var numbers = numbers();
        var wholes = new int[numbers.length];
        for (var i = 0; i < numbers.length; i++) {
            if (!(numbers[i] >= least && numbers[i] <= most && numbers[i] == Math.rint(numbers[i]))) {
                throw new Part(file, path + "[" + i + "]", value)
                        .wrong("is " + shown(numbers[i]) + ", expected a whole number from " + least + " to " + most);
            }
            wholes[i] = (int) numbers[i];
        }
        return wholes;
    }

    /** Its numbers, so many, each of which is whole and within bounds. */
    public int[] wholes(int least, int most, int count) {
        numbers(count);
        return wholes(least, most);
    }

    /** Whether it is 1 or true. */
    public boolean isTrue() {
        return value instanceof Truth(var isTrue) ? isTrue : number() != 0;
    }

    private static String shown(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
