package dev.updraft.data.internal.formats;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.TableHeader;
import dev.updraft.data.internal.tables.HeaderSniffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the columns of a table are. A model that was trained on a table has its columns by their names. Else the target is the
 * column named like it, or the last, which is said; a target of several real numbers takes the last so many columns, or one
 * column of classes to be made one-hot, whichever leaves as many as the input has.
 *
 * @param names all column names
 * @param inputs places of the columns that form the input
 * @param targets places of the columns that form the target
 * @param sampleWeight place of the column with the samples' weights; -1 if there is none
 */
record CsvColumns(Path file, List<String> names, List<Integer> inputs, List<Integer> targets, int sampleWeight) {

    /**
     * Finds the columns that a model takes.
     *
     * @param rows the first ones below the header, which tell whether it is one
     * @param notices receives sentences about columns that are not named as they are in the model
     */
    static CsvColumns of(
            Path file, List<String> header, List<List<String>> rows, DataSpec dataSpec, Consumer<String> notices) {
        var names = names(file, header, rows);
        var sampleWeight = sampleWeight(file, names, dataSpec);
        return dataSpec.header().isEmpty()
                ? byPlace(file, names, sampleWeight, dataSpec, notices)
                : known(file, names, sampleWeight, dataSpec, notices);
    }

    private static CsvColumns byPlace(
            Path file, List<String> names, int sampleWeight, DataSpec dataSpec, Consumer<String> notices) {
        var others = IntStream.range(0, names.size())
                .filter(column -> column != sampleWeight)
                .boxed()
                .toList();
        var targets = targets(file, names, others, dataSpec);
        var inputs = others.stream().filter(column -> !targets.contains(column)).toList();
        if (inputs.size() != dataSpec.input().elementsPerSample()) {
            throw new DataException(file + ": has " + names.size() + " columns (" + abbreviated(names) + ")"
                    + (targets.isEmpty() ? "" : ", of which " + described(names, targets) + " the target: ")
                    + (targets.isEmpty() ? ": " : "")
                    + (sampleWeight < 0 ? "" : names.get(sampleWeight) + " is the sample weight: ")
                    + inputs.size() + " inputs, but the model's input is float"
                    + dataSpec.input() + "; change the model's input or the columns");
        }
        if (!dataSpec.targets().isEmpty() && isGuessed(names, targets, dataSpec)) {
            var target = dataSpec.targets().getFirst();
            notices.accept(file + ": no column is named '" + target.header() + "' as the target is: "
                    + (targets.size() == 1
                            ? names.get(targets.getFirst())
                                    + " is taken for it; to say which one is meant, write target "
                                    + target.name() + ": " + target.type().text() + " \""
                                    + names.get(targets.getFirst()) + "\""
                            : abbreviated(targets.stream().map(names::get).toList()) + " are taken for it"));
        }
        return new CsvColumns(file, names, inputs, targets, sampleWeight);
    }

    /** The columns that the model was trained on, in that order; of more columns the others are left out. */
    private static CsvColumns known(
            Path file, List<String> names, int sampleWeight, DataSpec dataSpec, Consumer<String> notices) {
        var places = new HashMap<String, Integer>();
        names.forEach(name -> places.put(name, places.size()));
        var header = dataSpec.header();
        var inputs = places(file, places, header.inputs(), names);
        var targets = dataSpec.targets().isEmpty() ? List.<Integer>of() : places(file, places, header.targets(), names);
        var used = new HashSet<>(header.inputs());
        used.addAll(header.targets());
        used.addAll(dataSpec.targetNames());
        if (dataSpec.sampleWeight() != null) {
            used.add(dataSpec.sampleWeight());
        }
        var others = names.stream().filter(name -> !used.contains(name)).toList();
        if (!others.isEmpty()) {
            notices.accept(file + ": " + (others.size() == 1 ? "a column is" : others.size() + " columns are")
                    + " not in the model and ignored: " + abbreviated(others));
        }
        return new CsvColumns(file, names, inputs, targets, sampleWeight);
    }

    private static List<Integer> places(
            Path file, Map<String, Integer> places, List<String> wanted, List<String> names) {
        var found = new ArrayList<Integer>();
        for (var name : wanted) {
            var place = places.get(name);
            if (place == null) {
                throw new DataException(
                        file + ": has no column '" + name + "', which the model was trained on; its columns"
                                + " are " + abbreviated(names) + "; name the columns as in the training data ("
                                + abbreviated(wanted) + "), or train the model again");
            }
            found.add(place);
        }
        return found;
    }

    /** Whether nothing in the table says that these are the target. */
    private static boolean isGuessed(List<String> names, List<Integer> targets, DataSpec dataSpec) {
        return targets.stream().noneMatch(column -> isTarget(names.get(column), dataSpec));
    }

    private static boolean isTarget(String name, DataSpec dataSpec) {
        var target = dataSpec.targets().getFirst();
        return name.equals(target.header())
                || (target.type() instanceof TargetType.Labels(var _, var labels) && labels.contains(name));
    }

    /** The columns by their names. */
    TableHeader header() {
        return new TableHeader(
                inputs.stream().map(names::get).toList(),
                targets.stream().map(names::get).toList());
    }

    CsvCell cell(CsvRecord row, int column) {
        return new CsvCell(
                file,
                row.getStartingLineNumber(),
                names.get(column),
                row.getField(column).strip());
    }

    private static List<String> names(Path file, List<String> header, List<List<String>> rows) {
        var names = new ArrayList<String>();
        for (var name : header) {
            // Spreadsheets put a byte order mark in front of UTF-8.
            names.add((names.isEmpty() && name.startsWith("\uFEFF") ? name.substring(1) : name).strip());
        }
        if (names.stream().allMatch(name -> name.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?"))) {
            throw new DataException(file + ":1: contains numbers, where a header with column names is expected");
        }
        if (HeaderSniffer.isData(names, rows)) {
            throw new DataException(file + ":1: looks like data (" + abbreviated(names)
                    + "), where a header with column names is expected; write one above it");
        }
        var seen = new HashSet<String>();
        for (var name : names) {
            if (!seen.add(name)) {
                throw new DataException(file + ":1: two columns are named '" + name + "'; rename one");
            }
        }
        return names;
    }

    /** The column with the weights; to predict, which needs none, it may be missing. */
    private static int sampleWeight(Path file, List<String> names, DataSpec dataSpec) {
        var place = dataSpec.sampleWeight() == null ? -1 : names.indexOf(dataSpec.sampleWeight());
        if (place < 0 && dataSpec.sampleWeight() != null && dataSpec.target() != null) {
            throw new DataException(
                    file + ": has no column '" + dataSpec.sampleWeight() + "' as set by sample_weight; its columns"
                            + " are " + abbreviated(names) + "; correct sample_weight, or remove it");
        }
        return place;
    }

    /** @param others all columns but the weights */
    private static List<Integer> targets(Path file, List<String> names, List<Integer> others, DataSpec dataSpec) {
        if (others.isEmpty()) {
            return List.of();
        }
        var named = named(names, dataSpec);
        if (named < 0 && !dataSpec.targets().isEmpty()) {
            requireNoneAlike(file, names, dataSpec.targets().getFirst());
        }
        var single = List.of(named >= 0 ? named : others.getLast());
        return switch (dataSpec.target()) {
            case null -> named >= 0 ? single : List.of();
            case TargetType.Classes _ -> single;
            case TargetType.Labels(var _, var labels)
            when !labels.isEmpty() && names.containsAll(labels) ->
                labels.stream().map(names::indexOf).toList();
            case TargetType.Labels(var count, var _) ->
                others.size() - count == dataSpec.input().elementsPerSample()
                        ? others.subList(others.size() - count, others.size())
                        : single;
            case TargetType.Reals(var shape) -> {
                var width = shape.elementsPerSample();
                yield width == 1 || others.size() - width != dataSpec.input().elementsPerSample()
                        ? single
                        : others.subList((int) (others.size() - width), others.size());
            }
        };
    }

    /** The column of the target; -1 if none has its name. */
    private static int named(List<String> names, DataSpec dataSpec) {
        return dataSpec.targets().isEmpty()
                ? IntStream.range(0, names.size())
                        .filter(column -> dataSpec.targetNames().contains(names.get(column)))
                        .findFirst()
                        .orElse(-1)
                : names.indexOf(dataSpec.targets().getFirst().header());
    }

    /** A column that differs from the target only in case is meant, more likely than the last. */
    private static void requireNoneAlike(Path file, List<String> names, DataSpec.Target target) {
        names.stream()
                .filter(name -> name.equalsIgnoreCase(target.header()))
                .findFirst()
                .ifPresent(name -> {
                    throw new DataException(file + ": has no column '" + target.header() + "' for target `"
                            + target.name() + "`; did you mean '" + name + "'? Then write target " + target.name()
                            + ": " + target.type().text() + " \"" + name + "\"");
                });
    }

    private static String described(List<String> names, List<Integer> targets) {
        return targets.size() == 1 ? names.get(targets.getFirst()) + " is" : "the last " + targets.size() + " are";
    }

    private static String abbreviated(List<String> names) {
        return names.stream().limit(10).collect(Collectors.joining(", ")) + (names.size() > 10 ? ", …" : "");
    }
}
