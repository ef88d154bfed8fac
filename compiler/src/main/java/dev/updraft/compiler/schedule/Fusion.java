package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Schedule.Stage;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Puts operations together into kernels.
 *
 * <ol>
 *   <li>A product takes the bias and the relu that follow it, if nobody else reads what lies between.
 *   <li>What is cheap to compute out of memory again is computed by each kernel that reads it; see {@link Recomputation}.
 *   <li>Every other operation gets a depth: the number of values written to memory on the longest way to it in its stage. Element-wise
 *       operations and sums over one shape, in one stage and at one depth, form a kernel: depths rise along every way, so
 *       this never makes a cycle. What is computed a row at a time goes with the loop over the rows' elements; see {@link RowSteps}.
 *   <li>An element-wise operation that only one later kernel reads moves there: reading its operands again costs no more
 *       than writing and reading its result.
 * </ol>
 */
public final class Fusion {
    private final Graph graph;
    private final ShardingPlan shardingPlan;
    private final Uses uses;
    private final FusedProducts products;
    private final Map<Node, Integer> depths = new HashMap<>();
    /** What each kernel that reads it computes for itself. */
    private Set<Node> recomputed = Set.of();
    /** What loops compute a row at a time, with the shape whose rows they are. */
    private Map<Node, Shape> rowSteps = Map.of();

    private Fusion(ShardingPlan shardingPlan) {
        this.graph = shardingPlan.graph();
        this.shardingPlan = shardingPlan;
        uses = new Uses(graph);
        products = new FusedProducts(graph, uses);
    }

    /** Cuts a graph into stages of kernels. */
    public static Schedule fuse(ShardingPlan shardingPlan) {
        var fusion = new Fusion(shardingPlan);
        fusion.recomputed = Recomputation.find(shardingPlan, fusion.uses, fusion::isPointwise);
        fusion.rowSteps = RowSteps.find(shardingPlan, fusion.uses, fusion::isPointwise);
        fusion.measureDepths();
        fusion.sink();
        if (!shardingPlan.inShards()) {
            fusion.delayUpdates();
        }
        return new Schedule(shardingPlan.graph(), fusion.stages(), Map.of());
    }

    /** Whether a node is computed inside the loop of a {@link Kernel.Pointwise}. */
    private boolean isPointwise(Node node) {
        return node.op() instanceof Op.ElementwiseOp && products.writing(node) == null;
    }

    private boolean isElementwise(Node node) {
        return isPointwise(node) && !(node.op() instanceof Op.Reduction);
    }

    /** The shape a pointwise node is looped over. */
    private Shape loop(Node node) {
        var rows = rowSteps.get(node);
        if (rows != null) {
            return rows;
        }
        return node.op() instanceof Op.Reduction ? node.operand(0).shape() : node.shape();
    }

    /** Whether {@code user} may read {@code operand} without memory in between. */
    private boolean flows(Node operand, Node user) {
        if (!isPointwise(operand) || !isPointwise(user) || stage(operand) != stage(user)) {
            return false;
        }
        var rows = rowSteps.get(operand);
        if (rows != null) {
            return rows.equals(loop(user)) && (rowSteps.containsKey(user) || user.op() instanceof Op.Broadcast);
        }
        return !(operand.op() instanceof Op.Reduction)
                && !(user.op() instanceof Op.Broadcast)
                && (operand.op() instanceof Op.Broadcast || loop(user).equals(operand.shape()));
    }

    /** Without shards nobody has to meet, and all is one stage. */
    private int stage(Node node) {
        return shardingPlan.inShards() ? shardingPlan.stage(node) : 0;
    }

    private void measureDepths() {
        var absorbed = absorbed();
        for (var node : graph.nodes()) {
            if (absorbed.contains(node)) {
                continue;
            }
            var depth = depthAfter(node);
            var fusedGemm = products.writing(node);
            for (var operand : fusedGemm == null ? node.operands() : fusedGemm.reads()) {
                var storage = Schedule.storage(operand);
                if (stage(storage) == stage(node) && !(storage.op() instanceof Op.Source)) {
                    depth = Math.max(depth, depths.getOrDefault(storage, 0) + (flows(operand, node) ? 0 : 1));
                }
            }
            depths.put(node, depth);
        }
    }

    /** The depth from which on a node may be computed, whatever its operands are. */
    private int depthAfter(Node node) {
        var before = node.after() == null ? null : Schedule.storage(node.after());
        return before == null || shardingPlan.stage(before) != shardingPlan.stage(node)
                ? 0
                : depths.getOrDefault(before, 0) + 1;
    }

    /** The nodes that disappear inside contractions. */
    private Set<Node> absorbed() {
        var inner = new HashSet<Node>();
        graph.nodes().stream().filter(products::isInside).forEach(inner::add);
        // A bias's broadcast has no other use, or else remains for the others.
        for (var node : graph.nodes()) {
            if (node.op() instanceof Op.Broadcast
                    && !uses.isWanted(node)
                    && uses.of(node).stream().allMatch(user -> inner.contains(user) || isEpilogue(user, node))) {
                inner.add(node);
            }
        }
        return inner;
    }

    private boolean isEpilogue(Node user, Node broadcast) {
        var fusedGemm = products.writing(user);
        return fusedGemm != null && fusedGemm.bias() == broadcast.operand(0) && user != fusedGemm.product();
    }

    private void sink() {
        for (var node : graph.nodes().reversed()) {
            if (!isPointwise(node)
                    || recomputed.contains(node)
                    || node.op() instanceof Op.Reduction
                    || uses.isWanted(node)
                    || uses.of(node).isEmpty()) {
                continue;
            }
            var depth = depths.get(node);
            if (depth == null) {
                continue;
            }
            var targets = uses.of(node).stream()
                    .map(user -> flows(node, user) ? depths.getOrDefault(user, -1) : -1)
                    .collect(Collectors.toSet());
            if (targets.size() == 1 && targets.iterator().next() > depth) {
                var target = targets.iterator().next();
                if (!node.shape().batched() || !new Sinking(node, depth, target).readsMore()) {
                    depths.put(node, target);
                }
            }
        }
    }

    /** What it would take to compute a node, and what is only computed for it, in a later kernel: values to read, or to write for it. */
    private final class Sinking {
        /** More are not looked at. */
        private static final int MOST_NODES = 64;

        private final int depth;
        private final int target;
        private final Set<Node> moving = new LinkedHashSet<>();
        private final Set<Node> read = new LinkedHashSet<>();

        Sinking(Node node, int depth, int target) {
            this.depth = depth;
            this.target = target;
            moving.add(node);
            var waiting = new ArrayList<>(List.of(node));
            while (!waiting.isEmpty() && moving.size() <= MOST_NODES) {
                var reader = waiting.removeLast();
                for (var operand : reader.operands()) {
                    if (operand.op() instanceof Op.Broadcast) {
                        continue;
                    }
                    var moves = recomputed.contains(operand)
                            || (flows(operand, reader)
                                    && !uses.isWanted(operand)
                                    && moving.containsAll(uses.of(operand)));
                    if (!moves) {
                        read.add(operand);
                    } else if (moving.add(operand)) {
                        waiting.add(operand);
                    }
                }
            }
        }

        /** Whether that is more than writing and reading the node. */
        boolean readsMore() {
            if (moving.size() > MOST_NODES) {
                return false;
            }
            var later = 0;
            var now = 2;
            for (var value : read) {
                if (!isReadAt(value, target)) {
                    var isWrittenForIt = depths.getOrDefault(value, -1) == depth
                            && isElementwise(value)
                            && !uses.isWanted(value)
                            && uses.of(value).stream()
                                    .allMatch(user -> moving.contains(user)
                                            || (flows(value, user) && depths.getOrDefault(user, -1) == depth));
                    later += isWrittenForIt ? 2 : 1;
                }
                var isAtHand = depths.getOrDefault(value, -1) == depth || isReadAt(value, depth);
                now += isAtHand ? 0 : 1;
            }
            return later > now;
        }

        /** Whether a kernel of some depth reads a value in any case. */
        private boolean isReadAt(Node value, int at) {
            return uses.of(value).stream()
                    .filter(user -> !moving.contains(user) || recomputed.contains(user))
                    .anyMatch(user ->
                            recomputed.contains(user) ? isReadAt(user, at) : depths.getOrDefault(user, -1) == at);
        }
    }

    /** Brings together behind all else what only new values of variables need, so that few kernels do it for all of them. */
    private void delayUpdates() {
        var outputs = new HashSet<>(graph.outputs().values());
        var late = new HashSet<Node>();
        for (var node : graph.nodes().reversed()) {
            var readers = uses.of(node);
            if (!outputs.contains(node)
                    && !recomputed.contains(node)
                    && !node.shape().batched()
                    && (node.op() instanceof Op.Reshape || isElementwise(node))
                    && (uses.isWanted(node) || !readers.isEmpty())
                    && late.containsAll(readers)) {
                late.add(node);
            }
        }
        var first = 1 + Collections.max(depths.values());
        for (var node : graph.nodes()) {
            if (depths.containsKey(node) && late.contains(node)) {
                var depth = first;
                for (var operand : node.operands()) {
                    var storage = Schedule.storage(operand);
                    if (late.contains(storage) && !(storage.op() instanceof Op.Source)) {
                        depth = Math.max(depth, depths.getOrDefault(storage, first) + (flows(operand, node) ? 0 : 1));
                    }
                }
                depths.put(node, depth);
            }
        }
    }

    private record Group(Shape shape, int depth) {}

    private List<Stage> stages() {
        var stages = new TreeMap<Integer, Map<Integer, List<Kernel>>>();
        var groups = new LinkedHashMap<Integer, Map<Group, List<Node>>>();
        for (var node : graph.nodes()) {
            var depth = depths.get(node);
            if (depth == null
                    || recomputed.contains(node)
                    || node.op() instanceof Op.Source
                    || node.op() instanceof Op.Reshape
                    || Schedule.roundedVariable(node) != null) {
                continue;
            }
            var stage = stage(node);
            if (isPointwise(node)) {
                groups.computeIfAbsent(stage, _ -> new LinkedHashMap<>())
                        .computeIfAbsent(new Group(loop(node), depth), _ -> new ArrayList<>())
                        .add(node);
            } else {
                Kernel kernel = products.writing(node);
                add(stages, stage, depth, kernel == null ? new Kernel.Single(node) : kernel);
            }
        }
        groups.forEach((stage, byGroup) -> byGroup.forEach((group, body) ->
                pointwise(group, body).ifPresent(kernel -> add(stages, stage, group.depth(), kernel))));
        var last = stages.isEmpty() ? -1 : stages.lastKey();
        var result = new ArrayList<Stage>();
        for (var stage = 0; stage <= last; stage++) {
            result.add(new Stage(
                    List.copyOf(stages.getOrDefault(stage, new TreeMap<>()).values())));
        }
        return result;
    }

    private static void add(Map<Integer, Map<Integer, List<Kernel>>> stages, int stage, int depth, Kernel kernel) {
        stages.computeIfAbsent(stage, _ -> new TreeMap<>())
                .computeIfAbsent(depth, _ -> new ArrayList<>())
                .add(kernel);
    }

    /** The kernel of a group; broadcasts and what is {@link #recomputed} are repeated in each reader's own kernel. */
    private Optional<Kernel> pointwise(Group group, List<Node> members) {
        var body = new LinkedHashSet<Node>();
        var own = new HashSet<>(members);
        for (var node : members) {
            addRepeated(node, body);
            if (!(node.op() instanceof Op.Broadcast) || escapes(node)) {
                body.add(node);
            }
        }
        var results = body.stream()
                .filter(own::contains)
                .filter(node -> isWholeSum(node) || escapes(node, body))
                .toList();
        return results.isEmpty() ? Optional.empty() : Optional.of(new Kernel.Pointwise(group.shape(), body, results));
    }

    /** Whether a node is a sum that is complete at the end of its loop only. */
    private boolean isWholeSum(Node node) {
        return node.op() instanceof Op.Reduction && !rowSteps.containsKey(node);
    }

    private void addRepeated(Node reader, Set<Node> body) {
        for (var operand : reader.operands()) {
            if (recomputed.contains(operand)) {
                if (!body.contains(operand)) {
                    addRepeated(operand, body);
                    body.add(operand);
                }
            } else if (operand.op() instanceof Op.Broadcast && depths.containsKey(operand)) {
                body.add(operand);
            }
        }
    }

    /** Whether somebody needs a broadcast in memory. */
    private boolean escapes(Node broadcast) {
        return uses.isWanted(broadcast)
                || uses.of(broadcast).stream()
                        .anyMatch(user -> !isPointwise(user) || user.op() instanceof Op.Broadcast);
    }

    private boolean escapes(Node node, Set<Node> body) {
        return node.op() instanceof Op.Broadcast
                ? escapes(node)
                : uses.isWanted(node) || uses.of(node).stream().anyMatch(user -> isReadOutside(user, body));
    }

    /** Whether a kernel with another body computes {@code user}. */
    private boolean isReadOutside(Node user, Set<Node> body) {
        if (recomputed.contains(user)) {
            return uses.of(user).stream().anyMatch(next -> isReadOutside(next, body));
        }
        // Other bodies may repeat a broadcast that is in this one.
        return !body.contains(user)
                || (user.op() instanceof Op.Broadcast
                        && uses.of(user).stream().anyMatch(next -> isReadOutside(next, body)));
    }
}
