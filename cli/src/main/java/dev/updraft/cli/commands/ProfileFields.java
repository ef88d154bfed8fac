package dev.updraft.cli.commands;

import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.data.internal.profile.ColumnProfile;
import dev.updraft.data.internal.profile.DateRange;
import dev.updraft.data.internal.profile.KindGuess;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is in a column, for programs. */
final class ProfileFields {
    private static final int MOST_VALUES = 20;

    private ProfileFields() {}

    static Map<String, Object> of(ColumnProfile column, KindGuess guess) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", column.header());
        fields.put("kind", guess.text());
        fields.put("reason", guess.reason());
        fields.put("missing", column.missing());
        fields.put("distinct", column.values().distinct());
        fields.put("all_counted", column.values().isComplete());
        var numbers = column.numbers();
        if (numbers != null) {
            fields.put("min", numbers.min());
            fields.put("mean", numbers.mean());
            fields.put("max", numbers.max());
            fields.put("standard_deviation", numbers.deviation());
            fields.put("skewness", numbers.skewness());
            fields.put("whole", numbers.whole());
        } else {
            fields.put("longest", column.longest());
            fields.put("words", column.words());
        }
        if (guess.kind() instanceof ColumnKind.Measured kind && DateRange.isDated(kind)) {
            DateRange.of(kind, column).ifPresent(range -> {
                fields.put("first", range.first());
                fields.put("last", range.last());
            });
        }
        if (column.values().isRepeated()) {
            var counts = new LinkedHashMap<String, Object>();
            column.values()
                    .mostFrequent(MOST_VALUES)
                    .forEach(value -> counts.put(value, column.values().count(value)));
            fields.put("most_frequent", counts);
        }
        return fields;
    }
}
