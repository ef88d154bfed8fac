package dev.updraft.compiler.layers;

/** A height and a width, in pixels or steps. */
public record Size(int height, int width) {
    @Override
    public String toString() {
        return height + "×" + width;
    }
}
