package dev.updraft.compiler.layers;

/**
 * A penalty added to the loss for one weight tensor: {@code l1 · Σ|w| + l2 · Σw²}.
 *
 * @param l1 factor for the absolute values, 0 for none
 * @param l2 factor for the squares, 0 for none
 */
public record Regularizer(double l1, double l2) {
    public static final Regularizer NONE = new Regularizer(0, 0);
}
