package dev.updraft;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.weights.SafetensorsFile;
import dev.updraft.weights.WeightsException;
import dev.updraft.weights.internal.ModelMetadata;
import dev.updraft.weights.internal.ModelWeights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names of the classes and labels of each target, by its name: in the model's file, and in files of weights. */
final class ClassNames {
    private ClassNames() {}

    /** Those that the file gives. */
    static Map<String, List<String>> inFile(LayerGraph model) {
        var names = new HashMap<String, List<String>>();
        model.targets().forEach(target -> names.put(target.name(), target.type().names()));
        return names;
    }

    /** As they stand in a file of weights: those of an only target under a name of their own. */
    static Map<String, List<String>> toSave(Map<String, List<String>> names) {
        return names.size() == 1
                ? Map.of(ModelMetadata.ONLY, names.values().iterator().next())
                : names;
    }

    /**
     * The model's own names of its classes, else those in the weights.
     *
     * @throws WeightsException if they are not the same
     */
    static Map<String, List<String>> in(SafetensorsFile weights, LayerGraph model) {
        var saved = ModelWeights.classNames(weights);
        var targets = model.targets();
        var names = new HashMap<String, List<String>>();
        for (var target : targets) {
            var itsNames = saved.getOrDefault(targets.size() == 1 ? ModelMetadata.ONLY : target.name(), List.of());
            names.put(target.name(), in(weights, target.type(), itsNames));
        }
        return names;
    }

    private static List<String> in(SafetensorsFile weights, TargetType type, List<String> saved) {
        if (!(type instanceof TargetType.Classes(var count, var own, var _))) {
            return type.names();
        }
        if (!saved.isEmpty() && saved.size() != count) {
            throw new WeightsException(
                    weights.path(),
                    "names " + saved.size() + " classes, but the model has " + count
                            + "; use weights that were trained with this model, or change its target");
        }
        if (!saved.isEmpty() && !own.isEmpty() && !saved.equals(own)) {
            throw new WeightsException(
                    weights.path(),
                    "was trained with the classes " + ModelWeights.classList(saved) + ", but the model names them "
                            + ModelWeights.classList(own) + "; use the same names in the same order");
        }
        return own.isEmpty() ? saved : own;
    }
}
