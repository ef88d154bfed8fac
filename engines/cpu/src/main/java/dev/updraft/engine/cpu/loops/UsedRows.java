package dev.updraft.engine.cpu.loops;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Memory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which rows of a table have had a gradient, or are remembered by the optimizer otherwise: the update changes these alone. Kept by
 * parts, each of which one worker at a time looks at.
 */
public final class UsedRows {
    private static final int UNKNOWN = -1;

    private final int rowsOfPart;
    private final boolean[] used;
    /** The rows used; those of a part from its first row on. */
    private final int[] list;
    /** By part, how many there are; {@link #UNKNOWN} until the optimizer's slots have been looked at. */
    private final int[] counts;

    UsedRows(int rows, int rowsOfPart) {
        this.rowsOfPart = rowsOfPart;
        used = new boolean[rows];
        list = new int[rows];
        counts = new int[Math.ceilDiv(rows, rowsOfPart)];
        forget();
    }

    /** Those of a session, by the tables that they are of, for all graphs that train it. */
    public static final class OfSession {
        private final Map<Variable, UsedRows> tables = new HashMap<>();

        /** Those of a table, which is always cut the same way. */
        public UsedRows of(Variable table, int rows, int rowsOfPart) {
            return tables.computeIfAbsent(table, _ -> new UsedRows(rows, rowsOfPart));
        }

        /** Says that somebody has written variables: what the optimizer remembers is looked at again. */
        public void variablesWritten() {
            tables.values().forEach(UsedRows::forget);
        }
    }

    private void forget() {
        Arrays.fill(counts, UNKNOWN);
    }

    /** Finds out what of a part the optimizer remembers, unless that is known. */
    void look(ExecutionContext executionContext, int part, List<Buffer> slots, long width) {
        if (counts[part] != UNKNOWN) {
            return;
        }
        var first = part * rowsOfPart;
        var end = Math.min(used.length, first + rowsOfPart);
        Arrays.fill(used, first, end, false);
        counts[part] = 0;
        for (var i = 0; i < slots.size(); i++) {
            var slot = slots.get(i).address(executionContext);
            for (var element = first * width; element < end * width; element++) {
                if (Memory.getInt(slot + element * Float.BYTES) != 0) {
                    add(part, (int) (element / width));
                }
            }
        }
    }

    /** How many rows of a part are used. */
    int count(int part) {
        return counts[part];
    }

    /** One of them. */
    int get(int part, int place) {
        return list[part * rowsOfPart + place];
    }

    /** Whether a row was not used before, as it is from now on. */
    boolean add(int part, int row) {
        if (used[row]) {
            return false;
        }
        used[row] = true;
        list[part * rowsOfPart + counts[part]++] = row;
        return true;
    }

    /** Says that nothing of a part is used any more, as there is nothing to remember. */
    void clear(int part) {
        for (var place = 0; place < counts[part]; place++) {
            used[get(part, place)] = false;
        }
        counts[part] = 0;
    }
}
