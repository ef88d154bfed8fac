package dev.updraft.engine.gpu.emit;

import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.device.Control;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.source.Grid;
import dev.updraft.engine.gpu.emit.source.JavaText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Kernels that depend on none of each other, launched as one: each has some of the work-groups. Local memory is declared once, as OpenCL
 * wants it at the beginning of a kernel, and is as large as the largest of them needs. Kernels whose work-items meet at barriers are not
 * put beside others: on PoCL 3.1 some of these launches gave wrong numbers.
 */
final class Launch {
    /** So many kernels at most: a work-group finds its own by asking one after another. */
    private static final int MOST_KERNELS = 8;

    /** So many lines at most, as compilers take longer than in proportion for long kernels. */
    private static final int MOST_LINES = 2000;

    private final List<LaunchedKernel> kernels = new ArrayList<>();
    private List<Integer> localSizes = List.of();
    private int lines;
    private int workGroup;
    private boolean meets;

    Launch(LaunchedKernel first) {
        add(first);
    }

    /** What is launched. */
    List<GeneratedKernel> kernels() {
        return kernels.stream().map(LaunchedKernel::kernel).toList();
    }

    /** Whether a kernel must follow one of these. */
    boolean isBefore(LaunchedKernel kernel) {
        return kernels.stream().anyMatch(kernel::mustFollow);
    }

    /** Whether one of another launch must follow one of these. */
    boolean isBefore(Launch other) {
        return other.kernels.stream().anyMatch(this::isBefore);
    }

    /** Adds a kernel that must follow none of these, if it can share a launch with them; otherwise nothing happens. */
    boolean take(LaunchedKernel kernel, DeviceTraits traits) {
        if (kernels.size() == MOST_KERNELS
                || lines + kernel.lines() > MOST_LINES
                || meets != kernel.meets()
                || (meets && workGroup != kernel.workGroup())
                || !kernel.isKnown()
                || kernels.stream().anyMatch(other -> !other.isKnown())
                || Float.BYTES * total(largest(kernel.localSizes())) > traits.localBytes()) {
            return false;
        }
        add(kernel);
        return true;
    }

    private void add(LaunchedKernel kernel) {
        kernels.add(kernel);
        localSizes = largest(kernel.localSizes());
        lines += kernel.lines();
        workGroup = Math.max(workGroup, kernel.workGroup());
        meets = kernel.meets();
    }

    private List<Integer> largest(List<Integer> sizes) {
        var largest = new ArrayList<Integer>();
        for (var array = 0; array < Math.max(sizes.size(), localSizes.size()); array++) {
            largest.add(Math.max(
                    array < sizes.size() ? sizes.get(array) : 0,
                    array < localSizes.size() ? localSizes.get(array) : 0));
        }
        return largest;
    }

    private static int total(List<Integer> sizes) {
        return sizes.stream().mapToInt(Integer::intValue).sum();
    }

    /** The kernel that is all of them. */
    GeneratedKernel kernel() {
        var first = kernels.getFirst().kernel();
        if (kernels.size() == 1) {
            return first;
        }
        var text = new JavaText().line("int launchGroup = context.groupIdx;");
        for (var array = 0; array < localSizes.size(); array++) {
            text.line("float[] launchArray" + array + " = context.allocateFloatLocalArray(" + localSizes.get(array)
                    + ");");
        }
        var groups = 0L;
        for (var at = 0; at < kernels.size(); at++) {
            var kernel = kernels.get(at);
            var from = groups;
            groups += groups(kernel.kernel().grid());
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
                                .map(each -> each.kernel().name() + ": "
                                        + each.kernel().comment())
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
    private void member(JavaText text, LaunchedKernel kernel, long from) {
        var grid = kernel.kernel().grid();
        var along = groupsAlongX(grid);
        var isFlat = grid.globalY() == 1 && grid.globalZ() == 1;
        text.line("int member = launchGroup" + (from == 0 ? "" : " - " + from) + " + control.get(" + Control.ZERO
                        + ");")
                .line("int memberX = member" + (isFlat ? "" : " % " + along) + ";");
        var body = kernel.kernel()
                .body()
                .replace("context.globalIdx", "(memberX * " + workGroup + " + context.localIdx)")
                .replace("context.groupIdx", "memberX");
        if (!isFlat) {
            body = body.replace("context.globalIdy", "(member / " + along + " % " + grid.globalY() + ")")
                    .replace("context.globalIdz", "(member / " + (long) along * grid.globalY() + ")");
        }
        text.lines(kernel.withArraysOfLaunch(body));
    }
}
