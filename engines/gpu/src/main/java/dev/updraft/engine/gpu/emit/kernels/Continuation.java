package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.Finish;
import dev.updraft.engine.gpu.emit.source.JavaText;
import java.util.HashMap;
import java.util.List;

/**
 * A loop that goes on with each element of a kernel's results, in the work-item that computed it.
 *
 * @param handedOver what the kernel computes of each element
 * @param after the loop
 * @param kept what of both is written
 */
record Continuation(List<Node> handedOver, Kernel.Pointwise after, List<Node> kept, Emission emission)
        implements Finish {

    static Continuation of(List<Node> handedOver, Kernel.Followed kernel, Emission emission) {
        return new Continuation(handedOver, kernel.after(), kernel.results(), emission);
    }

    @Override
    public void write(JavaText text, String index, List<String> values) {
        var locals = new HashMap<Node, String>();
        for (var i = 0; i < values.size(); i++) {
            locals.put(handedOver.get(i), values.get(i));
        }
        // A product writes this for each element of its block, so that locals need a scope of their own.
        text.open("").line("int element = " + index + ";");
        var expressions = new KernelExpressions(after, emission, locals);
        for (var node : after.results()) {
            locals.put(node, expressions.write(text, node, "element"));
        }
        for (var node : kept) {
            var value = locals.get(node);
            if (value != null) {
                text.line(emission.place(node).set("element", value));
            }
        }
        text.close();
    }
}
