package dev.updraft.engine.cpu.binding;

import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.engine.cpu.execution.CpuTask;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import dev.updraft.engine.cpu.loops.ContiguousRuns;
import dev.updraft.engine.cpu.loops.Instruction;
import dev.updraft.engine.cpu.loops.PointwiseTask;
import dev.updraft.engine.cpu.loops.PointwiseTask.DeviationsResult;
import dev.updraft.engine.cpu.loops.PointwiseTask.Lanes;
import dev.updraft.engine.cpu.loops.PointwiseTask.Result;
import dev.updraft.engine.cpu.loops.PointwiseTask.SumResult;
import dev.updraft.engine.cpu.loops.Strides;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a {@link Kernel.Pointwise} into instructions, with as few registers as there are values alive at once. */
final class PointwiseCompiler {
    private final BindingContext bindingContext;
    private final Kernel.Pointwise kernel;
    private final int[] dims;
    private final int block;
    private final List<Instruction> once = new ArrayList<>();
    private final List<Instruction> perBlock = new ArrayList<>();
    private final List<Result> sums = new ArrayList<>();
    private final Map<Node, Integer> registers = new HashMap<>();
    private final Set<Node> constant = new HashSet<>();
    private final Map<Node, Node> lastUser = new HashMap<>();
    private final Set<Node> results;
    private final Deque<Integer> free = new ArrayDeque<>();
    private int registerCount;
    private int accumulators;
    private int foldRegister = -1;

    private PointwiseCompiler(BindingContext bindingContext, Kernel.Pointwise kernel) {
        this.bindingContext = bindingContext;
        this.kernel = kernel;
        this.dims = kernel.shape().bind(bindingContext.samples());
        this.block = block();
        this.results = new HashSet<>(kernel.results());
        for (var node : kernel.body()) {
            node.operands().forEach(operand -> lastUser.put(operand, node));
            lastUser.putIfAbsent(node, node);
        }
    }

    static CpuTask compile(BindingContext bindingContext, Kernel.Pointwise kernel) {
        return new PointwiseCompiler(bindingContext, kernel).compile();
    }

    private CpuTask compile() {
        for (var node : kernel.body()) {
            switch ((Op.ElementwiseOp) node.op()) {
                case Op.Broadcast _ -> repeat(node);
                case Op.Reduction reduction -> accumulate(node, reduction);
                case Op.RandomUniform(var stream, var shape) ->
                    perBlock.add(new Instruction.Random(
                            allocate(node), stream, shape.batched() ? shape.elementsPerSample() : 0));
                case Op.UnaryOp(var function) -> {
                    var source = register(node.operand(0));
                    release(node);
                    perBlock.add(new Instruction.Map(function, source, allocate(node)));
                }
                case Op.BinaryOp(var function) -> {
                    var left = register(node.operand(0));
                    var right = register(node.operand(1));
                    release(node);
                    perBlock.add(new Instruction.Combine(function, left, right, allocate(node)));
                }
                case Op.Select() -> {
                    var condition = register(node.operand(0));
                    var left = register(node.operand(1));
                    var right = register(node.operand(2));
                    release(node);
                    perBlock.add(new Instruction.Select(condition, left, right, allocate(node)));
                }
            }
            if (results.contains(node) && !(node.op() instanceof Op.Reduction)) {
                var buffer = bindingContext.write(node);
                perBlock.add(new Instruction.Store(register(node), buffer));
            }
            if (lastUser.get(node) == node) {
                free(node);
            }
        }
        return new PointwiseTask(Strides.elements(dims), block, Math.max(1, registerCount), once, perBlock, sums);
    }

    /** The largest block that whole periods of the repeated vectors fill, so that these need loading only once. */
    private int block() {
        var longest = 1;
        for (var node : kernel.body()) {
            var contiguousRuns = node.op() instanceof Op.Reduction reduction
                    ? sums(node, reduction.axes())
                    : node.op() instanceof Op.Broadcast ? runs(node) : null;
            if (contiguousRuns != null
                    && contiguousRuns.isPeriodic()
                    && contiguousRuns.length() <= ExecutionContext.BLOCK) {
                longest = Math.max(longest, contiguousRuns.length());
            }
        }
        return ExecutionContext.BLOCK / longest * longest;
    }

    private int foldRegister() {
        if (foldRegister < 0) {
            foldRegister = registerCount++;
        }
        return foldRegister;
    }

    private ContiguousRuns runs(Node broadcast) {
        return ContiguousRuns.of(dims, Strides.broadcast(bindingContext.dims(broadcast.operand(0)), dims));
    }

    private void repeat(Node node) {
        var source = node.operand(0);
        var contiguousRuns = runs(node);
        var same = contiguousRuns.isScalar() || (contiguousRuns.isPeriodic() && block % contiguousRuns.length() == 0);
        var target = same ? allocateForever(node) : allocate(node);
        if (source.op() instanceof Op.Constant(var value)) {
            once.add(new Instruction.Fill(target, (float) value));
        } else {
            (same ? once : perBlock)
                    .add(new Instruction.LoadRepeated(target, bindingContext.read(source), contiguousRuns));
        }
    }

    /** From the loop to the sums of {@code node}. */
    private ContiguousRuns sums(Node node, List<Integer> axes) {
        var strides = Strides.rowMajor(bindingContext.dims(node));
        axes.forEach(axis -> strides[axis] = 0);
        return ContiguousRuns.of(dims, strides);
    }

    private void accumulate(Node node, Op.Reduction reduction) {
        var contiguousRuns = sums(node, reduction.axes());
        var count = Math.toIntExact(Strides.elements(bindingContext.dims(node)));
        var source = register(node.operand(0));
        var isPeriodic = contiguousRuns.isScalar()
                || (contiguousRuns.isPeriodic() && block % contiguousRuns.length() == 0);
        var lanes = new Lanes(accumulators, count, isPeriodic ? Instruction.Fold.lanes(count) : 1);
        var result = switch (reduction) {
            case Op.Sum _ -> {
                perBlock.add(
                        isPeriodic
                                ? new Instruction.Fold(source, foldRegister(), accumulators, count, lanes.number())
                                : new Instruction.Accumulate(source, accumulators, contiguousRuns));
                yield new SumResult(lanes, bindingContext.write(node));
            }
            case Op.SquaredDeviations _ -> {
                perBlock.add(
                        isPeriodic
                                ? new Instruction.FoldMoments(source, accumulators, count, lanes.number())
                                : new Instruction.AccumulateMoments(source, accumulators, count, contiguousRuns));
                yield new DeviationsResult(
                        lanes, Strides.elements(dims) / count, bindingContext.write(node), bindingContext.isPartial(node));
            }
        };
        sums.add(result);
        accumulators += result.width();
        release(node);
    }

    /** The register of an operand; what is read from memory is loaded at its first use. */
    private int register(Node operand) {
        var known = registers.get(operand);
        if (known != null) {
            return known;
        }
        if (operand.op() instanceof Op.Constant(var value)) {
            var target = allocateForever(operand);
            once.add(new Instruction.Fill(target, (float) value));
            return target;
        }
        var target = allocate(operand);
        perBlock.add(new Instruction.Load(target, bindingContext.read(operand)));
        return target;
    }

    private int allocate(Node node) {
        var register = free.isEmpty() ? registerCount++ : free.pop();
        registers.put(node, register);
        return register;
    }

    private int allocateForever(Node node) {
        constant.add(node);
        var register = registerCount++;
        registers.put(node, register);
        return register;
    }

    /** Gives back the registers of the operands that {@code user} is the last to read. */
    private void release(Node user) {
        user.operands().stream()
                .distinct()
                .filter(operand -> lastUser.get(operand) == user)
                .forEach(this::free);
    }

    private void free(Node node) {
        var register = registers.get(node);
        if (register != null && !constant.contains(node)) {
            free.push(register);
        }
    }
}
