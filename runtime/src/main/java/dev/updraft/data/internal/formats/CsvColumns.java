package dev.updraft.data.internal.formats;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the columns of a table are. The target is the column named like it, else the last; a target of several real numbers
 * takes the last so many columns, or one column of classes to be made one-hot, whichever leaves as many as the input has.
 *
 * @param names all column names
 * @param inputs places of the columns that form the input
 * @param targets places of the columns that form the target
 * @param sampleWeight place of the column with the samples' weights; -1 if there is none
 */
record CsvColumns(Path file, List<String> names, List<Integer> inputs, List<Integer> targets, int sampleWeight) {

    static CsvColumns of(Path file, List<String> header, DataSpec dataSpec) {
        var names = names(file, header);
        var sampleWeight = sampleWeight(file, names, dataSpec);
        var others = IntStream.range(0, names.size())
                .filter(column -> column != sampleWeight)
                .boxed()
                .toList();
        var targets = targets(names, others, dataSpec);
        var inputs = others.stream().filter(column -> !targets.contains(column)).toList();
        if (inputs.size() != dataSpec.input().elementsPerSample()) {
            throw new DataException(file + ": has " + names.size() + " columns (" + abbreviated(names) + ")"
                    + (targets.isEmpty() ? "" : ", of which " + described(names, targets) + " the target: ")
                    + (targets.isEmpty() ? ": " : "")
                    + (sampleWeight < 0 ? "" : names.get(sampleWeight) + " is the sample weight: ")
                    + inputs.size() + " inputs, but the model's input is float"
                    + dataSpec.input() + "; change the model's input or the columns");
        }
        return new CsvColumns(file, names, inputs, targets, sampleWeight);
    }

    CsvCell cell(CsvRecord row, int column) {
        return new CsvCell(
                file,
                row.getStartingLineNumber(),
                names.get(column),
                row.getField(column).strip());
    }

    private static List<String> names(Path file, List<String> header) {
        var names = new ArrayList<String>();
        for (var name : header) {
            // Spreadsheets put a byte order mark in front of UTF-8.
            names.add((names.isEmpty() && name.startsWith("\uFEFF") ? name.substring(1) : name).strip());
        }
        if (names.stream().allMatch(name -> name.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?"))) {
            throw new DataException(file + ":1: contains numbers, where a header with column names is expected");
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
    private static List<Integer> targets(List<String> names, List<Integer> others, DataSpec dataSpec) {
        if (others.isEmpty()) {
            return List.of();
        }
        var named = names.indexOf(dataSpec.targetName());
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

    private static String described(List<String> names, List<Integer> targets) {
        return targets.size() == 1 ? names.get(targets.getFirst()) + " is" : "the last " + targets.size() + " are";
    }

    private static String abbreviated(List<String> names) {
        return names.stream().limit(10).collect(Collectors.joining(", ")) + (names.size() > 10 ? ", …" : "");
    }
}
