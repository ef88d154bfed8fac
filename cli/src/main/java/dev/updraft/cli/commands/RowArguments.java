package dev.updraft.cli.commands;

import dev.updraft.cli.output.Json;
import dev.updraft.cli.output.UserMistake;
import dev.updraft.compiler.columns.Column;
import dev.updraft.compiler.columns.ColumnKind;
import dev.updraft.compiler.diagnostics.NearestName;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Datasets;
import dev.updraft.data.Progress;
import dev.updraft.data.internal.grouped.ColumnFinder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A row of a table from the command line: {@code tenure=2 contract="One year"}. */
final class RowArguments {
    private static final String OPTION = "--row";

    private RowArguments() {}

    /**
     * The row as data with one sample.
     *
     * @throws UserMistake if a word names no column of the model, or a column is missing that must be there
     */
    static Dataset read(List<String> words, DataSpec dataSpec, Progress progress) {
        var given = values(words);
        var text = dataSpec.hasGroups() ? grouped(given, dataSpec) : tensor(given, dataSpec);
        try {
            return Datasets.table(
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), OPTION, dataSpec, progress);
        } catch (DataException e) {
            throw new UserMistake(String.valueOf(e.getMessage()).replaceAll("^" + OPTION + ":\\d+", OPTION));
        }
    }

    private static Map<String, String> values(List<String> words) {
        var values = new LinkedHashMap<String, String>();
        for (var word : words) {
            var sign = word.indexOf('=');
            if (sign < 1) {
                throw new UserMistake(
                        OPTION + ": '" + word + "' is not of the form NAME=VALUE, such as tenure=2; put quotes"
                                + " around it if it has blanks");
            }
            if (values.put(word.substring(0, sign), word.substring(sign + 1)) != null) {
                throw new UserMistake(OPTION + ": '" + word.substring(0, sign) + "' is there twice; omit one");
            }
        }
        return values;
    }

    /** As JSON, in which nothing is left to be found out of a single row. */
    private static String grouped(Map<String, String> given, DataSpec dataSpec) {
        for (var input : dataSpec.inputs()) {
            var window = input.columns() == null ? null : input.columns().window();
            if (window != null && window.past() > 1) {
                throw new UserMistake(OPTION + ": a row is not enough, as the model takes " + window.past()
                        + " rows that follow one another; pass a table of them with --data");
            }
        }
        var columns = dataSpec.inputs().stream()
                .flatMap(input -> input.columns() == null ? Stream.<Column>of() : input.columns().columns().stream())
                .toList();
        var numbers = hasTensors(dataSpec) ? knownInputs(dataSpec) : List.<String>of();
        var known = Stream.concat(columns.stream().map(Column::header), numbers.stream())
                .toList();
        requireKnown(
                given.keySet().stream()
                        .filter(name -> columns.stream().noneMatch(column -> column.isNamed(name)))
                        .filter(name -> !numbers.contains(name))
                        .filter(name -> !dataSpec.targetNames().contains(name))
                        .toList(),
                known);
        var row = new LinkedHashMap<String, @Nullable Object>();
        var missing = new ArrayList<String>();
        for (var column : columns) {
            var value = value(given, column);
            row.put(column.header(), value);
            if ((value == null || value.isBlank())
                    && column.kind() instanceof ColumnKind.Measured kind
                    && !kind.optional()) {
                missing.add(column.header());
            }
        }
        for (var name : numbers) {
            row.put(name, given.get(name));
            if (given.getOrDefault(name, "").isBlank()) {
                missing.add(name);
            }
        }
        requireThere(missing, "; or declare what may be missing as optional, as in tenure: number(optional: true)");
        return Json.write(row);
    }

    private static @Nullable String value(Map<String, String> given, Column column) {
        if (given.containsKey(column.header())) {
            return given.get(column.header());
        }
        return given.entrySet().stream()
                .filter(entry -> column.isNamed(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static boolean hasTensors(DataSpec dataSpec) {
        return dataSpec.inputs().stream().anyMatch(input -> input.columns() == null);
    }

    /** The columns of inputs that are tensors. */
    private static List<String> knownInputs(DataSpec dataSpec) {
        var known = dataSpec.header().inputs();
        if (known.isEmpty()) {
            throw new UserMistake(
                    OPTION + ": the weights do not say which columns the model's input is made of; pass --data, or"
                            + " train the model on a table with a header");
        }
        return known;
    }

    /** As CSV, with the columns that the model was trained on. */
    private static String tensor(Map<String, String> given, DataSpec dataSpec) {
        var known = knownInputs(dataSpec);
        requireKnown(
                given.keySet().stream()
                        .filter(name -> !known.contains(name)
                                && !dataSpec.targetNames().contains(name)
                                && !dataSpec.header().targets().contains(name))
                        .toList(),
                known);
        requireThere(known.stream().filter(name -> !given.containsKey(name)).toList(), "");
        return PredictionTable.csv(known) + "\n"
                + PredictionTable.csv(known.stream().map(given::get).toList()) + "\n";
    }

    private static void requireKnown(List<String> unknown, List<String> known) {
        if (!unknown.isEmpty()) {
            var first = unknown.getFirst();
            throw new UserMistake(OPTION + ": '" + first + "' is no column of the model; "
                    + NearestName.of(first, known)
                            .map(name -> "did you mean '" + name + "'?")
                            .orElse("its columns are " + ColumnFinder.listed(known)));
        }
    }

    private static void requireThere(List<String> missing, String otherwise) {
        if (!missing.isEmpty()) {
            throw new UserMistake(OPTION + ": has no value for " + ColumnFinder.listed(missing)
                    + ", which the model needs; add " + missing.getFirst() + "=…" + otherwise);
        }
    }
}
