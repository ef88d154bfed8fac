package dev.updraft.engine.gpu.emit.source;

import dev.updraft.compiler.ops.BinaryFunction;
import java.util.List;

/** How many values become one. */
public enum Reducer {
    SUM("sum", "0f"),
    MAX("largest", "Float.NEGATIVE_INFINITY");

    /** A sum of more terms than this is one of sums, so that rounding errors do not grow with the number of terms. */
    private static final int LONG_SUM = 256;

    private static final int BLOCK = 64;

    private final String local;
    private final String start;

    Reducer(String local, String start) {
        this.local = local;
        this.start = start;
    }

    /** The name of the local that holds the folded value number {@code result}. */
    public String local(int result) {
        return local + (result == 0 ? "" : result + 1);
    }

    /** The declaration of a local that has folded nothing yet. */
    String declare(String name) {
        return "float " + name + " = " + start + ";";
    }

    /**
     * Writes the statements that take one more value.
     *
     * @param local a name that is still free, for the value
     */
    public void take(JavaText text, String folded, String value, String local) {
        switch (this) {
            case SUM -> text.line(folded + " += " + value + ";");
            case MAX ->
                text.line("float " + local + " = " + value + ";")
                        .line(folded + " = " + Functions.combine(BinaryFunction.MAXIMUM, folded, local) + ";");
        }
    }

    /** Writes what is to be folded for the term {@code term}. */
    public interface Values {
        /** The expressions of the values, one for each result, after the statements they need. */
        List<String> write(JavaText text);
    }

    /**
     * Writes the loop that folds terms, one after another, up to the local {@code end}.
     *
     * @param from expression of the first term
     * @param step from one term to the next
     * @param most terms that the loop may have
     */
    public void loop(JavaText text, int results, String from, int step, long most, Values values) {
        for (var result = 0; result < results; result++) {
            text.line(declare(local(result)));
        }
        var next = step == 1 ? "term++" : "term += " + step;
        if (this == MAX || most <= LONG_SUM) {
            text.open("for (int term = " + from + "; term < end; " + next + ")");
            takeAll(text, "", values);
            text.close();
            return;
        }
        var block = (long) BLOCK * step;
        text.open("for (int block = " + from + "; block < end; block += " + block + ")")
                .line("int blockEnd = TornadoMath.min(block + " + block + ", end);");
        for (var result = 0; result < results; result++) {
            text.line(declare(local(result) + "OfBlock"));
        }
        text.open("for (int term = block; term < blockEnd; " + next + ")");
        takeAll(text, "OfBlock", values);
        text.close();
        for (var result = 0; result < results; result++) {
            take(text, local(result), local(result) + "OfBlock", local(result) + "Next");
        }
        text.close();
    }

    private void takeAll(JavaText text, String suffix, Values values) {
        var result = 0;
        for (var value : values.write(text)) {
            take(text, local(result) + suffix, value, local(result) + "Next");
            result++;
        }
    }
}
