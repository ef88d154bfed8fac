package dev.updraft.training.gradient;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.updraft.compiler.layers.DecisionThreshold;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.Output;
import dev.updraft.compiler.layers.ProblemType;
import dev.updraft.data.Dataset;
import dev.updraft.data.batches.SamplesAtOnce;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.StepOutputs;
import dev.updraft.training.loop.TrainingContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Chooses thresholds for a model's outputs of two classes. */
final class ThresholdChoice {
    private ThresholdChoice() {}

    /**
     * Those that are best on data, by the names of outputs.
     *
     * @param data as the program takes it
     * @param what the data is, for messages
     * @param notices receives what was found
     */
    static Map<String, Double> best(
            TrainingContext trainingContext,
            DecisionThreshold.Best best,
            Dataset data,
            String what,
            Consumer<String> notices) {
        var model = trainingContext.model();
        var searches = new LinkedHashMap<Output, ThresholdSearch>();
        model.ofTwoClasses().forEach(output -> searches.put(output, new ThresholdSearch()));
        try (var epochIterator = new EpochIterator(
                trainingContext.program(),
                trainingContext.session(),
                data,
                SamplesAtOnce.of(model, model.fit().batchSize()))) {
            epochIterator.run(
                    BatchSource.Work.EVALUATE,
                    (_, batch, outputs, _) ->
                            searches.forEach((output, search) -> add(model, output, batch, outputs, search)));
        }
        var thresholds = new HashMap<String, Double>();
        searches.forEach((output, search) -> {
            var found = search.best(best.measure());
            if (Double.isNaN(found.threshold())) {
                notices.accept("No threshold is chosen for " + output.name() + ", and the likelier class is taken: the "
                        + what + " data has one class only, or a probability is not a number");
            } else {
                thresholds.put(output.name(), found.threshold());
                notices.accept(String.format(
                        Locale.ROOT,
                        "The threshold of %s is %.4f: on the %s data its %s is best, %.4f",
                        output.name(),
                        found.threshold(),
                        what,
                        best.measure().word(),
                        found.value()));
            }
        });
        return thresholds;
    }

    private static void add(LayerGraph model, Output output, Batch batch, StepOutputs outputs, ThresholdSearch search) {
        var predictions = outputs.values().get(model.outputs().indexOf(output));
        var names = model.targets().stream().map(LayerGraph.Target::name).toList();
        var targets = batch.targets().get(names.indexOf(output.name()));
        var weights = batch.targets().size() > names.size() ? batch.targets().get(names.size()) : null;
        for (var i = 0; i < batch.size(); i++) {
            var place = output.problem() instanceof ProblemType.BinaryClass ? i : 2L * i + 1;
            search.add(
                    predictions.getAtIndex(JAVA_FLOAT, place),
                    targets.getAtIndex(JAVA_INT, i) == 1,
                    weights == null ? 1 : weights.getAtIndex(JAVA_FLOAT, i));
        }
    }
}
