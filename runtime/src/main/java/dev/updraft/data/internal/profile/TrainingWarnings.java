package dev.updraft.data.internal.profile;

import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.columns.ColumnKind.Measured;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.profile.Warning.Cause;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what is odd about training data that has been read, as {@link Warnings} does of files. */
public final class TrainingWarnings {
    /** Fewer rows are odd by chance. */
    private static final int FEWEST_ROWS = 30;

    /** More would be looked at for as long as they are read. */
    private static final long MOST_CELLS = 50_000_000;

    private static final Set<Cause> TOLD =
            EnumSet.of(Cause.CONSTANT, Cause.UNIQUE, Cause.EQUAL, Cause.RARE_CLASS, Cause.LEAK);

    private final LayerGraph model;
    private final Dataset train;
    private final DatasetRows rows;
    private final List<Column> columns = new ArrayList<>();
    private final List<String> header = new ArrayList<>();

    private TrainingWarnings(LayerGraph model, Dataset train) {
        this.model = model;
        this.train = train;
        rows = new DatasetRows(train);
    }

    /**
     * In the order of the columns; none of few rows, and none of tables that take long to look at.
     *
     * @param train read for the model
     */
    public static List<Warning> of(LayerGraph model, Dataset train) {
        return new TrainingWarnings(model, train).all();
    }

    private List<Warning> all() {
        for (var i = 0; i < model.inputs().size(); i++) {
            var group = model.inputs().get(i).columns();
            var values = group == null ? List.<ColumnValues>of() : train.columns(i);
            for (var place = 0; place < values.size() && group != null; place++) {
                add(group.columns().get(place), values.get(place));
            }
        }
        if (columns.isEmpty() || train.size() < FEWEST_ROWS || (long) train.size() * columns.size() > MOST_CELLS) {
            return List.of();
        }
        var targets = DataSpec.of(model).targets();
        var target = TableProfile.NO_TARGET;
        var asClasses = false;
        if (targets.size() == 1 && isColumn(train.targets().getFirst())) {
            target = header.size();
            asClasses = train.targets().getFirst() instanceof Dataset.Target.Classes;
            rows.add(train.targets().getFirst());
            header.add(targets.getFirst().header());
        }
        var profile = TableProfile.of(train.description(), "", header, header, target, rows::scan);
        var warnings = new ArrayList<Warning>();
        for (var warning : Warnings.of(profile, asClasses)) {
            if (TOLD.contains(warning.cause()) && (asClasses || warning.cause() != Cause.RARE_CLASS)) {
                warnings.add(warning);
            }
        }
        warnings.removeIf(warning -> warning.cause() == Cause.UNIQUE && !isUniqueName(profile, warning.column()));
        warnings.addAll(ScaleWarnings.of(model, statistics(profile)));
        return warnings;
    }

    private void add(Column column, ColumnValues values) {
        if (column.kind() instanceof ColumnKind.Id || column.kind() instanceof ColumnKind.Ignored) {
            return;
        }
        switch (values) {
            case ColumnValues.Numbers numbers -> rows.add(numbers);
            case ColumnValues.Texts texts -> rows.add(texts);
            case ColumnValues.Absent _ -> {
                return;
            }
        }
        columns.add(column);
        header.add(column.header());
    }

    private static boolean isColumn(Dataset.Target target) {
        return switch (target) {
            case Dataset.Target.Classes classes -> classes.positions() == 1;
            case Dataset.Target.Reals reals -> reals.width() == 1;
            case Dataset.Target.None _ -> false;
        };
    }

    /** A date for each day and a text for each row are as they should be, and so are numbers that do not count rows. */
    private boolean isUniqueName(TableProfile profile, String name) {
        var place = header.indexOf(name);
        var column = profile.columns().get(place);
        return column.isUnique()
                && switch (columns.get(place).kind()) {
                    case Measured measured -> !DateRange.isDated(measured) && countsRows(column);
                    case ColumnKind.Text _ -> false;
                    case ColumnKind.Category _, ColumnKind.Id _, ColumnKind.Ignored _ -> true;
                };
    }

    /** Whether different numbers are those of rows: whole, and with few between them that rows set aside have. */
    private static boolean countsRows(ColumnProfile column) {
        var numbers = column.numbers();
        return numbers != null && numbers.whole() && numbers.max() - numbers.min() < 2.0 * column.rows();
    }

    private Map<Column, NumberStatistics> statistics(TableProfile profile) {
        var statistics = new HashMap<Column, NumberStatistics>();
        for (var place = 0; place < columns.size(); place++) {
            var numbers = profile.columns().get(place).numbers();
            if (numbers != null) {
                statistics.put(columns.get(place), numbers);
            }
        }
        return statistics;
    }
}
