package dev.updraft.engine.gpu.emit.context;

import dev.updraft.engine.gpu.emit.source.JavaText;

/**
 * A value that lies in parts, which whoever reads an element adds, the first part first.
 *
 * @param place of the first part
 * @param count expression of how many there are
 * @param stride expression of the elements from one part to the next
 */
public record Parts(Place place, String count, String stride) {

    public Parts(Place place, int count, long stride) {
        this(place, Integer.toString(count), Long.toString(stride));
    }

    /** Writes the statements that add an element's parts to a new local. */
    public void add(JavaText text, String index, String local) {
        text.line("float " + local + " = 0f;")
                .open("for (int part = 0; part < " + count + "; part++)")
                .line(local + " = " + local + " + " + place.get("part * " + stride + " + " + index) + ";")
                .close();
    }
}
