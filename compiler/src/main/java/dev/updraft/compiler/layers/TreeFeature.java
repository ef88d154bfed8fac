package dev.updraft.compiler.layers;

/**
 * A number that trees ask about.
 *
 * @param name of its column, or its place in the input
 * @param categories how many integers there are from 0 on, if it has no order: a question is then whether it is one of a set;
 *     0 for a number, of which a question is whether it is at most a threshold
 */
public record TreeFeature(String name, int categories) {

    /** A number. */
    public static TreeFeature number(String name) {
        return new TreeFeature(name, 0);
    }

    /** Whether it is a category without an order. */
    public boolean isCategory() {
        return categories > 0;
    }
}
