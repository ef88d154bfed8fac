package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.schedule.Schedule;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.context.Parts;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.source.Grid;
import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Results of a loop that share values with each other and with no other result. Strands with the same text differ only in
 * where their values lie, and can be one task.
 *
 * @param loop the kernel it is of
 * @param results what it gives
 * @param text its statements, with names for the numbers that say where its values lie
 * @param numbers these numbers, by those names
 */
record FusionGroup(Kernel.Pointwise loop, List<Node> results, String text, Map<String, String> numbers) {

    /**
     * The strands of a loop's element-wise results.
     *
     * @param inParts whether all that kernels have computed is read as parts, of which there may be one, so that strands for
     *     values that lie in parts have the same text as others
     */
    static List<FusionGroup> of(Kernel.Pointwise loop, boolean inParts, Emission emission) {
        var groups = new LinkedHashMap<Group, List<Node>>();
        var owners = new HashMap<Node, Group>();
        var number = 0;
        for (var node : loop.results()) {
            if (node.op() instanceof Op.Reduction) {
                continue;
            }
            var group = new Group(number++);
            List<Node> results = new ArrayList<>();
            for (var shared : claim(node, loop, group, owners)) {
                var more = Objects.requireNonNull(groups.remove(shared));
                if (results.isEmpty()) {
                    results = more;
                } else {
                    results.addAll(more);
                }
                shared.part = group;
            }
            results.add(node);
            groups.put(group, results);
        }
        return groups.values().stream()
                .map(results -> of(loop, results, inParts, emission))
                .toList();
    }

    /**
     * Makes what is computed in the loop for a value a group's own; broadcasts are repeated wherever they are read.
     *
     * @param owners the group of every node so far
     * @return the groups that own some of it already, the oldest first
     */
    private static Set<Group> claim(Node value, Kernel.Pointwise loop, Group group, Map<Node, Group> owners) {
        var shared = new TreeSet<Group>(Comparator.comparingInt(each -> each.number));
        var waiting = new ArrayDeque<>(List.of(value));
        while (!waiting.isEmpty()) {
            var node = waiting.removeLast();
            if (node.op() instanceof Op.Broadcast || !loop.body().contains(node)) {
                continue;
            }
            var owner = owners.putIfAbsent(node, group);
            if (owner == null) {
                waiting.addAll(node.operands());
            } else if (owner != group) {
                shared.add(owner.whole());
            }
        }
        return shared;
    }

    /** Nodes that are computed together; compared by identity. */
    private static final class Group {
        private final int number;
        /** What this group has become part of; null if nothing. */
        private @Nullable Group part;

        Group(int number) {
            this.number = number;
        }

        /** The group that this one has become part of. */
        Group whole() {
            var whole = this;
            for (var next = part; next != null; next = next.part) {
                whole = next;
            }
            if (whole != this) {
                part = whole;
            }
            return whole;
        }
    }

    private static FusionGroup of(Kernel.Pointwise loop, List<Node> results, boolean inParts, Emission emission) {
        var symbolic = new Symbolic(emission, inParts, new LinkedHashMap<>(), new LinkedHashMap<>());
        var text = new JavaText();
        PointwiseKernels.write(text, loop, results, symbolic);
        return new FusionGroup(loop, List.copyOf(results), text.toString(), symbolic.numbers);
    }

    /** Gives every place a name in the order they are asked for. */
    private record Symbolic(Emission emission, boolean inParts, Map<Place, String> names, Map<String, String> numbers)
            implements Emission {
        @Override
        public Place place(Node node) {
            return named(emission.place(node));
        }

        private Place named(Place place) {
            var name = names.computeIfAbsent(place, _ -> "place" + names.size());
            numbers.put(name, Integer.toString(place.offset()));
            return place.as(name);
        }

        @Override
        public @Nullable Parts parts(Node node) {
            if (!inParts || Schedule.storage(node).op() instanceof Op.Source) {
                return null;
            }
            var parts =
                    Objects.requireNonNullElseGet(emission.parts(node), () -> new Parts(emission.place(node), 1, 0));
            var place = named(parts.place());
            var count = place.symbol() + "Parts";
            var stride = place.symbol() + "Stride";
            numbers.put(count, parts.count());
            numbers.put(stride, parts.stride());
            return new Parts(place, count, stride);
        }

        @Override
        public List<GeneratedKernel> touching(
                List<GeneratedKernel> kernels, Collection<Node> reads, Collection<Node> writes) {
            return emission.touching(kernels, reads, writes);
        }

        @Override
        public DeviceTraits traits() {
            return emission.traits();
        }

        @Override
        public boolean training() {
            return emission.training();
        }

        @Override
        public int capacity() {
            return emission.capacity();
        }

        @Override
        public Tiling tiling(GemmShape product) {
            return emission.tiling(product);
        }

        @Override
        public @Nullable String sample(Node node, String index) {
            return emission.sample(node, index);
        }

        @Override
        public String label(Op.Input target, String index) {
            return emission.label(target, index);
        }

        @Override
        public String stepScalar(String name) {
            return emission.stepScalar(name);
        }

        @Override
        public Place scratch(long elements) {
            return emission.scratch(elements);
        }

        @Override
        public String name(Node origin, String what) {
            return emission.name(origin, what);
        }
    }

    /** One task for strands of one text, without a batch: each work-item finds its strand by halving. */
    static List<GeneratedKernel> together(List<FusionGroup> strands, Emission emission) {
        var ends = new ArrayList<Long>();
        var total = 0L;
        for (var fusionGroup : strands) {
            total += fusionGroup.loop.shape().elementsPerSample();
            ends.add(total);
        }
        var first = strands.getFirst();
        var text = new JavaText()
                .line("int item = context.globalIdx;")
                .open("if (item < " + total + ")")
                .line("int index = item;");
        var names = new LinkedHashSet<>(first.numbers.keySet());
        names.forEach(name -> text.line("int " + name + " = 0;"));
        choose(text, strands, ends, 0, strands.size(), names);
        text.lines(first.text).close();
        var last = first.results.getLast();
        var kernel = new GeneratedKernel(
                emission.name(last, PointwiseKernels.what(last)),
                String.format(
                        Locale.ROOT,
                        "For %d tensors, %d elements in all: %s.",
                        strands.size(),
                        total,
                        strands.stream()
                                .map(fusionGroup -> fusionGroup.loop.shape().toString())
                                .toList()),
                last,
                Grid.of(total, emission.traits().workGroup()),
                text.toString());
        return emission.touching(
                List.of(kernel),
                strands.stream()
                        .flatMap(strand -> PointwiseKernels.reads(strand.loop, strand.results).stream())
                        .toList(),
                strands.stream().flatMap(strand -> strand.results.stream()).toList());
    }

    private static void choose(
            JavaText text, List<FusionGroup> strands, List<Long> ends, int from, int to, Set<String> names) {
        if (to - from == 1) {
            if (from > 0) {
                text.line("index = item - " + ends.get(from - 1) + ";");
            }
            names.forEach(name -> {
                text.line(name + " = " + strands.get(from).numbers.getOrDefault(name, "0") + ";");
            });
            return;
        }
        var middle = from + (to - from) / 2;
        text.open("if (item < " + ends.get(middle - 1) + ")");
        choose(text, strands, ends, from, middle, names);
        text.close().open("else");
        choose(text, strands, ends, middle, to, names);
        text.close();
    }
}
