package dev.updraft.training.gradient;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.batches.IntegerDataset;
import dev.updraft.data.batches.MatchedDataset;
import dev.updraft.data.batches.SampleWeights;
import dev.updraft.data.columns.EncodedDataset;
import dev.updraft.data.columns.Vocabularies;
import dev.updraft.training.loop.TrainingContext;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes of data what a program takes. What the model learns of data before the first step, it learns here: the values of its
 * columns, and the weights of layers such as {@code normalization}.
 */
final class DataPreparation {
    private final TrainingContext trainingContext;
    private final LayerGraph model;
    /** Whether the model learns anything before its first step. */
    private final boolean isNeeded;

    private @Nullable Vocabularies vocabularies;

    /** @param vocabularies what it has learnt; null if it has seen no data yet */
    DataPreparation(TrainingContext trainingContext, @Nullable Vocabularies vocabularies) {
        this.trainingContext = trainingContext;
        model = trainingContext.model();
        isNeeded = Adaptation.isNeeded(model) || Vocabularies.NONE.isIncomplete(model);
        this.vocabularies = vocabularies;
    }

    /** What the model has learnt; null if it has seen no data yet. */
    @Nullable
    Vocabularies vocabularies() {
        return vocabularies;
    }

    /**
     * Data with inputs and targets in the order of the model, and classes as it numbers them. Groups of columns are not encoded
     * yet, so that it can be split before anything is learnt from it.
     */
    Dataset matched(Dataset data, Map<String, List<String>> classNames) {
        var dataSpec = DataSpec.of(model).named(classNames);
        if (dataSpec.sampleWeight() != null && !data.isWeighted()) {
            throw new DataException(
                    data.description() + " does not match the model: it has no sample weights, which model "
                            + model.name() + " takes from `" + dataSpec.sampleWeight()
                            + "`; set them with data.weighted(…), read a table or an .npz file that contains them, or remove"
                            + " sample_weight");
        }
        return MatchedDataset.of(data.as(dataSpec), dataSpec);
    }

    /** Data of which only the inputs are needed, as the program takes it. */
    Dataset inputs(Dataset data, Consumer<String> notices) {
        var dataSpec = DataSpec.ofInputs(model);
        // Classes are nothing to a data set without targets, but rows of Java are told their columns.
        var matched = MatchedDataset.of(dataSpec.hasGroups() ? data.as(dataSpec) : data, dataSpec);
        return IntegerDataset.of(
                EncodedDataset.of(model, matched, learnt("predict"), false, notices), trainingContext.program());
    }

    /**
     * Matched data as the program takes it.
     *
     * @param isTraining whether it is trained on: a value that a category does not have is an error then
     */
    Dataset encoded(Dataset matched, boolean isTraining, Consumer<String> notices) {
        var program = trainingContext.program();
        var rows = isTraining
                ? EncodedDataset.forTraining(model, matched, learnt("be trained"), trainingContext.seed(), notices)
                : EncodedDataset.of(model, matched, learnt("be evaluated"), false, notices);
        return SampleWeights.of(IntegerDataset.of(rows, program), program);
    }

    /**
     * Learns from training data what is to be learnt of it, unless that has been done.
     *
     * @param train matched
     * @param notices hears of what takes a while how it went
     */
    void adapt(Dataset train, Consumer<String> notices) {
        if (vocabularies == null && isNeeded) {
            vocabularies = Vocabularies.learn(model, train);
            Adaptation.run(trainingContext, encoded(train, true, _ -> {}), notices);
        }
    }

    private Vocabularies learnt(String what) {
        var learnt = learnt();
        if (learnt == null) {
            throw Trainer.notLearnt(model, what);
        }
        return learnt;
    }

    /** What the model has learnt, which is nothing if there is nothing to be learnt; null if that is missing yet. */
    @Nullable
    Vocabularies learnt() {
        return vocabularies == null && !isNeeded ? Vocabularies.NONE : vocabularies;
    }
}
