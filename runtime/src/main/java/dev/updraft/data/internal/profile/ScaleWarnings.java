package dev.updraft.data.internal.profile;

import static java.util.Comparator.comparingDouble;

import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnGroup;
import dev.updraft.compiler.columns.ColumnKind.Measured;
import dev.updraft.compiler.layers.Layer;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.LayerNode;
import dev.updraft.compiler.layers.LayerGraph.Value;
import dev.updraft.compiler.layers.TableLayer.Imputation;
import dev.updraft.compiler.layers.TableLayer.SelectColumn;
import dev.updraft.data.internal.profile.Warning.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds numbers that a dense layer takes as they are, though some are far larger than others and drown them. */
final class ScaleWarnings {
    private static final double FAR_APART = 100;

    private ScaleWarnings() {}

    /** At most one for each layer. */
    static List<Warning> of(LayerGraph model, Map<Column, NumberStatistics> statistics) {
        var warnings = new ArrayList<Warning>();
        for (var layer : model.layers()) {
            if (!(layer.layer() instanceof Layer.Dense)) {
                continue;
            }
            var spread = columns(layer.inputs().getFirst())
                    .distinct()
                    .filter(column -> deviation(statistics, column) > 0)
                    .sorted(comparingDouble(column -> deviation(statistics, column)))
                    .toList();
            if (spread.isEmpty()) {
                continue;
            }
            var small = deviation(statistics, spread.getFirst());
            var large = deviation(statistics, spread.getLast());
            if (large > FAR_APART * small) {
                warnings.add(new Warning(
                        spread.getLast().header(),
                        Cause.SCALE,
                        String.format(
                                Locale.ROOT,
                                "goes into `%s` as it is, as does '%s', but their standard deviations are %s and %s, so"
                                        + " that the smaller is hardly learnt from; put encode or normalization before"
                                        + " the layer",
                                layer.name(),
                                spread.getFirst().header(),
                                rounded(large),
                                rounded(small))));
            }
        }
        return warnings;
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, value >= 10 ? "%,.0f" : "%.2g", value);
    }

    private static double deviation(Map<Column, NumberStatistics> statistics, Column column) {
        var its = statistics.get(column);
        return its == null ? 0 : its.deviation();
    }

    /** The columns whose numbers are in a value as they stand in the table. */
    private static Stream<Column> columns(Value value) {
        return switch (value) {
            case LayerGraph.Input input -> columns(input.columns());
            case LayerGraph.NumberValue _, LayerGraph.TargetValue _ -> Stream.of();
            case LayerNode node ->
                switch (node.layer()) {
                    case SelectColumn selected
                    when selected.kind() instanceof Measured ->
                        Stream.of(selected.group().columns().get(selected.column()));
                    case Imputation _, Layer.Concat _ -> node.inputs().stream().flatMap(ScaleWarnings::columns);
                    case Layer _ -> Stream.of();
                };
        };
    }

    /** A group of numbers is what any layer takes. */
    private static Stream<Column> columns(@Nullable ColumnGroup group) {
        return group == null || !group.isNumbers()
                ? Stream.of()
                : group.columns().stream().filter(column -> column.kind() instanceof Measured);
    }
}
