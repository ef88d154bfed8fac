package dev.updraft.engine.gpu.worker;

import dev.updraft.engine.gpu.emit.device.TreeArray;
import dev.updraft.engine.gpu.worker.PlanRequest.Region;
import java.util.List;

/**
 * Rows to make ready on a device, to grow trees there.
 *
 * @param device index of the device
 * @param sizes of the kernels
 * @param regions one for each {@link TreeArray}, in its order
 */
public record TreeRequest(int device, Sizes sizes, List<Region<TreeArray>> regions) {
    public TreeRequest {
        regions = List.copyOf(regions);
    }

    /**
     * How many work-items kernels have.
     *
     * @param countParts the most parts of a call that counts
     * @param moveParts the most parts of a call that parts nodes
     * @param features how many there are
     * @param histogram sums of a histogram of all features
     */
    public record Sizes(int countParts, int moveParts, int features, int histogram) {}
}
