package dev.updraft.engine.gpu.emit;

import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which kernels of a step share a launch: small ones take less time than launching them. Each goes to the first launch behind all that it
 * must follow, where it may; so kernels that few wait for, such as gradients of biases, move forward to the side of others.
 */
final class Launches {
    /** A launch is moved past so few others that what it reads is still in caches. */
    private static final int FARTHEST = 4;

    private Launches() {}

    /** The launches of a step, in order; kernels are given in an order in which they could run one after another. */
    static List<Launch> of(List<GeneratedKernel> kernels) {
        var launches = new ArrayList<Launch>();
        for (var kernel : kernels) {
            var first = launches.size();
            while (first > 0 && !launches.get(first - 1).isBefore(kernel)) {
                first--;
            }
            var isTaken = launches.subList(first, launches.size()).stream().anyMatch(launch -> launch.take(kernel));
            if (!isTaken) {
                var waiting = waiting(launches.subList(0, first), launches, kernel);
                launches.add(waiting == null ? new Launch(kernel) : waiting);
            }
        }
        return launches;
    }

    /** A launch that nothing behind it must follow, and that has taken the kernel in: it is moved to the end. */
    private static @Nullable Launch waiting(List<Launch> before, List<Launch> launches, GeneratedKernel kernel) {
        for (var at = before.size() - 1; at >= Math.max(0, before.size() - FARTHEST); at--) {
            var launch = before.get(at);
            if (!launch.isBefore(kernel)
                    && launches.subList(at + 1, launches.size()).stream().noneMatch(launch::isBefore)
                    && launch.take(kernel)) {
                launches.remove(launch);
                return launch;
            }
        }
        return null;
    }
}
