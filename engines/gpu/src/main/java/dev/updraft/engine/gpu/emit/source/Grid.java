package dev.updraft.engine.gpu.emit.source;

/**
 * How many work-items run a kernel, and in which groups. Global sizes are multiples of the local ones.
 *
 * @param globalX work-items along x, the axis in which neighbours should touch neighbouring elements
 * @param globalY work-items along y
 * @param globalZ work-items along z
 * @param localX work-items of a group along x
 * @param localY work-items of a group along y
 */
public record Grid(int globalX, int globalY, int globalZ, int localX, int localY) {

    /**
     * At least {@code items} work-items in groups of {@code local}, and never one alone: TornadoVM then takes the index for
     * the constant 0 and stumbles over conditions that are always true.
     */
    public static Grid of(long items, int local) {
        return new Grid(rounded(items, Math.max(2, local)), 1, 1, Math.max(2, local), 1);
    }

    private static int rounded(long items, int local) {
        return Math.toIntExact(Math.max(1, Math.ceilDiv(items, local)) * local);
    }
}
