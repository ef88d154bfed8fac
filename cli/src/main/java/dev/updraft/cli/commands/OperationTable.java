package dev.updraft.cli.commands;

import dev.updraft.Model;
import dev.updraft.data.Dataset;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.OperationTime;
import dev.updraft.engine.OperationTimes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** What {@code train --profile} shows: the operations of a step, the longest first. */
final class OperationTable {
    private static final List<String> HEADINGS = List.of("Layer", "Operation", "ms", "Share", "GFLOP/s", "GB/s");
    private static final int FIRST_FIGURE = 2;
    /** Networks of many layers have hundreds of operations. */
    private static final int MOST = 40;

    private OperationTable() {}

    /** Of a training step; if they cannot be measured, why. */
    static OperationTimes profile(Model model, Dataset data) {
        try {
            return model.profile(data, true);
        } catch (EngineException e) {
            return OperationTimes.unknown(Objects.requireNonNullElse(e.getMessage(), "the engine failed"));
        }
    }

    static String text(OperationTimes times) {
        if (times.operations().isEmpty()) {
            return "What each operation takes is not known: " + times.of() + "\n";
        }
        var all = times.seconds();
        var lines = new ArrayList<List<String>>();
        lines.add(HEADINGS);
        times.operations().stream().limit(MOST).map(time -> cells(time, all)).forEach(lines::add);
        var widths = IntStream.range(0, HEADINGS.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        var text = new StringBuilder(String.format(Locale.ROOT, "Time of %s: %.3f ms\n", times.of(), 1e3 * all));
        lines.forEach(line -> text.append(line(line, widths)).append('\n'));
        var left = times.operations().stream().skip(MOST).toList();
        if (!left.isEmpty()) {
            var seconds = left.stream().mapToDouble(OperationTime::seconds).sum();
            text.append(
                    String.format(Locale.ROOT, "and %d more: %.3f ms; --json has all\n", left.size(), 1e3 * seconds));
        }
        return text.toString();
    }

    private static List<String> cells(OperationTime time, double all) {
        return List.of(
                time.layer(),
                time.operation(),
                String.format(Locale.ROOT, "%.3f", 1e3 * time.seconds()),
                String.format(Locale.ROOT, "%.1f%%", 100 * time.seconds() / all),
                time.flops() == 0 ? "" : String.format(Locale.ROOT, "%.1f", time.gigaflopsPerSecond()),
                time.bytes() == 0 ? "" : String.format(Locale.ROOT, "%.1f", time.gigabytesPerSecond()));
    }

    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (var column = 0; column < cells.size(); column++) {
            var blanks = " ".repeat(widths[column] - cells.get(column).length());
            line.append(column == 0 ? "" : "  ")
                    .append(column < FIRST_FIGURE ? cells.get(column) + blanks : blanks + cells.get(column));
        }
        return line.toString().stripTrailing();
    }

    static Map<String, Object> fields(OperationTimes times) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("of", times.of());
        fields.put(
                "operations",
                times.operations().stream()
                        .map(time -> fields(time, times.seconds()))
                        .toList());
        return fields;
    }

    private static Map<String, Object> fields(OperationTime time, double all) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("layer", time.layer());
        fields.put("operation", time.operation());
        fields.put("seconds", time.seconds());
        fields.put("share", time.seconds() / all);
        fields.put("flops", time.flops());
        fields.put("bytes", time.bytes());
        return fields;
    }
}
