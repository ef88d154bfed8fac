package dev.updraft.compiler.plan;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Variable;

/** What a buffer holds. */
public sealed interface BufferedValue {

    /** The value of a node; of a shard's samples where it is computed per shard. */
    record Result(Node node) implements BufferedValue {
        @Override
        public String toString() {
            return node.toString();
        }
    }

    /** Each shard's part of a sum over the batch. */
    record Partial(Node node) implements BufferedValue {
        @Override
        public String toString() {
            return "partial " + node;
        }
    }

    /** The old value of another variable that this one takes. */
    record OldValue(Variable taker) implements BufferedValue {
        @Override
        public String toString() {
            return "old value for " + taker.name();
        }
    }
}
