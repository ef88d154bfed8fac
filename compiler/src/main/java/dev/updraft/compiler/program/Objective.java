package dev.updraft.compiler.program;

/**
 * What a learner asks that is told by the loss how the output of each sample should move, and not by an optimizer how weights
 * should.
 *
 * <p>Both programs take instead of the model's inputs one, {@value #SCORES}, and the targets.
 *
 * @param training has {@code evaluate} alone, which weighs classes as training does, and gives behind the model's outputs {@value
 *     #GRADIENT} and {@value #CURVATURE}
 * @param validation has {@code evaluate} as the model itself has it
 */
public record Objective(Program training, Program validation) {

    /** What the learner has found for the samples of the batch, {@code [batch, outputs]}. */
    public static final String SCORES = "scores";

    /** The derivative of each sample's loss by its scores. */
    public static final String GRADIENT = "gradient";

    /** The second derivative of each sample's loss by each of its scores alone: the diagonal. */
    public static final String CURVATURE = "curvature";
}
