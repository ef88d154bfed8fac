package dev.updraft.data.internal.formats;

import dev.updraft.data.DataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Cells that say to which class a row belongs: by the names that the model gives its classes, by class numbers from 0, or by
 * names of their own, which are then the classes in alphabetical order.
 */
final class ClassCells {

    private final int count;
    private final List<String> modelNames;
    /** Whether names look like numbers, so that a cell that is none of them cannot be told from a class number. */
    private final boolean namesAreNumbers;

    /** The place of each text in {@link #distinct}. */
    private final Map<String, Integer> places = new HashMap<>();

    /** The first cell with each text: few, for one more than there are classes is an error. */
    private final List<CsvCell> distinct = new ArrayList<>();

    private int[] rows = new int[1024];
    private int size;

    /** @param modelNames the names of the model's {@code count} classes, or none */
    ClassCells(int count, List<String> modelNames) {
        this.count = count;
        this.modelNames = modelNames;
        namesAreNumbers = modelNames.stream().anyMatch(ClassCells::isNumber);
    }

    void add(CsvCell cell) {
        var place = places.get(cell.text());
        if (place == null) {
            requireClass(cell);
            place = distinct.size();
            places.put(cell.text(), place);
            distinct.add(cell);
        }
        if (size == rows.length) {
            if (size > Integer.MAX_VALUE / 2) {
                throw cell.error("more rows than fit in memory (" + size + "); split the file");
            }
            rows = Arrays.copyOf(rows, size * 2);
        }
        rows[size++] = place;
    }

    /**
     * The class numbers of all rows.
     *
     * @param where names the column in a message
     */
    int[] labels(String where) {
        var names = names();
        if (!names.isEmpty() && names.size() < count) {
            throw new DataException(
                    where + " has " + names.size() + " classes (" + listed(names) + "), but the model has " + count
                            + "; name them in the model's target, as in `class[\"cat\", \"dog\"]`, or change their number");
        }
        var labels = distinct.stream()
                .mapToInt(cell -> names.isEmpty() ? label(cell) : names.indexOf(cell.text()))
                .toArray();
        return Arrays.stream(rows, 0, size).map(place -> labels[place]).toArray();
    }

    /** The names that the cells give the classes, as many as there are; none if the cells hold other than names. */
    List<String> names() {
        return distinct.stream().allMatch(this::named)
                ? distinct.stream().map(CsvCell::text).sorted().toList()
                : List.of();
    }

    private void requireClass(CsvCell cell) {
        if (cell.text().isEmpty()) {
            throw cell.error("is empty, where a class is expected; fill it in or remove the row");
        }
        if (!named(cell) && (label(cell) < 0 || label(cell) >= count)) {
            throw cell.error("label " + cell.abbreviated() + " is outside the model's " + count + " classes (0 to "
                    + (count - 1) + "); correct the label or the model's target");
        }
        if (named(cell) && !modelNames.isEmpty()) {
            throw cell.error(
                    "'" + cell.abbreviated() + "' is not one of the model's classes (" + listed(modelNames) + ")");
        }
        if (!distinct.isEmpty() && named(cell) != named(distinct.getFirst())) {
            throw cell.error(
                    "'" + cell.abbreviated() + "' and '" + distinct.getFirst().abbreviated() + "' in line "
                            + distinct.getFirst().line() + " are a name and a number; write all classes the same way");
        }
        if (named(cell) && distinct.size() == count) {
            throw cell.error("'" + cell.abbreviated() + "' is one class too many for the model's " + count + " ("
                    + listed(names()) + ")");
        }
    }

    /** Whether a cell holds a name that the model does not know. */
    private boolean named(CsvCell cell) {
        return !modelNames.contains(cell.text()) && (namesAreNumbers || !isNumber(cell.text()));
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]{1,18}");
    }

    private int label(CsvCell cell) {
        var place = modelNames.indexOf(cell.text());
        return place >= 0 ? place : Math.clamp(Long.parseLong(cell.text()), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static String listed(List<String> names) {
        return names.stream().limit(10).collect(Collectors.joining(", ")) + (names.size() > 10 ? ", …" : "");
    }
}
