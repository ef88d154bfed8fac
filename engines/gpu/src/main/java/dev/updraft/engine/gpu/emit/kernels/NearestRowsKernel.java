package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op.NearestRows.Metric;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.device.Control;
import dev.updraft.engine.gpu.emit.source.Grid;
import dev.updraft.engine.gpu.emit.source.JavaText;

/**
 * The nearest rows of a table: a work-item for each sample goes through the table and keeps the nearest so far in the result,
 * sorted.
 */
final class NearestRowsKernel {
    private final Node node;
    private final int k;
    private final Metric metric;
    private final Emission emission;
    private final JavaText text = new JavaText();

    private NearestRowsKernel(Node node, int k, Metric metric, Emission emission) {
        this.node = node;
        this.k = k;
        this.metric = metric;
        this.emission = emission;
    }

    static GeneratedKernel of(Node node, int k, Metric metric, Emission emission) {
        return new NearestRowsKernel(node, k, metric, emission).kernel();
    }

    private GeneratedKernel kernel() {
        var table = node.operand(1).shape();
        text.line(Emission.COUNT)
                .line("int sample = context.globalIdx;")
                .open("if (sample < count)")
                .line("int at = sample * " + 2 * k + ";")
                .line("int from = sample * " + table.dim(1) + ";")
                // TornadoVM writes the constant as OpenCL has none; a division that it cannot foresee gives one.
                .line("float nan = 0f / control.get(" + Control.ZERO + ");")
                .open("for (int place = 0; place < " + k + "; place++)")
                .line(set("at + place", "nan"))
                .line(set("at + " + k + " + place", "-1f"))
                .close()
                .line("float filled = " + operand(2, "0") + ";")
                .line("int known = filled > 0f ? (int) filled : 0;")
                .line("int end = known < " + table.dim(0) + " ? known : " + table.dim(0) + ";")
                .open("for (int row = 0; row < end; row++)")
                .line("int start = row * " + table.dim(1) + ";");
        distance(table.dim(1));
        insert();
        text.close();
        if (metric == Metric.EUCLIDEAN) {
            text.open("for (int place = 0; place < " + k + "; place++)")
                    .line(set("at + place", "TornadoMath.sqrt(" + get("at + place") + ")"))
                    .close();
        }
        text.close();
        return new GeneratedKernel(
                emission.name(node, "nearest_rows"),
                "The " + k + " nearest rows of " + table + ".",
                node,
                Grid.of(emission.capacity(), emission.traits().workGroup()),
                text.toString());
    }

    /** Squared, of the Euclidean metric. */
    private void distance(int width) {
        var isCosine = metric == Metric.COSINE;
        text.line("float sum = 0f;");
        if (isCosine) {
            text.line("float ofSample = 0f;").line("float ofRow = 0f;");
        }
        text.open("for (int i = 0; i < " + width + "; i++)")
                .line("float a = " + operand(0, "from + i") + ";")
                .line("float b = " + operand(1, "start + i") + ";");
        switch (metric) {
            case EUCLIDEAN -> text.line("sum += (a - b) * (a - b);");
            case MANHATTAN -> text.line("sum += a > b ? a - b : b - a;");
            case COSINE -> text.line("sum += a * b;").line("ofSample += a * a;").line("ofRow += b * b;");
        }
        text.close();
        if (isCosine) {
            text.line("float squares = ofSample * ofRow;")
                    .line("float distance = squares == 0f ? 1f : 1f - sum / TornadoMath.sqrt(squares);");
        } else {
            text.line("float distance = sum;");
        }
    }

    /** Behind all that are as near; what is not a number is neither at most 0 nor more. */
    private void insert() {
        text.open("if (distance <= 0f || distance > 0f)")
                .line("float worst = " + get("at + " + (k - 1)) + ";")
                .open("if (distance < worst || " + get("at + " + (2 * k - 1)) + " < 0f)")
                .line("int place = " + (k - 1) + ";")
                .line("int moving = 1;")
                .open("for (int before = " + (k - 2) + "; before >= 0; before--)")
                .line("float itsDistance = " + get("at + before") + ";")
                .line("float itsNumber = " + get("at + " + k + " + before") + ";")
                .line("moving = itsNumber < 0f || distance < itsDistance ? moving : 0;")
                .open("if (moving > 0)")
                .line(set("at + before + 1", "itsDistance"))
                .line(set("at + " + k + " + before + 1", "itsNumber"))
                .line("place = before;")
                .close()
                .close()
                .line(set("at + place", "distance"))
                .line(set("at + " + k + " + place", "(float) row"))
                .close()
                .close();
    }

    private String operand(int number, String index) {
        return emission.place(node.operand(number)).get(index);
    }

    private String get(String index) {
        return emission.place(node).get(index);
    }

    private String set(String index, String value) {
        return emission.place(node).set(index, value);
    }
}
