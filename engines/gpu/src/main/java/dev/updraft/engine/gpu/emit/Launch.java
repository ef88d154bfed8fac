package dev.updraft.engine.gpu.emit;

import dev.updraft.engine.gpu.emit.context.Accesses;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.device.Control;
import dev.updraft.engine.gpu.emit.source.Grid;
import dev.updraft.engine.gpu.emit.source.JavaText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Kernels that depend on none of each other, launched as one: each has some of the work-groups. Those whose work-items meet at barriers
 * are launched alone: on PoCL 3.1 weights came out wrong where they were not, also among themselves.
 */
final class Launch {
    /** So many kernels at most: a work-group finds its own by asking one after another. */
    private static final int MOST_KERNELS = 8;

    /** So many lines at most, as compilers take longer than in proportion for long kernels. */
    private static final int MOST_LINES = 2000;

    private final List<GeneratedKernel> kernels = new ArrayList<>();
    private long lines;
    private int workGroup;

    Launch(GeneratedKernel first) {
        add(first);
    }

    /** What is launched. */
    List<GeneratedKernel> kernels() {
        return List.copyOf(kernels);
    }

    /** Whether a kernel must follow one of these. */
    boolean isBefore(GeneratedKernel kernel) {
        return kernels.stream().anyMatch(other -> kernel.accesses().mustFollow(other.accesses()));
    }

    /** Whether one of another launch must follow one of these. */
    boolean isBefore(Launch other) {
        return other.kernels.stream().anyMatch(this::isBefore);
    }

    /** Adds a kernel that must follow none of these, if it can share a launch with them; otherwise nothing happens. */
    boolean take(GeneratedKernel kernel) {
        if (kernels.size() == MOST_KERNELS
                || lines + lines(kernel) > MOST_LINES
                || !sharesLaunches(kernel)
                || !sharesLaunches(kernels.getFirst())) {
            return false;
        }
        add(kernel);
        return true;
    }

    /** Whether it is known what a kernel touches, and its work-items need not meet. */
    private static boolean sharesLaunches(GeneratedKernel kernel) {
        return !kernel.accesses().equals(Accesses.ALL) && !kernel.body().contains("context.localBarrier()");
    }

    private void add(GeneratedKernel kernel) {
        kernels.add(kernel);
        lines += lines(kernel);
        workGroup = Math.max(workGroup, kernel.grid().localX());
    }

    private static long lines(GeneratedKernel kernel) {
        return kernel.body().lines().count();
    }

    /** The kernel that is all of them. */
    GeneratedKernel kernel() {
        var first = kernels.getFirst();
        if (kernels.size() == 1) {
            return first;
        }
        var text = new JavaText().line("int launchGroup = context.groupIdx;");
        var groups = 0L;
        for (var at = 0; at < kernels.size(); at++) {
            var kernel = kernels.get(at);
            var from = groups;
            groups += groups(kernel.grid());
            var isLast = at == kernels.size() - 1;
            if (!isLast) {
                text.open("if (launchGroup < " + groups + ")");
            }
            member(text, kernel, from);
            text.close();
            if (!isLast) {
                text.open("else");
            }
        }
        for (var open = 2; open < kernels.size(); open++) {
            text.close();
        }
        return new GeneratedKernel(
                first.name() + "_and_" + (kernels.size() - 1) + "_more",
                kernels.size() + " kernels at once. "
                        + kernels.stream()
                                .map(each -> each.name() + ": " + each.comment())
                                .collect(Collectors.joining(" ")),
                first.origin(),
                Grid.of(groups * workGroup, workGroup),
                text.toString(),
                first.accesses());
    }

    /** Work-groups of a kernel, if they are of this launch's size. */
    private long groups(Grid grid) {
        return (long) groupsAlongX(grid) * grid.globalY() * grid.globalZ();
    }

    private int groupsAlongX(Grid grid) {
        return Math.ceilDiv(grid.globalX(), workGroup);
    }

    /** Gives a kernel the indices that it would have alone. Compilers do not know them, as they do not know those they are told. */
    private void member(JavaText text, GeneratedKernel kernel, long from) {
        var grid = kernel.grid();
        var along = groupsAlongX(grid);
        var isFlat = grid.globalY() == 1 && grid.globalZ() == 1;
        text.line("int member = launchGroup" + (from == 0 ? "" : " - " + from) + " + control.get(" + Control.ZERO
                        + ");")
                .line("int memberX = member" + (isFlat ? "" : " % " + along) + ";");
        var body = kernel.body()
                .replace("context.globalIdx", "(memberX * " + workGroup + " + context.localIdx)")
                .replace("context.groupIdx", "memberX");
        if (!isFlat) {
            body = body.replace("context.globalIdy", "(member / " + along + " % " + grid.globalY() + ")")
                    .replace("context.globalIdz", "(member / " + (long) along * grid.globalY() + ")");
        }
        text.lines(body);
    }
}
