package dev.updraft.compiler.passes;

import dev.updraft.compiler.ops.Graph;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.ops.Variable.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass of a training step in segments, so that what must be kept at a time is least: all that goes from one segment to a
 * later one, and for the segment whose gradient is being computed all that this reads.
 */
final class ForwardSegments {
    /** Into how many segments it is tried to cut, about: the square root of a thousand layers is 32. */
    private static final List<Integer> COUNTS = List.of(2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64);

    /** Less than this part saved is not worth to compute anything again: gradients need memory too. */
    private static final int WORTHWHILE = 4;

    /** A segment, by its number from the input on. */
    record Segment(int number) {}

    private final Set<Node> forward = new HashSet<>();
    /** Those that have a value for each sample and are no mere repetition, in order. */
    private final List<Node> values = new ArrayList<>();

    private final Map<Node, Integer> places = new HashMap<>();
    /** The place of the last value that is computed from each; its own if there is none. */
    private final int[] lastReader;
    /** Bytes a sample that the backward pass reads of the values up to each. */
    private final long[] readBytes;
    /** The places behind which a segment ends. */
    private int[] ends = {};

    private final Map<Node, Segment> segments = new HashMap<>();
    private final Set<Node> kept = new HashSet<>();

    private ForwardSegments(Graph graph) {
        findForward(graph);
        for (var node : graph.nodes()) {
            if (forward.contains(node) && isActivation(node)) {
                places.put(node, values.size());
                values.add(node);
            }
        }
        lastReader = new int[values.size()];
        Arrays.setAll(lastReader, place -> place);
        readBytes = new long[values.size() + 1];
        findReaders(graph);
    }

    /** Those of a training step; a single one if the graph has no backward pass or nothing is gained by more. */
    static ForwardSegments of(Graph graph) {
        var segments = new ForwardSegments(graph);
        if (!graph.updates().isEmpty()) {
            segments.cut();
        }
        segments.number();
        return segments;
    }

    /** Everything that outputs and running statistics are computed from. */
    private void findForward(Graph graph) {
        forward.addAll(graph.outputs().values());
        graph.updates().forEach((variable, value) -> {
            if (variable.role() == Role.STATE) {
                forward.add(value);
            }
        });
        for (var node : graph.nodes().reversed()) {
            if (forward.contains(node)) {
                forward.addAll(node.operands());
            }
        }
    }

    /** Whether keeping it takes memory: what is the same for all samples is small, and inputs lie in memory anyway. */
    private static boolean isActivation(Node node) {
        return node.shape().batched()
                && !(node.op() instanceof Op.Source)
                && !(node.op() instanceof Op.Broadcast
                        && !node.operand(0).shape().batched());
    }

    private void findReaders(Graph graph) {
        var read = new HashSet<Node>();
        for (var node : graph.nodes()) {
            for (var operand : node.operands()) {
                var place = places.get(operand);
                if (place != null && !forward.contains(node)) {
                    read.add(operand);
                } else if (place != null) {
                    lastReader[place] = Math.max(lastReader[place], places.getOrDefault(node, place));
                }
            }
        }
        for (var i = 0; i < values.size(); i++) {
            readBytes[i + 1] = readBytes[i] + (read.contains(values.get(i)) ? bytes(values.get(i)) : 0);
        }
    }

    private static long bytes(Node node) {
        return node.shape().elementsPerSample() * node.type().bytes();
    }

    // ---- where to cut

    private void cut() {
        var all = readBytes[values.size()];
        var best = all - all / WORTHWHILE;
        var crossing = crossing();
        var candidates = candidates(crossing);
        for (var count : COUNTS) {
            var found = cheapest(candidates, crossing, Math.ceilDiv(all, count));
            if (found != null && peak(found) < best) {
                best = peak(found);
                ends = found;
            }
        }
    }

    /** For each place the bytes of what is computed up to there and read in the forward pass behind it. */
    private long[] crossing() {
        var change = new long[values.size() + 1];
        for (var i = 0; i < values.size(); i++) {
            change[i] += bytes(values.get(i));
            change[lastReader[i]] -= bytes(values.get(i));
        }
        var crossing = new long[values.size()];
        var sum = 0L;
        for (var i = 0; i < crossing.length; i++) {
            sum += change[i];
            crossing[i] = sum;
        }
        return crossing;
    }

    /** Places where no less is alive on either side, and which cut no loop in two. */
    private int[] candidates(long[] crossing) {
        return IntStream.range(1, Math.max(1, values.size() - 1))
                .filter(i -> crossing[i] <= crossing[i - 1]
                        && crossing[i] <= crossing[i + 1]
                        && beginsLoop(values.get(i + 1)))
                .toArray();
    }

    private static boolean beginsLoop(Node node) {
        return !(node.op() instanceof Op.ElementwiseOp) || node.op() instanceof Op.Reduction;
    }

    /**
     * The cuts across which least goes, with segments of which the backward pass reads at most {@code budget} bytes a sample; null if
     * there are none.
     */
    private int @Nullable [] cheapest(int[] candidates, long[] crossing, long budget) {
        var costs = new long[candidates.length];
        var before = new int[candidates.length];
        var best = -1;
        for (var i = 0; i < candidates.length; i++) {
            var end = candidates[i] + 1;
            before[i] = -1;
            costs[i] = readBytes[end] <= budget ? 0 : Long.MAX_VALUE;
            for (var j = i - 1; j >= 0 && readBytes[end] - readBytes[candidates[j] + 1] <= budget; j--) {
                if (costs[j] < costs[i]) {
                    costs[i] = costs[j];
                    before[i] = j;
                }
            }
            if (costs[i] != Long.MAX_VALUE) {
                costs[i] += crossing[candidates[i]];
                var isLast = readBytes[values.size()] - readBytes[end] <= budget;
                best = isLast && (best < 0 || costs[i] < costs[best]) ? i : best;
            }
        }
        if (best < 0) {
            return null;
        }
        var found = new ArrayList<Integer>();
        for (var i = best; i >= 0; i = before[i]) {
            found.addFirst(candidates[i]);
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Bytes a sample of what is kept all along and of the segment of which most is read. */
    private long peak(int[] cuts) {
        var keptBytes = 0L;
        for (var i = 0; i < values.size(); i++) {
            keptBytes += isCrossing(i, cuts) ? bytes(values.get(i)) : 0;
        }
        var largest = 0L;
        for (var i = 0; i <= cuts.length; i++) {
            var from = i == 0 ? 0 : cuts[i - 1] + 1;
            var to = i == cuts.length ? values.size() : cuts[i] + 1;
            largest = Math.max(largest, readBytes[to] - readBytes[from]);
        }
        return keptBytes + largest;
    }

    private boolean isCrossing(int place, int[] cuts) {
        var next = Arrays.binarySearch(cuts, place);
        var cut = next < 0 ? -next - 1 : next;
        return cut < cuts.length && cuts[cut] < lastReader[place];
    }

    // ---- what came of it

    private void number() {
        for (var i = 0; i < values.size(); i++) {
            var next = Arrays.binarySearch(ends, i);
            segments.put(values.get(i), new Segment(next < 0 ? -next - 1 : next));
            if (isCrossing(i, ends)) {
                kept.add(values.get(i));
            }
        }
    }

    /** All segments, from the input on. */
    List<Segment> all() {
        return IntStream.rangeClosed(0, ends.length).mapToObj(Segment::new).toList();
    }

    /** Whether a node belongs to the forward pass. */
    boolean isForward(Node node) {
        return forward.contains(node);
    }

    /** The segment that computes a value of the forward pass; null of what is none, or the same for all samples. */
    @Nullable
    Segment holding(Node node) {
        return segments.get(node);
    }

    /** The segment that is to compute a value again; null if it is kept, or none's. */
    @Nullable
    Segment inside(Node node) {
        var segment = segments.get(node);
        return segment == null || segment.number() == ends.length || kept.contains(node) ? null : segment;
    }
}
