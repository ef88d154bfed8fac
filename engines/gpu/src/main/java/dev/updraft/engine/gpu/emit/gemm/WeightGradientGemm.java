package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.source.WindowAxis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A row is a place and channel of the window, a column a filter of the group; the walk goes over all places of all samples. */
record WeightGradientGemm(
        Place image, Place gradient, Shape input, Shape output, Shape kernel, Window window, int groups)
        implements Gemm {
    @Override
    public Size rows() {
        return new Size((long) window.height() * window.width() * kernel.dim(2), false);
    }

    @Override
    public int columns() {
        return kernel.dim(3) / groups;
    }

    @Override
    public Size depth() {
        return new Size((long) output.dim(1) * output.dim(2), true);
    }

    @Override
    public TileOperand leftOperand() {
        return new ImageOperand(image, input, output, window, groups, false);
    }

    @Override
    public TileOperand rightOperand() {
        return new MatrixOperand(gradient, 1, output.dim(3), groups == 1 ? "" : " + group * " + columns());
    }

    @Override
    public void row(JavaText text, int r) {
        text.line(String.format(
                        Locale.ROOT,
                        "int channel%d = row%d %% %d%s;",
                        r,
                        r,
                        kernel.dim(2),
                        groups == 1 ? "" : " + group * " + kernel.dim(2)))
                .line(String.format(
                        Locale.ROOT,
                        "int top%d = row%d / %d * %d - %d;",
                        r,
                        r,
                        window.width() * kernel.dim(2),
                        window.dilationHeight(),
                        window.padTop()))
                .line(String.format(
                        Locale.ROOT,
                        "int left%d = row%d / %d %% %d * %d - %d;",
                        r,
                        r,
                        kernel.dim(2),
                        window.width(),
                        window.dilationWidth(),
                        window.padLeft()));
    }

    @Override
    public int walk(JavaText text, int blockRows, int parts) {
        text.open("for (int sample = part; sample < count; sample += " + parts + ")")
                .open("for (int down = 0; down < " + output.dim(1) + "; down++)");
        for (var r = 0; r < blockRows; r++) {
            text.line(String.format(Locale.ROOT, "int y%d = top%d + down * %d;", r, r, window.strideHeight()))
                    .line(String.format(
                            Locale.ROOT,
                            "int from%d = (sample * %d + y%d) * %d + channel%d;",
                            r,
                            input.dim(1),
                            r,
                            input.dim(2) * input.dim(3),
                            r));
            Gemm.condition(text, "within" + r, within(r));
        }
        text.line(String.format(
                        Locale.ROOT,
                        "int place = (sample * %d + down) * %d%s;",
                        output.dim(1),
                        output.dim(2) * output.dim(3),
                        groups == 1 ? "" : " + group * " + columns()))
                .open("for (int right = 0; right < " + output.dim(2) + "; right++)");
        for (var r = 0; r < blockRows; r++) {
            text.line(String.format(Locale.ROOT, "int x%d = left%d + right * %d;", r, r, window.strideWidth()));
        }
        return 3;
    }

    private List<String> within(int r) {
        return WindowAxis.rows(window, input).inImage("y" + r);
    }

    @Override
    public String left(int r) {
        var conditions = new ArrayList<String>();
        if (!within(r).isEmpty()) {
            conditions.add("within" + r);
        }
        conditions.addAll(WindowAxis.columns(window, input).inImage("x" + r));
        var element = image.get("from" + r + " + x" + r + " * " + input.dim(3));
        return conditions.isEmpty() ? element : String.join(" && ", conditions) + " ? " + element + " : 0f";
    }

    @Override
    public String right(int c) {
        return gradient.get("place + right * " + output.dim(3) + " + column" + c);
    }
}
