package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.source.WindowAxis;
import java.util.List;
import java.util.Locale;

/** A row is a pixel of the image, a column a channel of the group; the walk goes over window and filters. */
record InputGradientGemm(
        Place gradient, Place weights, Shape input, Shape output, Shape kernel, Window window, int groups)
        implements Gemm {
    @Override
    public Size rows() {
        return new Size((long) input.dim(1) * input.dim(2), true);
    }

    @Override
    public int columns() {
        return kernel.dim(2);
    }

    @Override
    public Size depth() {
        return new Size((long) window.height() * window.width() * filters(), false);
    }

    @Override
    public TileOperand leftOperand() {
        return new GradientOperand(gradient, input, output, window, groups);
    }

    @Override
    public TileOperand rightOperand() {
        return new FilterOperand(weights, kernel, groups);
    }

    private int filters() {
        return kernel.dim(3) / groups;
    }

    @Override
    public void row(JavaText text, int r) {
        var pixels = input.dim(1) * input.dim(2);
        text.line("int sample" + r + " = row" + r + " / " + pixels + ";")
                .line(String.format(
                        Locale.ROOT, "int top%d = row%d %% %d / %d + %d;", r, r, pixels, input.dim(2), window.padTop()))
                .line(String.format(
                        Locale.ROOT, "int left%d = row%d %% %d + %d;", r, r, input.dim(2), window.padLeft()));
    }

    @Override
    public int walk(JavaText text, int blockRows, int parts) {
        text.open("for (int i = 0; i < " + window.height() + "; i++)")
                .open("for (int j = 0; j < " + window.width() + "; j++)");
        for (var r = 0; r < blockRows; r++) {
            text.line(String.format(Locale.ROOT, "int down%d = top%d - i * %d;", r, r, window.dilationHeight()))
                    .line(String.format(Locale.ROOT, "int right%d = left%d - j * %d;", r, r, window.dilationWidth()))
                    .line(String.format(Locale.ROOT, "int y%d = down%d%s;", r, r, by("/", window.strideHeight())))
                    .line(String.format(Locale.ROOT, "int x%d = right%d%s;", r, r, by("/", window.strideWidth())))
                    .line(String.format(
                            Locale.ROOT,
                            "int from%d = ((sample%d * %d + y%d) * %d + x%d) * %d%s;",
                            r,
                            r,
                            output.dim(1),
                            r,
                            output.dim(2),
                            r,
                            output.dim(3),
                            group(filters())));
            Gemm.condition(text, "inside" + r, inside(r));
        }
        text.line(String.format(
                        Locale.ROOT,
                        "int weight = (i * %d + j) * %d%s;",
                        window.width(),
                        kernel.dim(2) * kernel.dim(3),
                        group(filters())))
                .open("for (int filter = 0; filter < " + filters() + "; filter++)");
        return 3;
    }

    private static String by(String operator, int stride) {
        return stride == 1 ? "" : " " + operator + " " + stride;
    }

    private String group(int size) {
        return groups == 1 ? "" : " + group * " + size;
    }

    private List<String> inside(int r) {
        var conditions = WindowAxis.rows(window, input).atWindow("down" + r);
        conditions.addAll(WindowAxis.columns(window, input).atWindow("right" + r));
        return conditions;
    }

    @Override
    public String left(int r) {
        var element = gradient.get("from" + r + " + filter");
        return inside(r).isEmpty() ? element : "inside" + r + " ? " + element + " : 0f";
    }

    @Override
    public String right(int c) {
        return weights.get("weight + column" + c + " * " + kernel.dim(3) + " + filter");
    }
}
