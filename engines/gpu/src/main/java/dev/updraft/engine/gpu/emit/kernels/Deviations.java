package dev.updraft.engine.gpu.emit.kernels;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.engine.gpu.emit.source.JavaText;
import dev.updraft.engine.gpu.emit.source.Reducer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sums of squared deviations from the mean beside plain sums, in one reading of the terms. What is kept are the number of terms, their
 * mean and the sum of squares about it; two such are joined by the formula of Chan, Golub and LeVeque. A mean is two floats, the second
 * what the first is less than it, as a mean that is large beside the deviations would not move any more where many terms meet few.
 * Terms are first added in short blocks about the block's first term: it is one of them, so that what is subtracted in the end is
 * never much larger than what remains.
 *
 * @param results {@code Sum}s and {@code SquaredDeviations}; the sum of what deviations are taken of is their mean, times the
 *     number of terms
 */
record Deviations(List<Node> results) implements Accumulator {
    /** Terms of a block. */
    private static final int BLOCK = 64;

    private static final String TERMS = "terms";

    /** What is kept for each result: its local names begin with its number. */
    private enum Kept {
        MEAN_AND_SQUARES,
        SUM,
        NOTHING
    }

    private Kept kept(int result) {
        var node = results.get(result);
        if (node.op() instanceof Op.SquaredDeviations) {
            return Kept.MEAN_AND_SQUARES;
        }
        return meanOf(node) >= 0 ? Kept.NOTHING : Kept.SUM;
    }

    /** The deviations of the same terms as a sum's; -1 if there are none. */
    private int meanOf(Node sum) {
        return IntStream.range(0, results.size())
                .filter(at -> results.get(at).op() instanceof Op.SquaredDeviations
                        && results.get(at).operand(0).equals(sum.operand(0)))
                .findFirst()
                .orElse(-1);
    }

    private List<String> names(String suffix) {
        var names = new ArrayList<>(List.of(TERMS + suffix));
        for (var result = 0; result < results.size(); result++) {
            switch (kept(result)) {
                case MEAN_AND_SQUARES ->
                    names.addAll(
                            List.of("mean" + result + suffix, "less" + result + suffix, "squares" + result + suffix));
                case SUM -> names.add("sum" + result + suffix);
                case NOTHING -> {}
            }
        }
        return names;
    }

    @Override
    public List<String> locals() {
        return names("");
    }

    private void declare(JavaText text) {
        locals().forEach(name -> text.line("float " + name + " = 0f;"));
    }

    @Override
    public void loop(JavaText text, String from, int step, long most, Reducer.Values terms) {
        declare(text);
        var block = (long) BLOCK * step;
        text.open("for (int block = " + from + "; block < end; block += " + block + ")")
                .line("int blockEnd = TornadoMath.min(block + " + block + ", end);")
                .line("float termsOfBlock = 0f;");
        for (var result = 0; result < results.size(); result++) {
            switch (kept(result)) {
                case MEAN_AND_SQUARES ->
                    text.line("float first" + result + " = 0f;")
                            .line("float shifted" + result + " = 0f;")
                            .line("float squared" + result + " = 0f;");
                case SUM -> text.line("float sum" + result + "OfBlock = 0f;");
                case NOTHING -> {}
            }
        }
        text.open("for (int term = block; term < blockEnd; term += " + step + ")");
        var values = terms.write(text);
        for (var result = 0; result < results.size(); result++) {
            var value = values.get(result);
            switch (kept(result)) {
                case MEAN_AND_SQUARES ->
                    text.line("first%1$s = term == block ? %2$s : first%1$s;".formatted(result, value))
                            .line("float apart%1$s = %2$s - first%1$s;".formatted(result, value))
                            .line("shifted%1$s += apart%1$s;".formatted(result))
                            .line("squared%1$s += apart%1$s * apart%1$s;".formatted(result));
                case SUM -> text.line("sum" + result + "OfBlock += " + value + ";");
                case NOTHING -> {}
            }
        }
        text.line("termsOfBlock += 1f;").close();
        for (var result = 0; result < results.size(); result++) {
            if (kept(result) == Kept.MEAN_AND_SQUARES) {
                text.line("float shift%1$s = shifted%1$s / termsOfBlock;".formatted(result))
                        .line("float mean%1$sOfBlock = first%1$s + shift%1$s;".formatted(result))
                        .line("float less%1$sOfBlock = shift%1$s - (mean%1$sOfBlock - first%1$s);".formatted(result))
                        .line("float squares%1$sOfBlock = squared%1$s - shifted%1$s * shift%1$s;".formatted(result));
            }
        }
        merge(text, locals(), names("OfBlock"));
        text.close();
    }

    @Override
    public void loopOfKept(JavaText text, String from, int step, long most, Reducer.Values kept) {
        declare(text);
        text.open("for (int term = " + from + "; term < end; term += " + step + ")");
        var names = names("OfPart");
        var values = kept.write(text);
        for (var at = 0; at < names.size(); at++) {
            text.line("float " + names.get(at) + " = " + values.get(at) + ";");
        }
        merge(text, locals(), names);
        text.close();
    }

    /** Either may have no terms: then the quotient is 0, or 1 beside a number of terms that is 0. */
    @Override
    public void merge(JavaText text, List<String> into, List<String> other) {
        text.line("float all = %s + %s;".formatted(into.getFirst(), other.getFirst()))
                .line("float share = %s / TornadoMath.max(all, 1f);".formatted(other.getFirst()));
        var at = 1;
        for (var result = 0; result < results.size(); result++) {
            switch (kept(result)) {
                case MEAN_AND_SQUARES -> {
                    var mean = into.get(at);
                    var less = into.get(at + 1);
                    var squares = into.get(at + 2);
                    text.line("float apart%s = (%s - %s) + (%s - %s);"
                                    .formatted(result, other.get(at), mean, other.get(at + 1), less))
                            .line("%1$s = %1$s + (%2$s + apart%3$s * apart%3$s * %4$s * share);"
                                    .formatted(squares, other.get(at + 2), result, into.getFirst()))
                            .line("float step%1$s = %2$s + apart%1$s * share;".formatted(result, less))
                            .line("float from%s = %s;".formatted(result, mean))
                            .line("%2$s = from%1$s + step%1$s;".formatted(result, mean))
                            .line("%2$s = step%1$s - (%3$s - from%1$s);".formatted(result, less, mean));
                    at += 3;
                }
                case SUM -> {
                    text.line("%1$s = %1$s + %2$s;".formatted(into.get(at), other.get(at)));
                    at++;
                }
                case NOTHING -> {}
            }
        }
        text.line(into.getFirst() + " = all;");
    }

    @Override
    public List<String> results(List<String> kept) {
        var expressions = new ArrayList<String>();
        for (var result = 0; result < results.size(); result++) {
            expressions.add(
                    switch (kept(result)) {
                        case MEAN_AND_SQUARES -> kept.get(place(result) + 2);
                        case SUM -> kept.get(place(result));
                        case NOTHING -> {
                            var mean = place(meanOf(results.get(result)));
                            yield kept.get(mean) + " * " + kept.getFirst() + " + " + kept.get(mean + 1) + " * "
                                    + kept.getFirst();
                        }
                    });
        }
        return expressions;
    }

    /** Where the first value that is kept for a result lies. */
    private int place(int result) {
        var place = 1;
        for (var before = 0; before < result; before++) {
            place += switch (kept(before)) {
                case MEAN_AND_SQUARES -> 3;
                case SUM -> 1;
                case NOTHING -> 0;
            };
        }
        return place;
    }
}
