package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.cpu.execution.Buffer;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.execution.Region;
import dev.updraft.engine.cpu.loops.ContiguousRuns;
import dev.updraft.engine.cpu.loops.Instruction;
import dev.updraft.engine.cpu.loops.PointwiseTask;
import dev.updraft.engine.cpu.loops.PointwiseTask.DeviationsResult;
import dev.updraft.engine.cpu.loops.PointwiseTask.Lanes;
import dev.updraft.engine.cpu.loops.PointwiseTask.Result;
import dev.updraft.engine.cpu.loops.PointwiseTask.SumResult;
import dev.updraft.engine.cpu.loops.Strides;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a {@link Kernel.Pointwise} into instructions, with as few registers as there are values alive at once. */
final class PointwiseCompiler {
    private final BindingContext bindingContext;
    private final Kernel.Pointwise kernel;
    /** The product that comes part by part; null for none. */
    private final @Nullable Node part;

    private final int[] dims;
    /** Of what is computed a row at a time. */
    private final int[] rowDims;

    private final int rowLength;
    private final int block;
    private final List<Instruction> once = new ArrayList<>();
    private final List<Instruction> perBlock = new ArrayList<>();
    private final List<Result> sums = new ArrayList<>();
    private final Map<Node, Integer> registers = new HashMap<>();
    private final Set<Node> constant = new HashSet<>();
    private final Set<Node> results;
    /** Sums of rows that the loop itself reads. */
    private final Set<Node> rowSums = new HashSet<>();
    /** How many are still to read a node. */
    private final Map<Node, Integer> readers = new HashMap<>();
    /** Nodes that are going to be one loop. */
    private final LoopRun run = new LoopRun(this::isNumber, node -> readers.getOrDefault(node, 0));

    /** Sums of their values. */
    private final List<Node> sumsOfRun = new ArrayList<>();
    /** The lowest is taken first: most often one of a tensor that was read, so that a generated loop has few registers. */
    private final PriorityQueue<Integer> free = new PriorityQueue<>();

    private int registerCount;
    private int accumulators;
    private int foldRegister = -1;

    private PointwiseCompiler(BindingContext bindingContext, Kernel.Pointwise kernel, @Nullable Node part) {
        this.bindingContext = bindingContext;
        this.kernel = kernel;
        this.part = part;
        this.dims = kernel.shape().bind(bindingContext.samples());
        this.rowDims = dims.clone();
        this.rowLength = dims.length == 0 ? 1 : dims[dims.length - 1];
        if (dims.length > 0) {
            rowDims[dims.length - 1] = 1;
        }
        kernel.body().stream()
                .filter(node -> !(node.op() instanceof Op.Reduction))
                .flatMap(node -> node.operands().stream())
                .filter(node ->
                        node.op() instanceof Op.Reduction && kernel.body().contains(node))
                .forEach(rowSums::add);
        this.results =
                kernel.results().stream().filter(node -> !isWholeSum(node)).collect(Collectors.toSet());
        this.block = block();
        for (var node : kernel.body()) {
            if (!(node.op() instanceof Op.Broadcast) || kernel.body().contains(node.operand(0))) {
                node.operands().stream().distinct().forEach(operand -> readers.merge(operand, 1, Integer::sum));
            }
        }
        results.forEach(node -> readers.merge(node, 1, Integer::sum));
    }

    static PointwiseTask compile(BindingContext bindingContext, Kernel.Pointwise kernel) {
        return new PointwiseCompiler(bindingContext, kernel, null).compile();
    }

    /**
     * For the parts of a product.
     *
     * @param product what the loop reads in {@link Region#PART}
     */
    static PointwiseTask compile(BindingContext bindingContext, Kernel.Pointwise kernel, Node product) {
        return new PointwiseCompiler(bindingContext, kernel, product).compile();
    }

    private PointwiseTask compile() {
        for (var node : kernel.body()) {
            if (isOfRows(node)) {
                endRun();
                node.operands().forEach(this::register);
                perBlock.add(ofRows(node));
                store(node);
                continue;
            }
            if (LoopRun.takes(node)) {
                if (!run.add(node)) {
                    endRun();
                    run.add(node);
                }
                continue;
            }
            switch ((Op.ElementwiseOp) node.op()) {
                case Op.Broadcast _, Op.RandomUniform _ -> {} // At their first use.
                case Op.Reduction _ -> {
                    if (run.nodes().contains(node.operand(0))) {
                        sumsOfRun.add(node);
                    } else {
                        accumulate(node);
                    }
                }
                case Op.UnaryOp _, Op.BinaryOp _, Op.Select _ -> {
                    if (!Collections.disjoint(run.nodes(), node.operands())) {
                        endRun();
                    }
                    node.operands().forEach(this::register);
                    perBlock.add(instruction(node));
                    store(node);
                }
            }
        }
        endRun();
        kernel.results().stream()
                .filter(node -> node.op() instanceof Op.Broadcast || node.op() instanceof Op.RandomUniform)
                .forEach(this::store);
        return new PointwiseTask(Strides.elements(dims), block, Math.max(1, registerCount), once, perBlock, sums);
    }

    /** Computes the nodes gathered so far. */
    private void endRun() {
        run.inputs().forEach(this::register);
        var instructions = run.nodes().stream().map(this::instruction).toList();
        if (instructions.size() > 1) {
            perBlock.add(run.together(instructions, this::register));
        } else {
            perBlock.addAll(instructions);
        }
        run.nodes().forEach(this::store);
        sumsOfRun.forEach(this::accumulate);
        run.clear();
        sumsOfRun.clear();
    }

    /** Whether a node has one number for each row: a sum that the loop reads, or what is made of such. */
    private boolean isOfRows(Node node) {
        return node.op() instanceof Op.Reduction
                ? rowSums.contains(node)
                : !(node.op() instanceof Op.Broadcast) && isRowShaped(node);
    }

    private boolean isRowShaped(Node node) {
        return !node.shape().equals(kernel.shape());
    }

    private boolean isWholeSum(Node node) {
        return node.op() instanceof Op.Reduction && !rowSums.contains(node);
    }

    /** Computes a number for each row, of operands that are in registers. */
    private Instruction ofRows(Node node) {
        if (!(node.op() instanceof Op.Reduction)) {
            return new Instruction.OfRows(instruction(node), rowLength);
        }
        var source = register(node.operand(0));
        release(node.operand(0));
        return new Instruction.SumRows(source, allocate(node), rowLength);
    }

    /** Computes a node of operands that are in registers. */
    private Instruction instruction(Node node) {
        var sources = node.operands().stream().mapToInt(this::register).toArray();
        node.operands().stream().distinct().forEach(this::release);
        var target = allocate(node);
        return switch (node.op()) {
            case Op.UnaryOp(var function) -> new Instruction.Map(function, sources[0], target);
            case Op.BinaryOp(var function) -> new Instruction.Combine(function, sources[0], sources[1], target);
            case Op.Select() -> new Instruction.Select(sources[0], sources[1], sources[2], target);
            case Op other -> throw new IllegalStateException(other + " as an instruction");
        };
    }

    private void store(Node node) {
        if (results.contains(node)) {
            add(new Instruction.Store(register(node), bindingContext.write(node)), isOfRows(node));
            release(node);
        }
    }

    private void add(Instruction instruction, boolean ofRows) {
        perBlock.add(ofRows ? new Instruction.OfRows(instruction, rowLength) : instruction);
    }

    /**
     * The largest block that whole periods of the repeated vectors fill, so that these need loading only once, and whole rows that
     * are summed up. All are of the last axes, so the shorter ones divide the longest. Without sums, whose order depends on it, a block is
     * half as long, so that what is read and written fits into a first-level cache with the registers.
     */
    private int block() {
        var longest = 1;
        var most = ExecutionContext.BLOCK / 2;
        for (var node : kernel.body()) {
            var isSum = isWholeSum(node);
            if (isSum) {
                most = ExecutionContext.BLOCK;
            }
            if (isOfRows(node)) {
                longest = Math.max(longest, rowLength);
            }
            var contiguousRuns =
                    isSum ? sums(node) : node.op() instanceof Op.Broadcast && !isRowShaped(node) ? runs(node) : null;
            if (contiguousRuns != null
                    && (contiguousRuns.isPeriodic() || (isSum && contiguousRuns.isOfSingles()))
                    && contiguousRuns.length() <= ExecutionContext.BLOCK) {
                longest = Math.max(longest, contiguousRuns.length());
            }
        }
        return Math.max(1, most / longest) * longest;
    }

    /** Whether a value is the same for all elements. */
    private boolean isNumber(Node node) {
        return node.op() instanceof Op.Constant
                || (node.op() instanceof Op.Broadcast
                        && kernel.body().contains(node)
                        && !kernel.body().contains(node.operand(0))
                        && runs(node).isScalar());
    }

    private int foldRegister() {
        if (foldRegister < 0) {
            foldRegister = registerCount++;
        }
        return foldRegister;
    }

    private ContiguousRuns runs(Node broadcast) {
        var to = isRowShaped(broadcast) ? rowDims : dims;
        return ContiguousRuns.of(to, Strides.broadcast(bindingContext.dims(broadcast.operand(0)), to));
    }

    private int repeat(Node node) {
        var source = node.operand(0);
        if (source.op() instanceof Op.Constant(var value)) {
            return fill(node, (float) value);
        }
        if (kernel.body().contains(source)) {
            var target = allocate(node);
            perBlock.add(new Instruction.RepeatRows(register(source), target, rowLength));
            release(source);
            return target;
        }
        var contiguousRuns = runs(node);
        var ofRows = isRowShaped(node);
        var same = contiguousRuns.isScalar()
                || (!ofRows && contiguousRuns.isPeriodic() && block % contiguousRuns.length() == 0);
        var target = same ? allocateForever(node) : allocate(node);
        var load = new Instruction.LoadRepeated(target, bindingContext.read(source), contiguousRuns);
        if (same) {
            once.add(load);
        } else {
            add(load, ofRows);
        }
        return target;
    }

    private int fill(Node node, float value) {
        var target = allocateForever(node);
        once.add(new Instruction.Fill(target, value));
        return target;
    }

    /** From the loop to the sums of {@code node}. */
    private ContiguousRuns sums(Node node) {
        var strides = Strides.rowMajor(bindingContext.dims(node));
        ((Op.Reduction) node.op()).axes().forEach(axis -> strides[axis] = 0);
        return ContiguousRuns.of(dims, strides);
    }

    private void accumulate(Node node) {
        var contiguousRuns = sums(node);
        var count = Math.toIntExact(Strides.elements(bindingContext.dims(node)));
        var source = register(node.operand(0));
        var isPeriodic =
                contiguousRuns.isScalar() || (contiguousRuns.isPeriodic() && block % contiguousRuns.length() == 0);
        var lanes = new Lanes(accumulators, count, isPeriodic ? Instruction.Fold.lanes(count) : 1);
        var result = switch ((Op.Reduction) node.op()) {
            case Op.Sum _ -> {
                perBlock.add(
                        isPeriodic
                                ? new Instruction.Fold(source, foldRegister(), accumulators, count, lanes.number())
                                : contiguousRuns.isOfSingles() && block % contiguousRuns.length() == 0
                                        ? new Instruction.SumRuns(source, accumulators, contiguousRuns)
                                        : new Instruction.Accumulate(source, accumulators, contiguousRuns));
                yield new SumResult(lanes, bindingContext.write(node));
            }
            case Op.SquaredDeviations _ -> {
                perBlock.add(
                        isPeriodic
                                ? new Instruction.FoldMoments(source, accumulators, count, lanes.number())
                                : new Instruction.AccumulateMoments(source, accumulators, contiguousRuns));
                yield new DeviationsResult(
                        lanes,
                        Strides.elements(dims) / count,
                        bindingContext.write(node),
                        bindingContext.isPartial(node));
            }
        };
        sums.add(result);
        accumulators += result.width();
        release(node.operand(0));
    }

    /** The register of a node; what the loop does not compute is there from its first use on. */
    private int register(Node node) {
        var known = registers.get(node);
        if (known != null) {
            return known;
        }
        if (node.op() instanceof Op.Constant(var value)) {
            return fill(node, (float) value);
        }
        if (node.op() instanceof Op.Broadcast && kernel.body().contains(node)) {
            return repeat(node);
        }
        var target = allocate(node);
        if (node.op() instanceof Op.RandomUniform(var stream, var shape)
                && kernel.body().contains(node)) {
            perBlock.add(new Instruction.Random(target, stream, shape.batched() ? shape.elementsPerSample() : 0));
        } else {
            add(new Instruction.Load(target, source(node)), isRowShaped(node));
        }
        return target;
    }

    private Buffer source(Node node) {
        return node.equals(part) ? Buffer.at(Region.PART, 0) : bindingContext.read(node);
    }

    private int allocate(Node node) {
        var register = free.isEmpty() ? registerCount++ : free.remove();
        registers.put(node, register);
        return register;
    }

    private int allocateForever(Node node) {
        constant.add(node);
        var register = registerCount++;
        registers.put(node, register);
        return register;
    }

    /** Gives back a node's register when the last has read it. */
    private void release(Node node) {
        if (readers.merge(node, -1, Integer::sum) == 0 && !constant.contains(node)) {
            free.add(register(node));
        }
    }
}
