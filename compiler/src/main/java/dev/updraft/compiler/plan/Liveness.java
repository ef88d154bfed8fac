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
        private final Map<BufferedValue, Lifetime> lifetimes = new LinkedHashMap<>();
        private int point;

        Analysis(StepOrder order) {
            this.order = order;
            target = order.target();
            var schedule = order.schedule();
            inPlace = schedule.inPlace();
            results = schedule.results();
            classes = classes(schedule.graph());
            poolings = target.poolingIndices() ? Pooling.in(schedule.graph()) : Set.of();
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
                switch (step) {
                    case Step.Compute(var kernels, var _) -> kernels.forEach(this::compute);
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
            order.schedule().graph().outputs().values().forEach(node -> read(node, false));
        }

        private void compute(Kernel kernel) {
            for (var read : reads(kernel)) {
                read(read, kernel instanceof Kernel.Pointwise);
            }
            for (var result : kernel.results()) {
                if (order.shards().count() > 1 && Schedule.isPartial(result)) {
                    begin(new Partial(result), Space.PARTIAL, result);
                } else if (!inPlace.containsKey(result) && !isCallers(result)) {
                    begin(new Result(result), space(result), result);
                }
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
            return target.shardLimits() != null && node.shape().batched() ? Space.SHARD : Space.ONCE;
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
            lifetimes.putIfAbsent(result, new Lifetime(space(node), bytes(node), 0, 0));
        }

        private void begin(BufferedValue value, Space space, Node node) {
            lifetimes.put(value, new Lifetime(space, bytes(node), point, point));
        }

        private void use(BufferedValue value) {
            lifetimes.computeIfPresent(value, (_, lifetime) -> lifetime.until(point));
        }

        private long bytes(Node node) {
            return node.shape().elements(order.shards().largest()) * node.type().bytes();
        }
    }
}
