package dev.updraft.compiler.summary;

import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Measured;
import dev.updraft.compiler.columns.ColumnKind.Part;
import dev.updraft.compiler.layers.TableLayer.Encode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What {@code encode} makes of a column.
 *
 * @param name in the model
 * @param kind as written in the language
 * @param becomes in words
 * @param numbers how many; 0 for a column that no network sees
 */
public record EncodedColumn(String name, String kind, String becomes, int numbers) {

    /** Of all columns of a group, in its order; their numbers are those of a row together. */
    public static List<EncodedColumn> of(Encode encode) {
        var columns = encode.group().columns();
        return IntStream.range(0, columns.size())
                .mapToObj(place -> of(encode, columns.get(place), encode.width(place)))
                .toList();
    }

    private static EncodedColumn of(Encode encode, Column column, int numbers) {
        var isOrder = encode.group().order() == encode.group().columns().indexOf(column);
        return new EncodedColumn(
                column.name(),
                column.kind().text(),
                isOrder ? becomesOrder(column.kind()) : becomes(encode, column.kind()),
                numbers);
    }

    private static String becomes(Encode encode, ColumnKind kind) {
        return switch (kind) {
            case Measured measured -> becomes(measured);
            case ColumnKind.Category category ->
                switch (encode.way(category)) {
                    case ORDERED -> "standardised place in the order, whether it is missing, whether it is other";
                    case ONE_HOT ->
                        "one-hot: missing, other, " + (category.isClosed() ? "" : "up to ")
                                + counted(category.most(), "value");
                    case EMBEDDED -> "learned vector";
                };
            case ColumnKind.Text(var most) -> "log(1 + count) of " + counted(most, "word");
            case ColumnKind.Id _ -> "kept apart";
            case ColumnKind.Ignored _ -> "not used";
        };
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String becomes(Measured measured) {
        var what = new ArrayList<String>();
        if (measured.parts().contains(Part.VALUE)) {
            what.add(value(measured) + (measured.optional() ? ", gaps filled with the median" : ""));
        }
        var recurring = recurring(measured);
        if (!recurring.isEmpty()) {
            what.add(recurring + " as sine and cosine");
        }
        if (measured.optional()) {
            what.add("whether it is missing");
        }
        return String.join("; ", what);
    }

    /** Of the column that gives the order of rows. */
    private static String becomesOrder(ColumnKind kind) {
        var recurring = kind instanceof Measured measured ? recurring(measured) : "";
        return recurring.isEmpty() ? "the order of the rows" : recurring + " as sine and cosine";
    }

    private static String recurring(Measured measured) {
        return measured.parts().stream()
                .filter(part -> part.period() > 0)
                .map(Part::label)
                .collect(Collectors.joining(", "));
    }

    private static String value(Measured measured) {
        return switch (measured) {
            case ColumnKind.Numeric _ -> "standardised";
            case ColumnKind.Bool _ -> "0 or 1";
            case ColumnKind.Date _, ColumnKind.DateTime _ -> "standardised days";
            case ColumnKind.Time _ -> throw new IllegalArgumentException("a time of day has no value that is no part");
        };
    }
}
