package dev.updraft.weights.internal;

import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.weights.WeightsException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a weights file says of the training of its model:
 *
 * <table>
 * <caption>Keys</caption>
 * <tr><td>{@code updraft.columns}</td><td>a list of texts: columns of the table that the input's values come from</td></tr>
 * <tr><td>{@code updraft.target_columns}</td><td>a list of texts: those of the target</td></tr>
 * <tr><td>{@code updraft.seed}</td><td>the number that the data was split with</td></tr>
 * <tr><td>{@code updraft.test_split}</td><td>what was set aside as test data: {@code 0.2}, {@code last(0.2)}</td></tr>
 * <tr><td>{@code updraft.validation_split}</td><td>what of the rest was set aside as validation data</td></tr>
 * <tr><td>{@code updraft.threshold/label}</td><td>the probability from which on target {@code label} is its second class</td></tr>
 * </table>
 *
 * @param columns columns of the table that the input's values come from, in order; empty if they are not known
 * @param targetColumns those of the target
 * @param split how the data was split; null if that is not known
 * @param thresholds of targets of two classes, by name; without those that have none
 */
public record TrainingMetadata(
        List<String> columns,
        List<String> targetColumns,
        @Nullable Split split,
        Map<String, Double> thresholds) {
    private static final String COLUMNS = "updraft.columns";
    private static final String TARGET_COLUMNS = "updraft.target_columns";
    private static final String SEED = "updraft.seed";
    private static final String TEST_SPLIT = "updraft.test_split";
    private static final String VALIDATION_SPLIT = "updraft.validation_split";
    private static final String THRESHOLD = "updraft.threshold/";

    /** Nothing is known. */
    public static final TrainingMetadata NONE = new TrainingMetadata(List.of(), List.of(), null, Map.of());

    /**
     * How data was split.
     *
     * @param test for tests, of all
     * @param validation for validation, of the rest
     */
    public record Split(long seed, DataSplit test, DataSplit validation) {}

    public TrainingMetadata {
        columns = List.copyOf(columns);
        targetColumns = List.copyOf(targetColumns);
        thresholds = Map.copyOf(thresholds);
    }

    Map<String, String> toMap() {
        var map = new LinkedHashMap<String, String>();
        if (!columns.isEmpty()) {
            map.put(COLUMNS, ModelMetadata.list(columns));
            map.put(TARGET_COLUMNS, ModelMetadata.list(targetColumns));
        }
        if (split != null) {
            map.put(SEED, Long.toString(split.seed));
            map.put(TEST_SPLIT, split.test.text());
            map.put(VALIDATION_SPLIT, split.validation.text());
        }
        new TreeMap<>(thresholds).forEach((target, value) -> map.put(THRESHOLD + target, Double.toString(value)));
        return map;
    }

    /** @throws WeightsException if it is not as written by {@link #toMap} */
    static TrainingMetadata of(Path file, Map<String, String> map) {
        var reader = new MetadataReader(file, map);
        var thresholds = new HashMap<String, Double>();
        for (var key : map.keySet()) {
            if (key.startsWith(THRESHOLD)) {
                thresholds.put(key.substring(THRESHOLD.length()), reader.number(key, value -> value > 0 && value < 1));
            }
        }
        return new TrainingMetadata(
                map.containsKey(COLUMNS) ? reader.texts(COLUMNS) : List.of(),
                map.containsKey(TARGET_COLUMNS) ? reader.texts(TARGET_COLUMNS) : List.of(),
                map.containsKey(SEED)
                        ? new Split(reader.whole(SEED), reader.split(TEST_SPLIT), reader.split(VALIDATION_SPLIT))
                        : null,
                thresholds);
    }
}
