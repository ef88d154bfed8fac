package dev.updraft.training.gradient;

import dev.updraft.data.TableHeader;
import dev.updraft.data.TrainingSplit;
import dev.updraft.data.columns.Vocabularies;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model has learnt from its data beside its weights.
 *
 * @param classNames names of the classes of each target in order, by its name
 * @param vocabularies what it has learnt of the columns of tables; null if it has seen no data yet
 * @param header the columns of the table that it was trained on
 * @param thresholds of outputs of two classes, by name, the probability from which on a sample is of the second class; without
 *     those for which the likelier class is taken
 * @param split how its training data was split; null if that is not known
 */
public record Learnt(
        Map<String, List<String>> classNames,
        @Nullable Vocabularies vocabularies,
        TableHeader header,
        Map<String, Double> thresholds,
        @Nullable TrainingSplit split) {
    /** Of a model that has seen no data. */
    public static final Learnt NOTHING = new Learnt(Map.of(), null, TableHeader.NONE, Map.of(), null);

    public Learnt {
        classNames = Map.copyOf(classNames);
        thresholds = Map.copyOf(thresholds);
    }

    /** Nothing but names of classes. */
    public static Learnt of(Map<String, List<String>> classNames) {
        return NOTHING.withClassNames(classNames);
    }

    /** A copy with other names of classes. */
    public Learnt withClassNames(Map<String, List<String>> names) {
        return new Learnt(names, vocabularies, header, thresholds, split);
    }

    /** A copy with what is known of the columns of tables. */
    public Learnt withVocabularies(Vocabularies known) {
        return new Learnt(classNames, known, header, thresholds, split);
    }

    /** A copy with the columns of a table. */
    public Learnt withHeader(TableHeader columns) {
        return new Learnt(classNames, vocabularies, columns, thresholds, split);
    }

    /** A copy with thresholds. */
    public Learnt withThresholds(Map<String, Double> found) {
        return new Learnt(classNames, vocabularies, header, found, split);
    }

    /** A copy that says how the data was split. */
    public Learnt withSplit(TrainingSplit how) {
        return new Learnt(classNames, vocabularies, header, thresholds, how);
    }
}
