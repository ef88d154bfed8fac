package dev.updraft.data.internal.profile;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Measured;
import dev.updraft.data.internal.grouped.CellParser;
import java.time.DateTimeException;
import java.util.Comparator;
import java.util.Optional;

/** The first and the last date of a column, as they are written there. */
public record DateRange(String first, String last) {

    /** Whether cells of this kind are dates or times of day. */
    public static boolean isDated(Measured kind) {
        return switch (kind) {
            case ColumnKind.Date _, ColumnKind.DateTime _, ColumnKind.Time _ -> true;
            case ColumnKind.Numeric _, ColumnKind.Bool _ -> false;
        };
    }

    /** Empty if there are more dates than were counted, or if some are none. */
    public static Optional<DateRange> of(Measured kind, ColumnProfile column) {
        var values = column.values();
        if (!values.isComplete() || values.distinct() == 0) {
            return Optional.empty();
        }
        try {
            record Moment(String text, double number) {}
            var moments = values.texts().stream()
                    .map(text -> new Moment(text, CellParser.number(kind, text)))
                    .sorted(Comparator.comparingDouble(Moment::number))
                    .toList();
            return Optional.of(
                    new DateRange(moments.getFirst().text(), moments.getLast().text()));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
