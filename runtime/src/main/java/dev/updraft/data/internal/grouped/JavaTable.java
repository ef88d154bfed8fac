package dev.updraft.data.internal.grouped;

import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.data.ColumnValues;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.internal.JavaCells;
import dev.updraft.data.internal.TableRows;
import dev.updraft.data.internal.tables.CodedTexts;
import dev.updraft.data.internal.tables.ColumnRequest.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table whose cells are objects. */
sealed interface JavaTable extends CellSource permits JavaRows, JavaColumns {

    /** Bad cells of a column that are told. */
    int MOST_SHOWN = 10;

    /** The cell as it is; null if there is none. */
    @Nullable
    Object cell(int row, String column);

    @Override
    default String name() {
        return "rows";
    }

    @Override
    default Optional<String> arrays(String input) {
        return header().stream()
                .filter(name -> Column.areAlike(input, name))
                .filter(name -> IntStream.range(0, rows())
                        .mapToObj(row -> cell(row, name))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .filter(JavaTensors::isArray)
                        .isPresent())
                .findFirst();
    }

    @Override
    default TableRows tensor(DataSpec.Input input, List<String> columns, RowSelection rows) {
        return arrays(input.name())
                .map(column -> JavaTensors.of(this, column, input))
                .orElseGet(() -> CellSource.super.tensor(input, columns, rows));
    }

    @Override
    default void want(String column, Kind kind) {}

    @Override
    default void load(Consumer<String> notices) {}

    @Override
    default String place(int row) {
        return "row " + row + " (counted from 0)";
    }

    @Override
    default ColumnValues.Numbers numbers(String column, ColumnKind.Measured kind) {
        var numbers = new double[rows()];
        var shown = new ArrayList<String>();
        var bad = 0;
        for (var row = 0; row < numbers.length; row++) {
            try {
                numbers[row] = JavaCells.number(kind, cell(row, column));
            } catch (IllegalArgumentException e) {
                bad++;
                if (shown.size() < MOST_SHOWN) {
                    shown.add(place(row) + ": " + column + " " + e.getMessage());
                }
            }
        }
        if (bad > 0) {
            throw new DataException(String.join("\n  ", shown)
                    + (bad > shown.size() ? "\n  and " + (bad - shown.size()) + " more" : ""));
        }
        return row -> numbers[row];
    }

    @Override
    default ColumnValues.Texts texts(String column, List<String> known) {
        var codes = new int[rows()];
        var texts = new LinkedHashMap<String, Integer>();
        for (var row = 0; row < codes.length; row++) {
            var text = JavaCells.text(cell(row, column));
            codes[row] = text == null ? -1 : texts.computeIfAbsent(text, _ -> texts.size());
        }
        return CodedTexts.of(row -> codes[row], List.copyOf(texts.keySet()));
    }
}
