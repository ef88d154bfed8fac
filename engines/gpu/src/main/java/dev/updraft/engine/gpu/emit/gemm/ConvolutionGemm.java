package dev.updraft.engine.gpu.emit.gemm;

import dev.updraft.compiler.ops.Window;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.source.WindowAxis;
import java.util.List;
import java.util.Locale;

/** A row is a place of the output, a column a filter of the group; the walk goes over window and channels. */
record ConvolutionGemm(Place image, Place weights, Shape input, Shape output, Shape kernel, Window window, int groups)
        implements Gemm {
    @Override
    public Size rows() {
        return new Size((long) output.dim(1) * output.dim(2), true);
    }

    @Override
    public int columns() {
        return kernel.dim(3) / groups;
    }

    @Override
    public Size depth() {
        return new Size(kernel.elementsPerSample() / kernel.dim(3), false);
    }

    @Override
    public TileOperand leftOperand() {
        return new ImageOperand(image, input, output, window, groups, true);
    }

    @Override
    public TileOperand rightOperand() {
        return new MatrixOperand(weights, 1, kernel.dim(3), group(columns()));
    }

    @Override
    public void row(JavaText text, int r) {
        var places = output.dim(1) * output.dim(2);
        text.line("int sample" + r + " = row" + r + " / " + places + ";")
                .line(String.format(
                        Locale.ROOT,
                        "int top%d = row%d %% %d / %d * %d - %d;",
                        r,
                        r,
                        places,
                        output.dim(2),
                        window.strideHeight(),
                        window.padTop()))
                .line(String.format(
                        Locale.ROOT,
                        "int left%d = row%d %% %d * %d - %d;",
                        r,
                        r,
                        output.dim(2),
                        window.strideWidth(),
                        window.padLeft()));
    }

    @Override
    public int walk(JavaText text, int blockRows, int parts) {
        text.open("for (int i = 0; i < " + window.height() + "; i++)")
                .open("for (int j = 0; j < " + window.width() + "; j++)");
        for (var r = 0; r < blockRows; r++) {
            text.line(String.format(Locale.ROOT, "int y%d = top%d + i * %d;", r, r, window.dilationHeight()))
                    .line(String.format(Locale.ROOT, "int x%d = left%d + j * %d;", r, r, window.dilationWidth()))
                    .line(String.format(
                            Locale.ROOT,
                            "int from%d = ((sample%d * %d + y%d) * %d + x%d) * %d%s;",
                            r,
                            r,
                            input.dim(1),
                            r,
                            input.dim(2),
                            r,
                            input.dim(3),
                            group(kernel.dim(2))));
            Gemm.condition(text, "inside" + r, inside(r));
        }
        text.line(String.format(
                        Locale.ROOT,
                        "int weight = (i * %d + j) * %d%s;",
                        window.width(),
                        kernel.dim(2) * kernel.dim(3),
                        group(columns())))
                .open("for (int channel = 0; channel < " + kernel.dim(2) + "; channel++)");
        return 3;
    }

    private String group(int size) {
        return groups == 1 ? "" : " + group * " + size;
    }

    private List<String> inside(int r) {
        var conditions = WindowAxis.rows(window, input).inImage("y" + r);
        conditions.addAll(WindowAxis.columns(window, input).inImage("x" + r));
        return conditions;
    }

    @Override
    public String left(int r) {
        var element = image.get("from" + r + " + channel");
        return inside(r).isEmpty() ? element : "inside" + r + " ? " + element + " : 0f";
    }

    @Override
    public String right(int c) {
        return weights.get("weight + channel * " + kernel.dim(3) + " + column" + c);
    }
}
