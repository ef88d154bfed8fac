package dev.updraft.compiler.summary;

import dev.updraft.compiler.summary.Summary.Encoding;
import dev.updraft.compiler.summary.Summary.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A {@link Summary} as text. */
public final class SummaryTable {
    private SummaryTable() {}

    private static final List<String> HEADINGS =
            List.of("Layer", "Kind", "Output shape", "Parameters", "FLOPs", "Takes");
    /** Columns of metrics, which stand to the right. */
    private static final List<Integer> FIGURES = List.of(3, 4);

    private static final List<String> COLUMN_HEADINGS = List.of("Column", "Kind", "Numbers", "Becomes", "Learnt");
    private static final List<Integer> COLUMN_FIGURES = List.of(2);
    private static final int MOST_COLUMNS = 50;

    /** The table with its totals, in lines that each end in a line feed. */
    public static String render(Summary summary) {
        return render(summary, (_, _) -> "");
    }

    /**
     * The same with what was learnt of columns.
     *
     * @param learnt of a layer of {@link Summary#encodings} and a column's name; empty if nothing is to be said
     */
    public static String render(Summary summary, BinaryOperator<String> learnt) {
        var table = table(
                summary.model(), HEADINGS, FIGURES, summary.rows().stream().map(SummaryTable::cells));
        table.add("%s parameters: %s trainable, %s not"
                .formatted(
                        grouped(summary.parameters()), grouped(summary.trainable()), grouped(summary.nonTrainable())));
        table.add("%s FLOPs a sample, forward".formatted(grouped(summary.flops())));
        if (summary.trees() != null) {
            table.add(trees(summary.trees()));
        }
        if (summary.windows() != null) {
            table.add(summary.windows());
        }
        if (summary.threshold() != null) {
            table.add("Threshold between the two classes: " + summary.threshold());
        }
        if (summary.precision() != null) {
            table.add("Products of a training step: " + summary.precision() + ", added up in float32");
        }
        for (var encoding : summary.encodings()) {
            table.add("");
            table.addAll(columns(encoding, learnt));
        }
        return table.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** {@code boosted_trees: at most 30 trees of 31 leaves for each of 3 outputs}. */
    private static String trees(Summary.Trees trees) {
        return "%s: at most %s %s of %s leaves%s"
                .formatted(
                        trees.layer(),
                        grouped(trees.trees()),
                        trees.trees() == 1 ? "tree" : "trees",
                        grouped(trees.leaves()),
                        trees.outputs() == 1 ? "" : " for each of " + grouped(trees.outputs()) + " outputs");
    }

    private static List<String> columns(Encoding encoding, BinaryOperator<String> learnt) {
        var rows = encoding.columns().stream()
                .limit(MOST_COLUMNS)
                .map(column -> List.of(
                        column.name(),
                        column.kind(),
                        count(column.numbers()),
                        column.becomes(),
                        learnt.apply(encoding.layer(), column.name())))
                .toList();
        var isLearnt = rows.stream().anyMatch(row -> !row.getLast().isEmpty());
        var headings = isLearnt ? COLUMN_HEADINGS : COLUMN_HEADINGS.subList(0, COLUMN_HEADINGS.size() - 1);
        var title = "What %s makes of %s".formatted(encoding.layer(), encoding.input());
        var table = table(title, headings, COLUMN_FIGURES, rows.stream());
        var left = encoding.columns().size() - rows.size();
        if (left > 0) {
            table.add("and %s more %s; --json has all".formatted(grouped(left), left == 1 ? "column" : "columns"));
        }
        table.add("%s numbers a row".formatted(grouped(encoding.numbers())));
        return table;
    }

    private static List<String> table(
            String title, List<String> headings, List<Integer> figures, Stream<List<String>> rows) {
        var lines = new ArrayList<List<String>>();
        lines.add(headings);
        rows.forEach(lines::add);
        var widths = IntStream.range(0, headings.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        var rule = "─".repeat(IntStream.of(widths).sum() + 2 * (widths.length - 1));
        var table = lines.stream()
                .map(line -> line(line, widths, figures))
                .collect(Collectors.toCollection(ArrayList::new));
        table.addFirst(title);
        table.add(1, rule);
        table.add(3, rule);
        table.add(rule);
        return table;
    }

    private static List<String> cells(Row row) {
        return List.of(
                row.name(),
                row.kind(),
                row.shape().toString(),
                row.shared() ? "shared" : count(row.parameters()),
                count(row.flops()),
                String.join(", ", row.inputs()));
    }

    private static String count(long number) {
        return number == 0 ? "" : grouped(number);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String line(List<String> cells, int[] widths, List<Integer> figures) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> padded(cells.get(column), widths[column], figures.contains(column)))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private static String padded(String cell, int width, boolean right) {
        var blanks = " ".repeat(width - cell.length());
        return right ? blanks + cell : cell + blanks;
    }
}
