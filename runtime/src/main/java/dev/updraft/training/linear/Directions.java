package dev.updraft.training.linear;

import dev.updraft.training.linear.LinearProblem.Position;

/** Where to go from weights. */
interface Directions {
    /** What is added to the weights, by output, then column; the gradient falls along it. */
    double[][] from(Position position);

    /** Hears of a step that was taken. */
    default void moved(Position from, Position to) {}

    /** Forgets what steps have shown. */
    default void forget() {}

    /** Whether the direction leads to the minimum itself, as far as the curvature tells. */
    boolean isExact();
}
