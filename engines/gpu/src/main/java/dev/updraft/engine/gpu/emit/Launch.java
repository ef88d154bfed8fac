package dev.updraft.engine.gpu.emit;

import dev.updraft.engine.gpu.emit.context.Accesses;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.device.Control;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.source.Grid;
import dev.updraft.engine.gpu.emit.source.JavaText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Kernels that depend on none of each other, launched as one: each has some of the work-groups. Local memory is declared once, as OpenCL
 * wants it at the beginning of a kernel, and is as large as the largest of them needs.
 */
final class Launch {
    private static final Pattern LOCAL_ARRAY =
            Pattern.compile("float\\[\\] (\\w+) = context\\.allocateFloatLocalArray\\((\\d+)(?: \\* (\\d+))?\\);");

    /** So many kernels at most: a work-group finds its own by asking one after another. */
    private static final int MOST_KERNELS = 8;

    /** So many lines at most, as compilers take longer than in proportion for long kernels. */
    private static final int MOST_LINES = 2000;

    /**
     * Elements from which a kernel that waits for memory fills a GPU by itself. Beside a product it would have as few work-items at a
     * time as that, whose registers are many.
     */
    private static final int LARGE = 1 << 16;

    private final List<GeneratedKernel> kernels = new ArrayList<>();
    private final List<Integer> localSizes = new ArrayList<>();
    private int lines;
    private int workGroup;
    private boolean meets;

    Launch(GeneratedKernel first) {
        add(first, sizes(first));
    }

    List<GeneratedKernel> kernels() {
        return kernels;
    }

    /** Adds a kernel that must follow none of these, if it can share a launch with them; otherwise nothing happens. */
    boolean take(GeneratedKernel kernel, DeviceTraits traits) {
        var sizes = sizes(kernel);
        var together = Math.max(workGroup, kernel.grid().localX());
        var sizesDiffer = workGroup != kernel.grid().localX()
                && (meets && workGroup < together
                        || meets(kernel) && kernel.grid().localX() < together);
        if (kernels.size() == MOST_KERNELS
                || sizesDiffer
                || lines + lines(kernel) > MOST_LINES
                || kernel.accesses().equals(Accesses.ALL)
                || kernels.getFirst().accesses().equals(Accesses.ALL)
                || kernels.stream().anyMatch(other -> isSlowedDown(kernel, other) || isSlowedDown(other, kernel))
                || Float.BYTES * total(largest(sizes)) > traits.localBytes()) {
            return false;
        }
        add(kernel, sizes);
        return true;
    }

    private void add(GeneratedKernel kernel, List<Integer> sizes) {
        kernels.add(kernel);
        var largest = largest(sizes);
        localSizes.clear();
        localSizes.addAll(largest);
        lines += lines(kernel);
        workGroup = Math.max(workGroup, kernel.grid().localX());
        meets = meets || meets(kernel);
    }

    private static int lines(GeneratedKernel kernel) {
        return (int) kernel.body().lines().count();
    }

    /** Whether its work-items meet at barriers: then its groups have the size that it was written for. */
    private static boolean meets(GeneratedKernel kernel) {
        return kernel.body().contains("context.localBarrier()");
    }

    private static boolean isSlowedDown(GeneratedKernel kernel, GeneratedKernel beside) {
        var isProduct = meets(beside) && beside.origin().op().isContraction();
        return isProduct && !meets(kernel) && kernel.grid().globalX() > LARGE;
    }

    /** Elements of each array in local memory. */
    private static List<Integer> sizes(GeneratedKernel kernel) {
        return LOCAL_ARRAY
                .matcher(kernel.body())
                .results()
                .map(found -> Integer.parseInt(found.group(2))
                        * (found.group(3) == null ? 1 : Integer.parseInt(found.group(3))))
                .toList();
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
        var first = kernels.getFirst();
        if (kernels.size() == 1) {
            return first;
        }
        var text = new JavaText().line("int launchGroup = context.groupIdx;");
        for (var array = 0; array < localSizes.size(); array++) {
            text.line("float[] launchArray" + array + " = context.allocateFloatLocalArray(" + localSizes.get(array)
                    + ");");
        }
        var groups = 0L;
        for (var kernel : kernels) {
            var from = groups;
            groups += groups(kernel);
            var isLast = kernel == kernels.getLast();
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
                                .map(kernel -> kernel.name() + ": " + kernel.comment())
                                .collect(Collectors.joining(" ")),
                first.origin(),
                Grid.of(groups * workGroup, workGroup),
                text.toString(),
                first.accesses());
    }

    /** Work-groups of a kernel, if they are of this launch's size. */
    private long groups(GeneratedKernel kernel) {
        var grid = kernel.grid();
        return (long) groupsAlongX(kernel) * grid.globalY() * grid.globalZ();
    }

    private int groupsAlongX(GeneratedKernel kernel) {
        return Math.ceilDiv(kernel.grid().globalX(), workGroup);
    }

    /** Gives a kernel the indices that it would have alone. Compilers do not know them, as they do not know those they are told. */
    private void member(JavaText text, GeneratedKernel kernel, long from) {
        var grid = kernel.grid();
        var along = groupsAlongX(kernel);
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
        var array = 0;
        for (var found = LOCAL_ARRAY.matcher(body); found.find(); found = LOCAL_ARRAY.matcher(body)) {
            body = found.replaceFirst("float[] " + found.group(1) + " = launchArray" + array + ";");
            array++;
        }
        text.lines(body);
    }
}
