package dev.updraft.training.loop;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.LayerGraph.Output;
import dev.updraft.compiler.layers.LayerGraph.Target;
import dev.updraft.compiler.layers.Metric;
import dev.updraft.compiler.layers.RankedGroups;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.internal.RankedLists;
import dev.updraft.metrics.MetricAccumulator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The metrics of a model that put whole groups of samples in order, with the groups of a data set. */
public final class RankedMetrics {
    private final List<Ranked> all = new ArrayList<>();

    private record Ranked(String output, Metric.Ndcg metric, RankedLists lists) {}

    /**
     * Those of a data set, which is compared in its order.
     *
     * @throws dev.updraft.data.DataException if a sample has no value in the column of its group, or a target that is no relevance
     */
    public RankedMetrics(LayerGraph model, Dataset data) {
        for (var output : model.outputs()) {
            for (var metric : output.metrics()) {
                if (metric instanceof Metric.Ndcg ndcg) {
                    var lists = RankedLists.of(
                            data, target(model, output), RankedGroups.of(ndcg), DataSpec.of(model));
                    all.add(new Ranked(output.name(), ndcg, lists));
                }
            }
        }
    }

    private static int target(LayerGraph model, Output output) {
        var target = Objects.requireNonNull(output.target(), "what has a metric has a target");
        return model.targets().stream().map(Target::name).toList().indexOf(target.name());
    }

    /** Adds them to an accumulator of the model. */
    public MetricAccumulator addTo(MetricAccumulator accumulator) {
        for (var ranked : all) {
            var lists = ranked.lists;
            accumulator.addMetric(
                    ranked.output,
                    ranked.metric,
                    lists.size(),
                    scores -> 1 - lists.loss(scores, ranked.metric.k()));
        }
        return accumulator;
    }
}
