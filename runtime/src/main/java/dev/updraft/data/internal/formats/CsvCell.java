package dev.updraft.data.internal.formats;

import dev.updraft.data.DataException;
import java.nio.file.Path;

/**
 * One cell of a table, with the place to name in messages.
 *
 * @param line of the file, counted from 1: where the row starts
 */
record CsvCell(Path file, long line, String column, String text) {

    DataException error(String problem) {
        return new DataException(file + ":" + line + ": column " + column + ": " + problem);
    }

    float number() {
        if (text.isEmpty()) {
            throw error("is empty, where a number is expected; fill it in or remove the row");
        }
        if (!text.chars().allMatch(c -> c < 128 && (Character.isDigit(c) || ".+-eE".indexOf(c) >= 0))) {
            throw notANumber();
        }
        try {
            var value = Float.parseFloat(text);
            if (Float.isInfinite(value)) {
                throw error(text + " is too large for float32 (±3.4e38); scale the column");
            }
            return value;
        } catch (NumberFormatException _) {
            throw notANumber();
        }
    }

    /** Whether a sample has a label: 0 or 1. */
    float label() {
        var value = number();
        if (value != 0 && value != 1) {
            throw error(text + " is neither 0 nor 1, as expected for a label; correct the cell");
        }
        return value;
    }

    /** How much a sample counts. */
    float weight() {
        var value = number();
        if (value < 0) {
            throw error(text + " is below 0, where the weight of a sample is expected; correct the cell");
        }
        return value;
    }

    private DataException notANumber() {
        return error("'" + abbreviated() + "' is not a finite number; correct it, or remove the row or the column");
    }

    /** The text, cut to what fits a message. */
    String abbreviated() {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
