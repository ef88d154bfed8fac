package dev.updraft.compiler.plan;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.schedule.Kernel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an engine does at one point of a plan. */
public sealed interface Step {

    /**
     * Runs kernels that do not depend on each other.
     *
     * @param perShard whether for every shard of the batch, rather than once for all samples
     */
    record Compute(List<Kernel> kernels, boolean perShard) implements Step {
        public Compute {
            kernels = List.copyOf(kernels);
        }
    }

    /** Adds up the shards' parts of sums over the batch, first shard first. */
    record SumPartials(List<Node> nodes) implements Step {
        public SumPartials {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * Lays old values of variables aside, which other variables take, before any variable changes.
     *
     * @param values by the variable that takes it
     */
    record KeepOldValues(Map<Variable, Node> values) implements Step {
        public KeepOldValues {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** Copies new values into variables, those that no kernel could write there at once. */
    record StoreVariables(Map<Variable, Node> values) implements Step {
        public StoreVariables {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }
}
