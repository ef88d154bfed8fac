package dev.updraft.data.internal.formats;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.data.DataSpec;
import dev.updraft.data.internal.Targets;
import java.util.List;

/** Gathers the targets of a table, row by row. */
sealed interface CsvTargets {

    void add(CsvRecord row);

    Targets finish();

    static CsvTargets of(CsvColumns columns, DataSpec dataSpec) {
        return switch (dataSpec.target()) {
            case null -> new None();
            case TargetType.Classes(var count, var names, var _) -> new Classes(columns, dataSpec, count, names);
            case TargetType.Labels(var count, var _)
            when columns.targets().size() == count -> new Labels(columns, new FloatList(columns.file()));
            case TargetType.Labels(var count, var names) -> new Classes(columns, dataSpec, count, names);
            case TargetType.Reals(var shape)
            when columns.targets().size() == shape.elementsPerSample() ->
                new Reals(columns, new FloatList(columns.file()));
            case TargetType.Reals(var shape) ->
                new Classes(columns, dataSpec, Math.toIntExact(shape.elementsPerSample()), List.of());
        };
    }

    /** Nothing is to be learnt. */
    record None() implements CsvTargets {
        @Override
        public void add(CsvRecord row) {}

        @Override
        public Targets finish() {
            return Targets.none();
        }
    }

    /** Numbers, as they stand. */
    record Reals(CsvColumns columns, FloatList values) implements CsvTargets {
        @Override
        public void add(CsvRecord row) {
            for (var column : columns.targets()) {
                values.add(columns.cell(row, column).number());
            }
        }

        @Override
        public Targets finish() {
            return Targets.ofReals(values.toArray(), columns.targets().size());
        }
    }

    /** A column for each label, which is 0 or 1. */
    record Labels(CsvColumns columns, FloatList values) implements CsvTargets {
        @Override
        public void add(CsvRecord row) {
            for (var column : columns.targets()) {
                values.add(columns.cell(row, column).label());
            }
        }

        @Override
        public Targets finish() {
            return Targets.ofReals(values.toArray(), columns.targets().size());
        }
    }

    /** One column of class names or numbers. */
    final class Classes implements CsvTargets {
        private final CsvColumns columns;
        private final DataSpec dataSpec;
        private final ClassCells cells;

        Classes(CsvColumns columns, DataSpec dataSpec, int count, List<String> names) {
            this.columns = columns;
            this.dataSpec = dataSpec;
            cells = new ClassCells(count, names);
        }

        @Override
        public void add(CsvRecord row) {
            cells.add(columns.cell(row, columns.targets().getFirst()));
        }

        @Override
        public Targets finish() {
            var column = columns.names().get(columns.targets().getFirst());
            return Targets.ofLabels(
                    cells.labels(columns.file() + ": column " + column),
                    cells.names(),
                    dataSpec,
                    row -> columns.file() + ": row " + (row + 1));
        }
    }
}
