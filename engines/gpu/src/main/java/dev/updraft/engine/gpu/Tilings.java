package dev.updraft.engine.gpu;

import dev.updraft.compiler.plan.ExecutablePlan;
import dev.updraft.compiler.program.Program;
import dev.updraft.compiler.program.Purpose;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;

/** How the products of a session are cut up. Whatever is chosen, the results are the same bits. */
interface Tilings {

    /** The tiling of a product; asked for devices with local memory only. */
    Tiling of(GemmShape product);

    /**
     * Called when there is room on the device for a plan, before it is loaded.
     *
     * @param plan of the program's graph for {@code purpose}
     * @return whether {@link #of} may answer otherwise from now on
     */
    default boolean improve(Program program, Purpose purpose, ExecutablePlan plan) {
        return false;
    }

    /** The same as far as they are known, for what must not take time. */
    default Tilings untried() {
        return product -> of(product);
    }

    /** What is likely to be best, untried. */
    static Tilings likelyBest(DeviceTraits traits) {
        return product -> Tiling.likelyBest(product, traits);
    }
}
