package dev.updraft.engine.cpu.loops;

import dev.updraft.engine.cpu.execution.ExecutionContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The generated code of a {@link LoopProgram}, shared by all loops that do the same. It is slow until the JIT compiler has
 * compiled it for good, and stays so if that does not vectorise it. So whatever has been faster runs: it or the instructions one by
 * one, with the same results bit for bit; some blocks at the beginning are trials of each. For a loop that hardly runs no code is
 * generated.
 *
 * <p>Workers count and compare without synchronization: a lost count only makes a trial later.
 */
public final class SharedLoop {
    /** Loops that are kept although no session may have them any more; the code of others is unloaded. */
    private static final int KEPT = 256;

    private static final Map<LoopProgram, SharedLoop> LOOPS = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<LoopProgram, SharedLoop> eldest) {
            return size() > KEPT;
        }
    };

    /** Elements of the shortest block that says anything about speed. */
    private static final int LONG = 128;

    /** Blocks before code is generated: not in the first step, which loads all other classes. */
    private static final int BLOCKS_BEFORE = 32_768;

    private static final int BLOCKS_A_TRIAL = 16;
    private static final int TRIALS = 1000;

    /** Nanoseconds that trials go on at least: at first many methods wait for the JIT compiler. */
    private static final long TRIAL_TIME = 5_000_000_000L;

    /**
     * Elements a call at first. The JIT compiler compiles a method for good after some hundred calls; calls with many elements
     * would make it compile the loop in the middle of one, which the next call does not use.
     */
    private static final int SHORT = 64;

    private static final int SHORT_CALLS = 1000;

    private final LoopProgram program;
    private final int blocksBefore;
    private volatile @Nullable LoopCode code;
    private int blocks;
    private int calls;
    private int trials;
    private long firstTrial;
    private boolean isDecided;
    /** The least nanoseconds an element so far. */
    private double together = Double.MAX_VALUE;

    private double oneByOne = Double.MAX_VALUE;

    /** @param blocksBefore blocks that are computed before code is generated */
    SharedLoop(LoopProgram program, int blocksBefore) {
        this.program = program;
        this.blocksBefore = blocksBefore;
    }

    static SharedLoop of(LoopProgram program) {
        synchronized (LOOPS) {
            return LOOPS.computeIfAbsent(program, its -> new SharedLoop(its, BLOCKS_BEFORE));
        }
    }

    /** Computes a block with the generated code, or else with {@code instructions}. */
    void run(
            List<Instruction> instructions,
            int[] places,
            ExecutionContext executionContext,
            float[][] registers,
            long start,
            int count) {
        var generated = code;
        if (!isDecided && count >= LONG && ++blocks > blocksBefore && blocks % BLOCKS_A_TRIAL < 2) {
            var before = System.nanoTime();
            if (firstTrial == 0) {
                firstTrial = before;
            }
            isDecided = trials >= TRIALS && before - firstTrial >= TRIAL_TIME;
            if (blocks % BLOCKS_A_TRIAL == 0) {
                trial(generated == null ? generated() : generated, registers, places, count);
                together = Math.min(together, (double) (System.nanoTime() - before) / count);
            } else {
                run(instructions, executionContext, registers, start, count);
                oneByOne = Math.min(oneByOne, (double) (System.nanoTime() - before) / count);
            }
        } else if (generated != null && together < oneByOne) {
            generated.run(registers, places, 0, count);
        } else {
            run(instructions, executionContext, registers, start, count);
        }
    }

    private static void run(
            List<Instruction> instructions,
            ExecutionContext executionContext,
            float[][] registers,
            long start,
            int count) {
        for (var i = 0; i < instructions.size(); i++) { // No iterator a block.
            instructions.get(i).run(executionContext, registers, start, count);
        }
    }

    private synchronized LoopCode generated() {
        var known = code;
        if (known == null) {
            known = LoopGenerator.generate(program);
            code = known;
        }
        return known;
    }

    private void trial(LoopCode generated, float[][] registers, int[] places, int count) {
        if (calls >= SHORT_CALLS) {
            generated.run(registers, places, 0, count);
            trials++;
            return;
        }
        for (var from = 0; from < count; from += SHORT) {
            generated.run(registers, places, from, Math.min(count, from + SHORT));
            calls++;
        }
    }
}
