package dev.updraft.data.internal.grouped;

import static java.util.stream.Collectors.joining;

import dev.updraft.compiler.columns.Column;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Finds the columns of inputs that are tensors in a table that gives groups of columns, too: one for each number. A model that was
 * trained on a table has them by their names. Else they are named like the input, {@code pixels_0} to {@code pixels_63}, in the
 * order of the numbers; or they are all columns that nothing else in the model takes, in their order.
 */
final class TensorColumns {
    private static final Pattern NUMBERED = Pattern.compile("(.*?)[ _.\\-\\[(]?(0|[1-9][0-9]{0,8})[])]?");

    private final String file;
    private final List<String> left;
    private final ColumnFinder finder;

    /**
     * Columns of a table.
     *
     * @param file for messages
     * @param taken columns that something else in the model takes
     */
    TensorColumns(String file, List<String> header, Set<String> taken) {
        this.file = file;
        left = header.stream().filter(name -> !taken.contains(name)).toList();
        finder = new ColumnFinder(file, header);
    }

    /**
     * Of each tensor the table's names of its columns.
     *
     * @param tensors all that the model has, in its order
     * @param elsewhere names of those that are found elsewhere
     * @param known the columns that the model was trained on, of one input behind those of another; empty if they are not known
     * @throws DataException if there are fewer or more than the inputs have numbers
     */
    Map<String, List<String>> find(List<DataSpec.Input> tensors, Set<String> elsewhere, List<String> known) {
        return known.isEmpty()
                ? byName(tensors.stream()
                        .filter(tensor -> !elsewhere.contains(tensor.name()))
                        .toList())
                : asTrained(tensors, elsewhere, known);
    }

    private Map<String, List<String>> asTrained(
            List<DataSpec.Input> tensors, Set<String> elsewhere, List<String> known) {
        var all = tensors.stream().mapToLong(TensorColumns::size).sum();
        if (all != known.size()) {
            throw new DataException("the weights name " + known.size() + " columns of the table for "
                    + declared(tensors) + "; use weights of this model, or train it again");
        }
        var found = new HashMap<String, List<String>>();
        var from = 0L;
        for (var tensor : tensors) {
            var to = from + size(tensor);
            if (!elsewhere.contains(tensor.name())) {
                found.put(
                        tensor.name(),
                        known.subList((int) from, (int) to).stream()
                                .map(name -> finder.findKnown(name, known))
                                .toList());
            }
            from = to;
        }
        return found;
    }

    private Map<String, List<String>> byName(List<DataSpec.Input> tensors) {
        var found = new LinkedHashMap<String, List<String>>();
        var open = new ArrayList<DataSpec.Input>();
        for (var tensor : tensors) {
            var its = named(tensor);
            if (its.size() == size(tensor)) {
                found.put(tensor.name(), its);
            } else {
                open.add(tensor);
            }
        }
        if (open.size() > 1) {
            throw new DataException(file + ": does not say which columns are those of "
                    + declared(open)
                    + "; name them after the input, " + example(open.getFirst()));
        }
        for (var tensor : open) {
            var its = left.stream()
                    .filter(name -> found.values().stream().noneMatch(others -> others.contains(name)))
                    .toList();
            if (its.size() != size(tensor)) {
                throw new DataException(file + ": has " + its.size()
                        + (its.size() == 1 ? " column" : " columns") + " that nothing else in the model takes"
                        + (its.isEmpty() ? "" : " (" + ColumnFinder.listed(its) + ")") + ", but input `" + tensor.name()
                        + "` is float" + tensor.shape()
                        + "; name its columns " + example(tensor)
                        + ", or declare what is none of them in a group, as in note: ignore");
            }
            found.put(tensor.name(), its);
        }
        return found;
    }

    /** The columns that are named like an input and numbered from 0 or 1, by their numbers; none if a number is missing. */
    private List<String> named(DataSpec.Input tensor) {
        if (size(tensor) == 1) {
            var exact = left.stream()
                    .filter(name -> Column.areAlike(tensor.name(), name))
                    .toList();
            if (exact.size() == 1) {
                return exact;
            }
        }
        var byNumber = new TreeMap<Integer, String>();
        for (var name : left) {
            var matcher = NUMBERED.matcher(name);
            if (matcher.matches() && Column.areAlike(tensor.name(), matcher.group(1))) {
                var other = byNumber.putIfAbsent(Integer.parseInt(matcher.group(2)), name);
                if (other != null) {
                    throw new DataException(file + ": columns '" + other + "' and '" + name + "' are both number "
                            + matcher.group(2) + " of input `" + tensor.name() + "`" + "; rename one");
                }
            }
        }
        var isWhole = !byNumber.isEmpty()
                && byNumber.firstKey() <= 1
                && byNumber.lastKey() - byNumber.firstKey() == byNumber.size() - 1;
        return isWhole ? List.copyOf(byNumber.values()) : List.of();
    }

    private static long size(DataSpec.Input tensor) {
        return tensor.shape().elementsPerSample();
    }

    private static String declared(List<DataSpec.Input> tensors) {
        return tensors.stream()
                .map(tensor -> "input `" + tensor.name() + "`, float" + tensor.shape())
                .collect(joining(", and "));
    }

    private static String example(DataSpec.Input tensor) {
        return size(tensor) == 1 ? tensor.name() : tensor.name() + "_0 to " + tensor.name() + "_" + (size(tensor) - 1);
    }
}
