package dev.updraft.data.internal.profile;

import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import dev.updraft.data.internal.tables.RowVisitor;
import dev.updraft.data.internal.tables.TableFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is in a table.
 *
 * @param description of the file's format, in a line
 * @param given the names of the columns as they stand in the table, where some may be equal
 * @param target column that is to be predicted; null if none was named
 * @param leaks how columns give the target away, if it is a class, by their places; empty for those that do not
 * @param numberLeaks the same, if the target is a number
 * @param firstEqual for each column the first with the same value in every row, which may be itself
 */
public record TableProfile(
        String name,
        String description,
        long rows,
        List<ColumnProfile> columns,
        List<KindGuess> guesses,
        List<String> given,
        @Nullable ColumnProfile target,
        List<Optional<String>> leaks,
        List<Optional<String>> numberLeaks,
        List<Integer> firstEqual) {

    /** Different values that are counted of a column. */
    private static final int MOST_VALUES = 10_000;

    /** Of all columns together, so that memory is bounded however many there are. */
    private static final int MOST_OF_ALL = 2_000_000;

    /** Enough to tell a category from text. */
    private static final int FEWEST_VALUES = 200;

    /** No column. */
    public static final int NO_TARGET = -1;

    /**
     * Reads a table once.
     *
     * @param target place of the column that is to be predicted, or {@link #NO_TARGET}
     * @throws dev.updraft.data.DataException if the table has rows that cannot be read
     */
    public static TableProfile of(TableFile file, int target) {
        return of(file.name(), file.description(), file.header(), file.given(), target, file::scan);
    }

    /** The same of the rows that can be read; what is wrong with others goes to {@code problems}. */
    public static TableProfile ofReadable(TableFile file, int target, Consumer<String> problems) {
        return of(file.name(), file.description(), file.header(), file.given(), target, visitor -> {
            var wrong = file.scanReadable(visitor);
            if (!wrong.isEmpty()) {
                problems.accept(wrong);
            }
        });
    }

    /**
     * The same of rows from anywhere.
     *
     * @param given the header as it stands in the table
     * @param scan shows all rows to a visitor
     */
    static TableProfile of(
            String name,
            String description,
            List<String> header,
            List<String> given,
            int target,
            Consumer<RowVisitor> scan) {
        var limit = Math.clamp(MOST_OF_ALL / Math.max(1, header.size()), FEWEST_VALUES, MOST_VALUES);
        var counters = IntStream.range(0, header.size())
                .mapToObj(place -> new ColumnCounter(place, header.get(place), limit))
                .toArray(ColumnCounter[]::new);
        var relations = target == NO_TARGET
                ? new TargetRelation[0]
                : IntStream.range(0, header.size())
                        .mapToObj(TargetRelation::new)
                        .toArray(TargetRelation[]::new);
        var codes = new TargetRelation.Codes();
        scan.accept(row -> {
            for (var counter : counters) {
                counter.add(row);
            }
            if (target != NO_TARGET && !row.isMissing(target, Kind.TEXT)) {
                var code = codes.of(TargetRelation.value(row, target));
                var number = row.number(target);
                for (var relation : relations) {
                    relation.add(row, code, number);
                }
            }
        });
        var columns = Arrays.stream(counters).map(ColumnCounter::profile).toList();
        return new TableProfile(
                name,
                description,
                columns.isEmpty() ? 0 : columns.getFirst().rows(),
                columns,
                columns.stream().map(KindGuesser::of).toList(),
                List.copyOf(given),
                target == NO_TARGET ? null : columns.get(target),
                leaks(columns, relations, codes, target, true),
                leaks(columns, relations, codes, target, false),
                firstEqual(columns, counters));
    }

    private static List<Optional<String>> leaks(
            List<ColumnProfile> columns,
            TargetRelation[] relations,
            TargetRelation.Codes codes,
            int target,
            boolean ofClasses) {
        return columns.stream()
                .map(column -> target == NO_TARGET || column.place() == target
                        ? Optional.<String>empty()
                        : relations[column.place()].leak(column, codes, ofClasses))
                .toList();
    }

    private static List<Integer> firstEqual(List<ColumnProfile> columns, ColumnCounter[] counters) {
        var first = new HashMap<Long, Integer>();
        var firstEqual = new ArrayList<Integer>();
        for (var column : columns) {
            var place = column.place();
            var before = column.isConstant() ? null : first.putIfAbsent(counters[place].fingerprint(), place);
            firstEqual.add(before == null ? place : before);
        }
        return firstEqual;
    }

    /** How a column gives the target away; empty if it does not. */
    public Optional<String> leak(int place, boolean ofClasses) {
        if (target != null && place != target.place() && firstEqual.get(place).equals(firstEqual.get(target.place()))) {
            return Optional.of("it is the same in every row");
        }
        return (ofClasses ? leaks : numberLeaks).get(place);
    }

    /** For each name in the table the names by which the columns are told apart that have it. */
    public Map<String, List<String>> names() {
        return columns.stream()
                .collect(Collectors.groupingBy(
                        column -> given.get(column.place()),
                        Collectors.mapping(ColumnProfile::header, Collectors.toList())));
    }
}
