package dev.updraft.compiler.summary;

import dev.updraft.compiler.summary.Summary.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A {@link Summary} as text. */
public final class SummaryTable {
    private SummaryTable() {}

    private static final List<String> HEADINGS =
            List.of("Layer", "Kind", "Output shape", "Parameters", "FLOPs", "Takes");
    /** Columns of metrics, which stand to the right. */
    private static final List<Integer> FIGURES = List.of(3, 4);

    /** The table with its totals, in lines that each end in a line feed. */
    public static String render(Summary summary) {
        var lines = new ArrayList<List<String>>();
        lines.add(HEADINGS);
        summary.rows().forEach(row -> lines.add(cells(row)));
        var widths = IntStream.range(0, HEADINGS.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        var rule = "─".repeat(IntStream.of(widths).sum() + 2 * (widths.length - 1));
        var table = lines.stream().map(line -> line(line, widths)).collect(Collectors.toCollection(ArrayList::new));
        table.addFirst(summary.model());
        table.add(1, rule);
        table.add(3, rule);
        table.add(rule);
        table.add("%s parameters: %s trainable, %s not"
                .formatted(
                        grouped(summary.parameters()), grouped(summary.trainable()), grouped(summary.nonTrainable())));
        table.add("%s FLOPs a sample, forward".formatted(grouped(summary.flops())));
        if (summary.threshold() != null) {
            table.add("Threshold between the two classes: " + summary.threshold());
        }
        return table.stream().map(line -> line + "\n").collect(Collectors.joining());
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

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> padded(cells.get(column), widths[column], FIGURES.contains(column)))
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private static String padded(String cell, int width, boolean right) {
        var blanks = " ".repeat(width - cell.length());
        return right ? blanks + cell : cell + blanks;
    }
}
