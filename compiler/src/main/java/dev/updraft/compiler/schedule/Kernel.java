package dev.updraft.compiler.schedule;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.tensor.Shape;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Operations that an engine computes in one go. */
public sealed interface Kernel {

    /** What is written to memory, for others to read. */
    List<Node> results();

    /** The values read from memory. */
    List<Node> reads();

    /**
     * A loop over all elements of one shape. The body's values live only inside it, unless they are results. The body of
     * thousands of updates holds ten thousands of nodes, so it is a set, and loops are compared by identity.
     *
     * @param shape what is looped over
     * @param body element-wise operations, broadcasts and sums over this shape, each after its operands; the operand of a
     *     {@code Sum} is either in the body or read. Where there are shards, it may also be sums of rows that the loop goes on
     *     with, and what is made of them row by row: see {@link RowSteps}
     * @param results members of the body that others read; every {@code Sum} is one that the loop itself does not read
     */
    record Pointwise(Shape shape, SequencedSet<Node> body, List<Node> results) implements Kernel {
        public Pointwise {
            body = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(body));
            results = List.copyOf(results);
        }

        public Pointwise(Shape shape, Collection<Node> body, List<Node> results) {
            this(shape, new LinkedHashSet<>(body), results);
        }

        @Override
        public List<Node> reads() {
            return body.stream()
                    .flatMap(node -> node.operands().stream())
                    .filter(operand -> !body.contains(operand))
                    .distinct()
                    .toList();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "loop over %s: %d operations, %d results", shape, body.size(), results.size());
        }
    }

    /**
     * A matrix product or convolution, with what follows it.
     *
     * @param product the {@code MatMul} or {@code Conv2d}
     * @param bias a value for every element of the last axis, added to the product; null for none
     * @param relu whether negative elements become 0
     * @param result the last operation of the chain: what is written
     */
    record FusedGemm(Node product, @Nullable Node bias, boolean relu, Node result) implements Kernel {
        @Override
        public List<Node> results() {
            return List.of(result);
        }

        @Override
        public List<Node> reads() {
            return bias == null
                    ? product.operands()
                    : Stream.concat(product.operands().stream(), Stream.of(bias))
                            .toList();
        }
    }

    /**
     * A kernel that hands each element of what it computes to a loop, which goes on with it: where there are shards as {@link
     * ProductLoops} says, and otherwise as {@link Epilogues} does.
     *
     * @param first a product, or sums along one list of axes
     * @param after element-wise operations over as many elements as a result of {@code first} has, in the same order
     * @param results those of {@code first} that others read, and those of {@code after}
     */
    record Followed(Kernel first, Pointwise after, List<Node> results) implements Kernel {
        public Followed {
            results = List.copyOf(results);
        }

        @Override
        public List<Node> reads() {
            return Stream.concat(first.reads().stream(), loopReads().stream())
                    .distinct()
                    .toList();
        }

        /** What the loop reads beside what it is handed. */
        public List<Node> loopReads() {
            return after.reads().stream()
                    .filter(node -> !first.results().contains(Schedule.storage(node)))
                    .toList();
        }
    }

    /** Any other operation, alone. */
    record Single(Node node) implements Kernel {
        @Override
        public List<Node> results() {
            return List.of(node);
        }

        @Override
        public List<Node> reads() {
            return node.operands();
        }
    }
}
