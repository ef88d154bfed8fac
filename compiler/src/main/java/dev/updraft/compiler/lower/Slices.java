package dev.updraft.compiler.lower;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import java.util.ArrayList;
import java.util.List;

/** Places of the last axis. */
final class Slices {
    private Slices() {}

    /** Those in ascending order, in runs. */
    static Node of(GraphBuilder to, Node from, List<Integer> places) {
        var last = from.shape().rank() - 1;
        var runs = new ArrayList<Node>();
        var start = 0;
        for (var i = 1; i <= places.size(); i++) {
            if (i == places.size() || places.get(i) != places.get(i - 1) + 1) {
                var length = i - start;
                runs.add(
                        places.get(start) == 0 && length == from.shape().dim(-1)
                                ? from
                                : to.add(new Op.Slice(last, places.get(start), length), from));
                start = i;
            }
        }
        return runs.size() == 1 ? runs.getFirst() : to.add(new Op.Concat(last), runs);
    }
}
