package dev.updraft.engine.gpu.emit.context;

import dev.updraft.engine.gpu.emit.source.JavaText;
import java.util.List;

/** What becomes of what a work-item has computed for one element. */
@FunctionalInterface
public interface Finish {

    /**
     * Writes the statements.
     *
     * @param index expression of the element's row-major index
     * @param values names of the locals that hold the element, one for each of the kernel's results
     */
    void write(JavaText text, String index, List<String> values);

    /** They are stored, each in its place. */
    static Finish storing(List<Place> places) {
        return (text, index, values) -> {
            for (var result = 0; result < places.size(); result++) {
                text.line(places.get(result).set(index, values.get(result)));
            }
        };
    }
}
