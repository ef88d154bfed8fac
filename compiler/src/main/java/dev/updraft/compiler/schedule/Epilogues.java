package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Moves element-wise operations into the kernel before them: behind a product what follows it, as the gate of a relu, a residual
 * sum, an activation; behind sums what becomes of them, as the mean and the variance of a batch.
 *
 * <p>It is for engines that compute all samples at once, where a kernel of its own costs a launch, and a way to memory and back.
 * All else that such a loop reads must be there before the kernel that it moves to.
 */
public final class Epilogues {
    /** A product computes many elements a work-item, so what follows is written many times. */
    private static final int MOST_OPERATIONS = 12;

    /** Sums that one kernel finishes together. */
    private static final int MOST_SUMS = 8;

    private final Schedule schedule;
    private final List<List<Kernel>> levels = new ArrayList<>();
    /** The level of the kernel that writes a value. */
    private final Map<Node, Integer> written = new HashMap<>();
    /** The values whose elements a loop reads one by one. */
    private final Map<Kernel, Set<Node>> elements = new HashMap<>();

    private Epilogues(Schedule schedule) {
        this.schedule = schedule;
    }

    /** A schedule of fewer kernels; of one in a single stage. */
    public static Schedule of(Schedule schedule) {
        var epilogues = new Epilogues(schedule);
        var stages = schedule.stages().stream().map(epilogues::stage).toList();
        return new Schedule(schedule.graph(), stages, schedule.inPlace());
    }

    private Schedule.Stage stage(Schedule.Stage stage) {
        for (var level : stage.levels()) {
            level.forEach(kernel -> kernel.results().forEach(result -> written.put(result, levels.size())));
            levels.add(new ArrayList<>(level));
        }
        for (var level = 0; level < levels.size(); level++) {
            for (var number = 0; number < levels.get(level).size(); number++) {
                extend(level, number);
            }
        }
        keepWhatIsRead();
        return new Schedule.Stage(
                levels.stream().filter(level -> !level.isEmpty()).toList());
    }

    private static boolean isHost(Kernel kernel) {
        return switch (kernel) {
            case Kernel.FusedGemm _ -> true;
            case Kernel.Single(var node) -> node.op().isContraction();
            case Kernel.Pointwise(var _, var _, var results) -> {
                var sums = results.stream()
                        .flatMap(node -> node.op() instanceof Op.Reduction sum ? Stream.of(sum) : Stream.empty())
                        .toList();
                yield !sums.isEmpty()
                        && sums.size() <= MOST_SUMS
                        && sums.stream().map(Op.Reduction::axes).distinct().count() == 1;
            }
            case Kernel.Followed _ -> false;
        };
    }

    /** What a kernel hands over: its product, or its sums. */
    private static Set<Node> handedOver(Kernel kernel) {
        var nodes = new HashSet<>(kernel.results());
        if (kernel instanceof Kernel.Pointwise) {
            nodes.removeIf(node -> !(node.op() instanceof Op.Reduction));
        }
        return nodes;
    }

    private void extend(int level, int number) {
        var host = levels.get(level).get(number);
        if (!isHost(host)) {
            return;
        }
        var epilogue = new Epilogue(level, handedOver(host), host instanceof Kernel.Pointwise);
        for (var later = level + 1; later < levels.size(); later++) {
            for (var at = 0; at < levels.get(later).size(); at++) {
                if (levels.get(later).get(at) instanceof Kernel.Pointwise loop) {
                    var rest = epilogue.take(loop);
                    if (rest.isEmpty()) {
                        levels.get(later).remove(at--);
                    } else {
                        levels.get(later).set(at, rest.get());
                    }
                }
            }
        }
        if (epilogue.shape != null) {
            epilogue.results.forEach(result -> written.put(result, level));
            var results = new ArrayList<>(host.results());
            results.addAll(epilogue.results);
            var after = new Kernel.Pointwise(epilogue.shape, epilogue.body, epilogue.results);
            levels.get(level).set(number, new Kernel.Followed(host, after, results));
        }
    }

    /** What goes behind one kernel. */
    private final class Epilogue {
        private final int level;
        private final Set<Node> handedOver;
        private final boolean behindSums;
        private final Set<Node> body = new LinkedHashSet<>();
        private final List<Node> results = new ArrayList<>();
        private @Nullable Shape shape;

        Epilogue(int level, Set<Node> handedOver, boolean behindSums) {
            this.level = level;
            this.handedOver = handedOver;
            this.behindSums = behindSums;
        }

        /** Takes the results of a loop that can be computed here, and gives the loop that remains. */
        Optional<Kernel> take(Kernel.Pointwise loop) {
            if (!fits(loop)) {
                return Optional.of(loop);
            }
            var taken = new HashSet<Node>();
            for (var result : loop.results()) {
                var needed = new LinkedHashSet<Node>();
                if (!(result.op() instanceof Op.Reduction)
                        && !(result.op() instanceof Op.Broadcast)
                        && !(schedule.graph().updates().containsValue(result)
                                && !result.shape().batched())
                        && collect(result, loop, needed)
                        && (behindSums || operations(needed) <= MOST_OPERATIONS)) {
                    taken.add(result);
                    body.addAll(needed);
                    results.add(result);
                    shape = loop.shape();
                }
            }
            return taken.isEmpty() ? Optional.of(loop) : without(taken, loop);
        }

        /** Whether a loop goes through the elements that are handed over. */
        private boolean fits(Kernel.Pointwise loop) {
            if (shape != null && !shape.equals(loop.shape())) {
                return false;
            }
            return elements.computeIfAbsent(loop, _ -> elementsOf(loop)).stream()
                    .anyMatch(this::isHere);
        }

        private boolean isHere(Node node) {
            return handedOver.contains(node) || results.contains(node);
        }

        /** Gathers what a value needs of its loop; gives whether all else is there in time, and something is handed over. */
        private boolean collect(Node value, Kernel.Pointwise loop, Set<Node> needed) {
            var isHanded = false;
            var waiting = new ArrayList<>(List.of(value));
            var found = new HashSet<Node>();
            while (!waiting.isEmpty()) {
                var node = waiting.removeLast();
                if (!found.add(node)) {
                    continue;
                }
                if (node.op() instanceof Op.RandomUniform && !behindSums) {
                    return false;
                }
                for (var operand : node.operands()) {
                    var storage = Schedule.storage(operand);
                    if (loop.body().contains(operand) && !results.contains(operand)) {
                        waiting.add(operand);
                    } else if (isHere(storage)) {
                        if (node.op() instanceof Op.Broadcast) {
                            return false;
                        }
                        isHanded = true;
                    } else if (!(storage.op() instanceof Op.Source)
                            && written.getOrDefault(storage, Integer.MAX_VALUE) >= level) {
                        return false;
                    }
                }
            }
            loop.body().stream().filter(found::contains).forEach(needed::add);
            return isHanded;
        }

        private int operations(Set<Node> more) {
            var all = new HashSet<>(body);
            all.addAll(more);
            return (int) all.stream()
                    .filter(node -> !(node.op() instanceof Op.Broadcast))
                    .count();
        }
    }

    private static Set<Node> elementsOf(Kernel.Pointwise loop) {
        return loop.reads().stream()
                .filter(node -> node.shape().equals(loop.shape()))
                .map(Schedule::storage)
                .collect(Collectors.toSet());
    }

    /** The loop without some of its results, which it reads from memory; none if nothing is left. */
    private static Optional<Kernel> without(Set<Node> taken, Kernel.Pointwise loop) {
        var results =
                loop.results().stream().filter(node -> !taken.contains(node)).toList();
        if (results.isEmpty()) {
            return Optional.empty();
        }
        var needed = new HashSet<Node>();
        var waiting = new ArrayList<>(results);
        while (!waiting.isEmpty()) {
            var node = waiting.removeLast();
            if (loop.body().contains(node) && !taken.contains(node) && needed.add(node)) {
                waiting.addAll(node.operands());
            }
        }
        return Optional.of(new Kernel.Pointwise(
                loop.shape(), loop.body().stream().filter(needed::contains).toList(), results));
    }

    /** What a kernel handed over and nobody else reads is not written. */
    private void keepWhatIsRead() {
        var read = new HashSet<Node>();
        schedule.graph().outputs().values().forEach(node -> read.add(Schedule.storage(node)));
        schedule.graph().updates().values().forEach(node -> read.add(Schedule.storage(node)));
        levels.forEach(level ->
                level.forEach(kernel -> kernel.reads().forEach(node -> read.add(Schedule.storage(node)))));
        for (var level : levels) {
            level.replaceAll(kernel -> {
                if (!(kernel instanceof Kernel.Followed(var first, var after, var results))) {
                    return kernel;
                }
                var handedOver = handedOver(first);
                var kept = results.stream()
                        .filter(node -> read.contains(node)
                                || (!handedOver.contains(node)
                                        && !after.results().contains(node)))
                        .toList();
                return new Kernel.Followed(first, after, kept);
            });
        }
    }
}
