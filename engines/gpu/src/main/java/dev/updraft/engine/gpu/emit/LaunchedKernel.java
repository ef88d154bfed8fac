package dev.updraft.engine.gpu.emit;

import dev.updraft.engine.gpu.emit.context.Accesses;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A kernel with what decides which launch it may be part of.
 *
 * @param lines of its body
 * @param meets whether its work-items meet at barriers: then its groups have the size that it was written for
 * @param localSizes elements of each array in local memory
 */
record LaunchedKernel(GeneratedKernel kernel, int lines, boolean meets, List<Integer> localSizes) {
    private static final Pattern LOCAL_ARRAY =
            Pattern.compile("float\\[\\] (\\w+) = context\\.allocateFloatLocalArray\\((\\d+)(?: \\* (\\d+))?\\);");

    static LaunchedKernel of(GeneratedKernel kernel) {
        var body = kernel.body();
        return new LaunchedKernel(
                kernel,
                (int) body.lines().count(),
                body.contains("context.localBarrier()"),
                LOCAL_ARRAY
                        .matcher(body)
                        .results()
                        .map(found -> Integer.parseInt(found.group(2))
                                * (found.group(3) == null ? 1 : Integer.parseInt(found.group(3))))
                        .toList());
    }

    /** Work-items of a group. */
    int workGroup() {
        return kernel.grid().localX();
    }

    /** Whether it is known what it touches. */
    boolean isKnown() {
        return !kernel.accesses().equals(Accesses.ALL);
    }

    boolean mustFollow(LaunchedKernel before) {
        return kernel.accesses().mustFollow(before.kernel.accesses());
    }

    /** The body with its arrays in local memory declared as others, {@code launchArray0} and so on. */
    String withArraysOfLaunch(String body) {
        var text = body;
        for (var array = 0; array < localSizes.size(); array++) {
            text = LOCAL_ARRAY.matcher(text).replaceFirst("float[] $1 = launchArray" + array + ";");
        }
        return text;
    }
}
