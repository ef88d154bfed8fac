package dev.updraft.compiler.plan;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.plan.BufferedValue.OldValue;
import dev.updraft.compiler.plan.BufferedValue.Partial;
import dev.updraft.compiler.plan.BufferedValue.Result;
import dev.updraft.compiler.plan.ExecutionTarget.Memory;
import dev.updraft.compiler.plan.Location.Space;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.schedule.Schedule;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * From when to when every value that needs a buffer is alive.
 *
 * @param order the steps whose points lifetimes are counted in
 * @param lifetimes in the order in which values are met
 */
public record Liveness(StepOrder order, Map<BufferedValue, Lifetime> lifetimes) {
    public Liveness {
        lifetimes = Collections.unmodifiableMap(new LinkedHashMap<>(lifetimes));
    }

    /** In a line, as the steps are. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "lifetimes of %d values in %s", lifetimes.size(), order);
    }

    /**
     * The first and the last point at which a value is needed.
     *
     * @param bytes of its buffer
     */
    public record Lifetime(Space space, long bytes, int first, int last) {
        Lifetime until(int point) {
            return new Lifetime(space, bytes, first, Math.max(last, point));
        }
    }

    /** Follows every value through the steps. */
    public static Liveness of(StepOrder order) {
        var analysis = new Analysis(order);
        analysis.run();
        return new Liveness(order, analysis.lifetimes);
    }

    private static final class Analysis {
        private final StepOrder order;
        private final ExecutionTarget target;
        private final Map<Node, ?> inPlace;
        private final Map<Node, String> results;
        private final Set<Node> classes;
        private final Set<Pooling> poolings;
        private final Set<Node> shared;
        private final Map<BufferedValue, Lifetime> lifetimes = new LinkedHashMap<>();
        private int point;
        /** The first and the last point of the steps around this one that go shard by shard; otherwise this one. */
        private int from;

        private int to;

        Analysis(StepOrder order) {
            this.order = order;
            target = order.target();
            var schedule = order.schedule();
            inPlace = schedule.inPlace();
            results = schedule.results();
            classes = classes(schedule.graph());
            poolings = target.poolingIndices() ? Pooling.in(schedule.graph()) : Set.of();
            shared = shared(order.steps());
        }

        /** The values of all samples that are computed or read once, not shard by shard. */
        private static Set<Node> shared(List<Step> steps) {
            var shared = new HashSet<Node>();
            for (var step : steps) {
                if (step instanceof Step.Compute(var kernels, var perShard) && !perShard) {
                    for (var kernel : kernels) {
                        shared.addAll(kernel.results());
                        kernel.reads().forEach(node -> shared.add(Schedule.storage(node)));
                    }
                }
            }
            return shared;
        }

        /** The inputs that nothing but OneHot reads. */
        private static Set<Node> classes(Graph graph) {
            var classes = new HashSet<Node>();
            var others = new HashSet<Node>();
            for (var node : graph.nodes()) {
                for (var operand : node.operands()) {
                    (node.op() instanceof Op.OneHot ? classes : others).add(operand);
                }
            }
            classes.removeAll(others);
            classes.removeIf(node -> !(node.op() instanceof Op.Input));
            return classes;
        }

        void run() {
            for (var step : order.steps()) {
                point++;
                meet(isPerShard(step));
                switch (step) {
                    case Step.Compute(var kernels, var perShard) ->
                        kernels.forEach(kernel -> compute(kernel, perShard));
                    case Step.SumPartials(var nodes) ->
                        nodes.forEach(node -> {
                            use(new Partial(node));
                            begin(new Result(node), Space.ONCE, node);
                        });
                    case Step.KeepOldValues(var values) ->
                        values.forEach((variable, node) -> begin(new OldValue(variable), Space.ONCE, node));
                    case Step.StoreVariables(var values) ->
                        values.forEach((variable, node) -> {
                            if (lifetimes.containsKey(new OldValue(variable))) {
                                use(new OldValue(variable));
                            } else {
                                read(node, false);
                            }
                        });
                }
            }
            point++;
            meet(false);
            order.schedule().graph().outputs().values().forEach(node -> read(node, false));
        }

        private static boolean isPerShard(Step step) {
            return step instanceof Step.Compute(var _, var perShard) && perShard;
        }

        /** Shards are not all at the same step, until they meet at one that runs once. */
        private void meet(boolean perShard) {
            if (!perShard) {
                from = point;
                to = point;
            } else if (to < point) {
                from = point;
                var steps = order.steps();
                for (to = point; to < steps.size() && isPerShard(steps.get(to)); ) {
                    to++;
                }
            }
        }

        private void compute(Kernel kernel, boolean perShard) {
            read(kernel);
            for (var result : kernel.results()) {
                if (perShard && order.shards().count() > 1 && !result.shape().batched()) {
                    begin(new Partial(result), Space.PARTIAL, result);
                } else if (!inPlace.containsKey(result) && !isCallers(result)) {
                    begin(new Result(result), space(result), result);
                }
            }
        }

        private void read(Kernel kernel) {
            if (kernel instanceof Kernel.Followed followed) {
                read(followed.first());
                followed.loopReads().forEach(node -> read(node, true));
            } else {
                reads(kernel).forEach(node -> read(node, kernel instanceof Kernel.Pointwise));
            }
        }

        private List<Node> reads(Kernel kernel) {
            return kernel instanceof Kernel.Single(var node)
                            && node.op() instanceof Op.MaxPool2dGradient(var window)
                            && poolings.contains(Pooling.of(node.operand(0), window))
                    ? List.of(node.operand(1))
                    : kernel.reads();
        }

        private boolean isCallers(Node result) {
            return target.memory() == Memory.HOST && results.containsKey(result);
        }

        private Space space(Node node) {
            return target.inShards() && node.shape().batched() && !shared.contains(node) ? Space.SHARD : Space.ONCE;
        }

        private void read(Node operand, boolean inLoop) {
            var node = Schedule.storage(operand);
            var result = new Result(node);
            switch (node.op()) {
                case Op.ReadVariable _ -> {}
                case Op.Input _ -> {
                    // Class numbers are read where they are, by OneHot alone.
                    if (target.memory() == Memory.DEVICE && !classes.contains(node)) {
                        beginBefore(result, node);
                        use(result);
                    }
                }
                case Op.Constant _, Op.StepScalar _, Op.BatchSize _ -> number(operand, node, result, inLoop);
                case Op.ElementwiseOp _, Op.Opaque _ -> {
                    if (lifetimes.containsKey(result)) {
                        use(result);
                    }
                }
            }
        }

        private void number(Node operand, Node node, Result result, boolean inLoop) {
            switch (target.memory()) {
                case HOST -> {
                    if (!inLoop || !(operand.op() instanceof Op.Constant)) {
                        beginBefore(result, node);
                        lifetimes.computeIfPresent(result, (_, lifetime) -> lifetime.until(order.end()));
                    }
                }
                case DEVICE -> {
                    if (!inLoop) {
                        beginBefore(result, node);
                        use(result);
                    }
                }
            }
        }

        private void beginBefore(Result result, Node node) {
            lifetimes.putIfAbsent(result, new Lifetime(space(node), bytes(node, space(node)), 0, 0));
        }

        private void begin(BufferedValue value, Space space, Node node) {
            var once = space == Space.ONCE;
            lifetimes.put(value, new Lifetime(space, bytes(node, space), once ? from : point, once ? to : point));
        }

        private void use(BufferedValue value) {
            lifetimes.computeIfPresent(
                    value, (_, lifetime) -> lifetime.until(lifetime.space() == Space.ONCE ? to : point));
        }

        private long bytes(Node node, Space space) {
            var samples =
                    space == Space.ONCE ? target.batchSize() : order.shards().largest();
            var values = space == Space.PARTIAL && node.op() instanceof Op.SquaredDeviations
                    ? Op.SquaredDeviations.PART_VALUES
                    : 1;
            return values * node.shape().elements(samples) * node.type().bytes();
        }
    }
}
