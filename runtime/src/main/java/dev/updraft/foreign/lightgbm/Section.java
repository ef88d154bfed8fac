package dev.updraft.foreign.lightgbm;

import dev.updraft.foreign.trees.ForeignException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lines {@code name=value} of a file: its head, or a tree.
 *
 * @param name what it is called in a message
 * @param lines the values by their names
 */
record Section(Path file, String name, Map<String, Line> lines) {
    /** A value, and the number of its line, from 1. */
    record Line(String text, long number) {}

    Section(Path file, String name) {
        this(file, name, new LinkedHashMap<>());
    }

    /** That a line is not what it has to be. */
    ForeignException wrong(String key, String problem) {
        var line = lines.get(key);
        return ForeignException.damaged(
                file, (line == null ? name : "line " + line.number) + ", `" + key + "`", problem);
    }

    /** That something is wrong with all of it. */
    ForeignException wrong(String problem) {
        return ForeignException.damaged(file, name, problem);
    }

    void put(String key, String value, long number) {
        if (lines.put(key, new Line(value, number)) != null) {
            throw wrong(key, "is there twice");
        }
    }

    boolean has(String key) {
        return lines.containsKey(key);
    }

    @Nullable
    String find(String key) {
        var line = lines.get(key);
        return line == null ? null : line.text;
    }

    String text(String key) {
        var found = find(key);
        if (found == null) {
            throw wrong("has no `" + key + "`");
        }
        return found;
    }

    /** A whole number within bounds. */
    int whole(String key, int least, int most) {
        var text = text(key).strip();
        try {
            var number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return (int) number;
            }
        } catch (NumberFormatException _) {
            throw wrong(key, "is no whole number");
        }
        throw wrong(key, "is " + text + ", expected a whole number from " + least + " to " + most);
    }

    /** Words between blanks, so many. */
    String[] words(String key, int count) {
        var text = text(key).strip();
        var words = text.isEmpty() ? new String[0] : text.split(" +", -1);
        if (words.length != count) {
            throw wrong(key, "has " + words.length + " elements, expected " + count);
        }
        return words;
    }

    /** Numbers between blanks, so many. */
    double[] numbers(String key, int count) {
        var words = words(key, count);
        var numbers = new double[count];
        for (var i = 0; i < count; i++) {
            try {
                numbers[i] = Double.parseDouble(words[i]);
            } catch (NumberFormatException _) {
                throw wrong(key, "element " + i + " is no number");
            }
        }
        return numbers;
    }

    /** Numbers between blanks, so many; zeros if the line is missing, or has none. */
    double[] numbersIfThere(String key, int count) {
        var found = find(key);
        return found == null || found.isBlank() ? new double[count] : numbers(key, count);
    }

    /** Whole numbers between blanks, so many, each within bounds. */
    long[] wholes(String key, int count, long least, long most) {
        var words = words(key, count);
        var numbers = new long[count];
        for (var i = 0; i < count; i++) {
            try {
                numbers[i] = Long.parseLong(words[i]);
            } catch (NumberFormatException _) {
                throw wrong(key, "element " + i + " is no whole number");
            }
            if (numbers[i] < least || numbers[i] > most) {
                throw wrong(
                        key,
                        "element " + i + " is " + words[i] + ", expected a whole number from " + least + " to " + most);
            }
        }
        return numbers;
    }
}
