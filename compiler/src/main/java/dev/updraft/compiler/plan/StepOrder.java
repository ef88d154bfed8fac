package dev.updraft.compiler.plan;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.schedule.InPlaceUpdates;
import dev.updraft.compiler.schedule.Schedule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/**
 * The steps of a graph in the order they run. The place of a step, counted from 1, is its point: what lifetimes are counted in.
 * Point 0 is before the first step.
 *
 * @param schedule the kernels
 * @param target what runs them
 * @param shards how the batch is cut
 */
public record StepOrder(Schedule schedule, ExecutionTarget target, Shards shards, List<Step> steps) {
    public StepOrder {
        steps = List.copyOf(steps);
    }

    /** In a line, as the schedule is. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d steps of %s", steps.size(), schedule);
    }

    /**
     * Puts the kernels of a schedule in order. A shard goes through its kernels one by one; those that run once do so level by
     * level.
     */
    public static StepOrder of(Schedule schedule, ExecutionTarget target) {
        var shards = Shards.of(schedule, target);
        var steps = new ArrayList<Step>();
        var partials = new ArrayList<Node>();
        var stages = schedule.stages();
        for (var stage = 0; stage < stages.size(); stage++) {
            var perShard = target.shardLimits() != null && stage % 2 == 1;
            if (!perShard) {
                sum(partials, steps);
            }
            for (var level : stages.get(stage).levels()) {
                if (perShard) {
                    level.forEach(kernel -> steps.add(new Step.Compute(List.of(kernel), true)));
                } else {
                    steps.add(new Step.Compute(level, false));
                }
                level.stream()
                        .flatMap(kernel -> kernel.results().stream())
                        .filter(result -> perShard
                                && shards.count() > 1
                                && !result.shape().batched())
                        .forEach(partials::add);
            }
        }
        sum(partials, steps);
        store(schedule, steps);
        return new StepOrder(schedule, target, shards, steps);
    }

    private static void sum(List<Node> partials, List<Step> steps) {
        if (!partials.isEmpty()) {
            steps.add(new Step.SumPartials(partials));
            partials.clear();
        }
    }

    private static void store(Schedule schedule, List<Step> steps) {
        var kept = new LinkedHashMap<Variable, Node>();
        var stored = new LinkedHashMap<Variable, Node>();
        schedule.graph().updates().forEach((variable, node) -> {
            if (!variable.equals(schedule.inPlace().get(node)) && !InPlaceUpdates.isRead(node, variable)) {
                stored.put(variable, node);
                if (Schedule.storage(node).op() instanceof Op.ReadVariable) {
                    kept.put(variable, node);
                }
            }
        });
        if (!kept.isEmpty()) {
            steps.add(new Step.KeepOldValues(kept));
        }
        if (!stored.isEmpty()) {
            steps.add(new Step.StoreVariables(stored));
        }
    }

    /** The point after the last step. */
    public int end() {
        return steps.size() + 1;
    }
}
