package dev.updraft.data.internal.profile;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Measured;
import dev.updraft.data.internal.grouped.CellParser;
import dev.updraft.data.internal.grouped.DatePatterns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds out which dates or times texts are, and how they are written. */
final class DateGuesser {
    private static final String ZONE = "UTC";
    private static final List<String> TIMES = List.of("", "H:mm", "H:mm:ss", "h:mm a", "h:mm:ss a", "h:mma");
    private static final String EIGHT_DIGITS = "yyyyMMdd";

    /** Patterns are tried on some texts; one that another contradicts makes that one of them. */
    private static final int SAMPLE = 200;

    private static final int ATTEMPTS = 20;

    /** All dates that anyone writes have at least as many digits. */
    private static final int FEWEST_DIGITS = 3;

    private DateGuesser() {}

    /** The kind that all of the texts are; empty if they are no dates. */
    static Optional<Measured> of(Collection<String> texts, boolean optional) {
        if (texts.isEmpty() || !texts.stream().limit(SAMPLE).allMatch(DateGuesser::mayBeDate)) {
            return Optional.empty();
        }
        var plain = List.<Measured>of(new ColumnKind.Date("", optional), new ColumnKind.DateTime("", ZONE, optional));
        return plain.stream()
                .filter(kind -> CellParser.reads(kind, texts))
                .findFirst()
                .or(() -> TIMES.stream()
                        .<Measured>map(pattern -> new ColumnKind.Time(pattern, optional))
                        .filter(kind -> CellParser.reads(kind, texts))
                        .findFirst())
                .or(() -> patterned(texts, true, optional))
                .or(() -> patterned(texts, false, optional));
    }

    /** Numbers such as 20240531, which are dates in all rows. */
    static Optional<Measured> ofNumbers(ColumnProfile column) {
        var kind = new ColumnKind.Date(EIGHT_DIGITS, column.missing() > 0);
        return column.values().distinct() > 1
                        && CellParser.reads(kind, column.values().texts())
                ? Optional.of(kind)
                : Optional.empty();
    }

    private static boolean mayBeDate(String text) {
        return text.length() <= 40
                && text.chars().filter(c -> c >= '0' && c <= '9').count() >= FEWEST_DIGITS;
    }

    private static Optional<Measured> patterned(Collection<String> texts, boolean daysOnly, boolean optional) {
        var sample = new ArrayList<>(texts.stream().limit(SAMPLE).toList());
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var pattern = DatePatterns.of(sample, daysOnly);
            if (pattern.isEmpty()) {
                return Optional.empty();
            }
            var kind = daysOnly
                    ? new ColumnKind.Date(pattern.get(), optional)
                    : new ColumnKind.DateTime(pattern.get(), ZONE, optional);
            var contradiction = CellParser.firstUnread(kind, texts);
            if (contradiction.isEmpty()) {
                return Optional.of(kind);
            }
            sample.addFirst(contradiction.get());
        }
        return Optional.empty();
    }
}
