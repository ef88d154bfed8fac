package dev.updraft.training.linear;

/** The loss of each sample as a function of its scores, which are arrays by output, then sample. */
interface SampleLoss {
    /** How many scores a sample has. */
    int outputs();

    int samples();

    /**
     * Computes loss, slopes and curvatures.
     *
     * @param slopes of each sample's loss by each score
     * @param curvatures the second derivatives by each score alone
     * @return the sum of the losses
     */
    double compute(double[][] scores, double[][] slopes, double[][] curvatures);
}
