package dev.updraft.compiler.dump;

import static java.util.stream.Collectors.joining;

import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.layers.StepSettings;
import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.plan.ExecutionTarget;
import dev.updraft.compiler.plan.Liveness;
import dev.updraft.compiler.plan.StepOrder;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.compiler.schedule.Schedule;
import dev.updraft.compiler.schedule.ShardingPlan;
import dev.updraft.compiler.stack.LargeStack;
import java.util.Set;

/** Graphs as a pass of the compiler leaves them. */
public final class PassText {
    private final String pass;
    private String text = "";

    private PassText(String pass) {
        this.pass = pass;
    }

    /**
     * What a pass makes of the graphs of a model.
     *
     * @param pass one of those after the layers, by its name
     * @param purposes the graphs to show, of those the model has
     * @param target what a plan is made for
     * @throws IllegalArgumentException if there is no such pass
     */
    public static String of(String pass, LayerGraph layers, Set<Purpose> purposes, ExecutionTarget target) {
        return LargeStack.call(() -> {
            var lowering = new PassText(pass);
            var program = Compiler.LOWERING.run(layers, lowering::after);
            if (!lowering.text.isEmpty()) {
                return lowering.text;
            }
            var all = new StringBuilder();
            for (var purpose : Dump.ORDER) {
                var graph = purpose.graph(program);
                if (graph != null && purposes.contains(purpose)) {
                    Dump.block(
                            all, purpose, of(pass, graph, target, layers.fit().step()));
                }
            }
            return all.toString();
        });
    }

    private static String of(String pass, Graph lowered, ExecutionTarget target, StepSettings step) {
        if (Compiler.LOWERING.names().getLast().equals(pass)) {
            return GraphText.of(lowered);
        }
        var passes = Compiler.graphPasses(target, step);
        if (!passes.names().contains(pass)) {
            throw new IllegalArgumentException("there is no pass " + pass + " among " + passes.names());
        }
        var text = new PassText(pass);
        passes.run(lowered, text::after);
        return step.recompute() && passes.names().getLast().equals(pass)
                ? text.text + "\n" + keeping(lowered, target, step)
                : text.text;
    }

    /** What the plan would be without recompute. */
    private static String keeping(Graph lowered, ExecutionTarget target, StepSettings step) {
        var plan = Compiler.graphPasses(target, step.withRecompute(false)).run(lowered);
        return PlanText.memory(plan).map(line -> "without recompute, " + line).collect(joining("\n"));
    }

    private void after(String name, Object result) {
        if (name.equals(pass)) {
            text = switch (result) {
                case LayerGraph layers -> LayerText.of(layers);
                case Program _ -> ""; // A block for each graph.
                case Graph graph -> GraphText.of(graph);
                case ShardingPlan plan -> ScheduleText.of(plan);
                case Schedule schedule -> ScheduleText.of(schedule);
                case StepOrder order -> PlanText.of(order);
                case Liveness liveness -> PlanText.of(liveness);
                case ExecutablePlan plan -> PlanText.of(plan);
                default -> result.toString();
            };
        }
    }
}
