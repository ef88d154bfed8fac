package dev.updraft.maven;

import dev.updraft.maven.output.ExecutionOutputs;
import dev.updraft.maven.output.OtherExecutions;
import dev.updraft.maven.output.OutputFile;
import dev.updraft.maven.output.StateFolder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.plugin.MojoExecution;
import org.jspecify.annotations.Nullable;

/** An execution of the plugin among the others of its project. */
final class ProjectExecution {
    private static final String KEY = "dev.updraft.maven.made";

    private final GeneratingMojo goal;
    private final String goalName;
    private final String id;
    private final Map<String, ExecutionOutputs> made;

    ProjectExecution(GeneratingMojo goal) {
        this.goal = goal;
        goalName = goal.execution().getGoal();
        id = goal.execution().getExecutionId();
        made = made(goal.getPluginContext());
    }

    /** What has been made in this build, by the names of the states: Maven keeps it for as long as it builds the project. */
    @SuppressWarnings("unchecked") // Nothing else is under this key.
    private static Map<String, ExecutionOutputs> made(@Nullable Map<?, ?> context) {
        return context == null
                ? new HashMap<>()
                : ((Map<Object, Map<String, ExecutionOutputs>>) context).computeIfAbsent(KEY, _ -> new HashMap<>());
    }

    /**
     * What others have made, who do not do the same.
     *
     * @param work what this one does
     */
    OtherExecutions others(ExecutionOutputs.Work work) {
        if (isByHand()) {
            return new OtherExecutions(goalName, List.of());
        }
        return new OtherExecutions(
                goalName,
                made.entrySet().stream()
                        .filter(other -> !other.getKey().equals(StateFolder.name(goalName, id)))
                        .map(Map.Entry::getValue)
                        .filter(other -> !other.work().equals(work))
                        .toList());
    }

    /** Tells executions after this one what it has made. What is run by hand, beside the project's own, is no part of it. */
    void hasMade(ExecutionOutputs.Work work, Map<OutputFile.Place, String> outputs) {
        var name = "execution `%s` of %s".formatted(id, goalName);
        made.put(
                StateFolder.name(goalName, id),
                ExecutionOutputs.of(name, goalName, work, isByHand() ? Map.of() : outputs));
    }

    private boolean isByHand() {
        return goal.execution().getSource() == MojoExecution.Source.CLI;
    }

    /** The states of this goal's executions. */
    StateFolder states() {
        var folder = Path.of(goal.project().getBuild().getDirectory(), "updraft");
        return new StateFolder(folder, goalName, StateFolder.name(goalName, id), live());
    }

    private Set<String> live() {
        var live = new HashSet<>(made.keySet());
        var plugin = goal.project().getPlugin(goal.execution().getPlugin().getKey());
        if (plugin != null) {
            plugin.getExecutions().stream()
                    .filter(execution -> execution.getGoals().contains(goalName))
                    .forEach(execution -> live.add(StateFolder.name(goalName, execution.getId())));
        }
        return live;
    }
}
