package dev.updraft.engine.gpu.emit;

import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import java.util.ArrayList;
import java.util.List;

/**
 * Which kernels of a step share a launch: small ones take less time than launching them. Each goes to the first launch behind all that it
 * must follow, where it may; so kernels that few wait for, such as gradients of biases, move forward to the side of others.
 */
final class Launches {
    private Launches() {}

    /** The launches of a step, in order; kernels are given in an order in which they could run one after another. */
    static List<Launch> of(List<GeneratedKernel> kernels, DeviceTraits traits) {
        var launches = new ArrayList<Launch>();
        for (var kernel : kernels) {
            var first = launches.size();
            while (first > 0
                    && launches.get(first - 1).kernels().stream()
                            .noneMatch(before -> kernel.accesses().mustFollow(before.accesses()))) {
                first--;
            }
            var isTaken =
                    launches.subList(first, launches.size()).stream().anyMatch(launch -> launch.take(kernel, traits));
            if (!isTaken) {
                launches.add(new Launch(kernel));
            }
        }
        return launches;
    }
}
