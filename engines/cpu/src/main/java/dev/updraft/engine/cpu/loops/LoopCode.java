package dev.updraft.engine.cpu.loops;

/** A generated loop; see {@link LoopGenerator}. */
interface LoopCode {
    /**
     * Computes elements {@code from} to {@code to}.
     *
     * @param places the register of each place
     */
    void run(float[][] registers, int[] places, int from, int to);
}
