package dev.updraft.data.internal.tables;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/** Tells columns with one name apart: the second {@code ANOM} is {@code ANOM_2}. */
final class ColumnNumbers {
    private ColumnNumbers() {}

    /** The names, each different from all others; the first of equal ones stays as it is. */
    static List<String> of(List<String> names) {
        var taken = new HashSet<>(names);
        var last = new HashMap<String, Integer>();
        var different = new ArrayList<String>(names.size());
        for (var name : names) {
            var number = last.get(name);
            var own = name;
            if (number != null) {
                // That name may be another column's own.
                do {
                    own = name + "_" + ++number;
                } while (!taken.add(own));
            }
            last.put(name, number == null ? 1 : number);
            different.add(own);
        }
        return List.copyOf(different);
    }
}
