package dev.updraft;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.source.ModelSource;
import dev.updraft.data.TableHeader;
import dev.updraft.data.TrainingSplit;
import dev.updraft.data.columns.Vocabularies;
import dev.updraft.training.gradient.Learnt;
import dev.updraft.version.Version;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.WeightsException;
import dev.updraft.weights.internal.ModelMetadata;
import dev.updraft.weights.internal.ModelWeights;
import dev.updraft.weights.internal.TrainingMetadata;
import java.util.Map;
import java.util.stream.Collectors;

/** What a model has learnt from its data, in the metadata of its weights. */
final class LearntFile {
    private LearntFile() {}

    static ModelMetadata metadata(ModelSource source, Learnt learnt) {
        var vocabularies = learnt.vocabularies();
        var split = learnt.split();
        return new ModelMetadata(
                Version.TEXT,
                source,
                ClassNames.toSave(learnt.classNames()),
                vocabularies == null ? Map.of() : vocabularies.byColumn(),
                new TrainingMetadata(
                        learnt.header().inputs(),
                        learnt.header().targets(),
                        split == null
                                ? null
                                : new TrainingMetadata.Split(split.seed(), split.test(), split.validation()),
                        learnt.thresholds()));
    }

    /** @throws WeightsException if it does not fit the model, or says too little of it */
    static Learnt read(SafetensorsFile weights, LayerGraph model) {
        var names = ClassNames.in(weights, model);
        var vocabularies = new Vocabularies(ModelWeights.vocabularies(weights));
        if (vocabularies.isIncomplete(model)) {
            throw new WeightsException(
                    weights.path(),
                    "does not say which values the columns of the model have; use weights that Updraft saved");
        }
        var training = ModelWeights.training(weights);
        var split = training.split();
        return new Learnt(
                names,
                vocabularies,
                new TableHeader(training.columns(), training.targetColumns()),
                training.thresholds().entrySet().stream()
                        .filter(entry -> model.ofTwoClasses().stream()
                                .anyMatch(output -> output.name().equals(entry.getKey())))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                split == null ? null : new TrainingSplit(split.seed(), split.test(), split.validation()));
    }
}
