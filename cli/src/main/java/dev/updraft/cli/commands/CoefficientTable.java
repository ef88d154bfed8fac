package dev.updraft.cli.commands;

import dev.updraft.cli.output.Output;
import dev.updraft.compiler.diagnostics.render.Printable;
import dev.updraft.explain.Coefficient;
import dev.updraft.explain.LinearModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** The weights of a linear model, with the names of what they weigh. */
record CoefficientTable(LinearModel linear) {
    private static final String BIAS = "bias";

    void print(Output say) {
        var lines = new ArrayList<List<String>>();
        var hasUnits = linear.coefficients().stream().anyMatch(each -> each.perUnit() != null);
        for (var output : linear.outputs()) {
            for (var coefficient : linear.of(output)) {
                lines.add(List.of(
                        Printable.line(output),
                        Printable.line(coefficient.feature()),
                        number(coefficient.value()),
                        coefficient.perUnit() == null ? "" : number(coefficient.perUnit())));
                item(coefficient, say);
            }
            var bias = linear.biases().get(linear.outputs().indexOf(output));
            lines.add(List.of(Printable.line(output), BIAS, number(bias), ""));
        }
        var fields = new LinkedHashMap<String, Object>();
        fields.put("kind", linear.kind());
        fields.put("outputs", linear.outputs());
        fields.put("biases", linear.biases());
        say.result(linear + "\n\n" + table(lines, hasUnits), fields);
    }

    private static void item(Coefficient coefficient, Output say) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("feature", coefficient.feature());
        fields.put("output", coefficient.output());
        fields.put("value", coefficient.value());
        if (coefficient.perUnit() != null) {
            fields.put("per_unit", coefficient.perUnit());
        }
        say.item("", "coefficient", fields);
    }

    private String table(List<List<String>> lines, boolean hasUnits) {
        var all = new ArrayList<List<String>>();
        all.add(List.of("output", "feature", "weight", "per unit"));
        all.addAll(lines);
        var text = new StringBuilder();
        for (var line : all) {
            if (!text.isEmpty()) {
                text.append('\n');
            }
            var row = new StringBuilder();
            if (linear.outputs().size() > 1) {
                row.append(line.get(0))
                        .repeat(" ", width(all, 0) - line.get(0).length())
                        .append("  ");
            }
            row.append(line.get(1)).repeat(" ", width(all, 1) - line.get(1).length());
            for (var column = 2; column < (hasUnits ? 4 : 3); column++) {
                row.append("  ")
                        .repeat(" ", width(all, column) - line.get(column).length())
                        .append(line.get(column));
            }
            text.append(row.toString().stripTrailing());
        }
        return text.toString();
    }

    private static int width(List<List<String>> lines, int column) {
        return lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}
