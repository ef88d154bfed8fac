package dev.updraft.engine.cpu.loops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.UnaryFunction;
import dev.updraft.engine.cpu.execution.ExecutionContext;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Generated loops compute bit for bit what their instructions do one by one. */
class LoopGeneratorTest {
    private static final float[] ODD = {
        0f,
        -0f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        1e-39f,
        1e-30f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        1f
    };
    private static final int REGISTERS = 12;

    private final Random random = new Random(7);
    private final ExecutionContext executionContext = new ExecutionContext(0, 0, 0);

    /** A random run of instructions and the program that does the same. */
    private record Trial(List<Instruction> instructions, LoopProgram program) {}

    /** Registers 0 to 4 are inputs, of which number 4 is a number; steps write anywhere but there. */
    private Trial trial(int steps) {
        var inputs = new ArrayList<LoopProgram.Input>();
        var values = new int[REGISTERS];
        Arrays.fill(values, -1);
        for (var place = 0; place < 5; place++) {
            inputs.add(new LoopProgram.Input(place, place == 4));
            values[place] = place;
        }
        var instructions = new ArrayList<Instruction>();
        var computed = new ArrayList<LoopProgram.Step>();
        for (var step = 0; step < steps; step++) {
            var a = known(values);
            var b = known(values);
            var target = random.nextInt(REGISTERS - 1);
            target = target < 4 ? target : target + 1;
            var unary = one(UnaryFunction.values());
            var binary = one(BinaryFunction.values());
            if (random.nextInt(3) == 0 && LoopProgram.cost(unary) < LoopProgram.MOST) {
                instructions.add(new Instruction.Map(unary, a, target));
                computed.add(new LoopProgram.Unary(unary, values[a]));
            } else if (LoopProgram.cost(binary) < LoopProgram.MOST) {
                instructions.add(new Instruction.Combine(binary, a, b, target));
                computed.add(new LoopProgram.Binary(binary, values[a], values[b]));
            } else {
                continue;
            }
            values[target] = inputs.size() + computed.size() - 1;
        }
        var results = new ArrayList<LoopProgram.Result>();
        for (var place = 0; place < REGISTERS; place++) {
            if (values[place] >= inputs.size()) {
                results.add(new LoopProgram.Result(place, values[place]));
            }
        }
        return new Trial(instructions, new LoopProgram(inputs, computed, results));
    }

    private <T> T one(T[] of) {
        return of[random.nextInt(of.length)];
    }

    private int known(int[] values) {
        while (true) {
            var place = random.nextInt(REGISTERS);
            if (values[place] >= 0) {
                return place;
            }
        }
    }

    private float[][] registers() {
        var registers = new float[REGISTERS][ExecutionContext.BLOCK];
        for (var register : registers) {
            for (var i = 0; i < register.length; i++) {
                register[i] = random.nextInt(4) == 0
                        ? ODD[random.nextInt(ODD.length)]
                        : (float) random.nextGaussian() * (random.nextBoolean() ? 1 : 1e-20f);
            }
        }
        Arrays.fill(registers[4], registers[4][0]);
        return registers;
    }

    private static float[][] copy(float[][] registers) {
        return Arrays.stream(registers).map(float[]::clone).toArray(float[][]::new);
    }

    /** NaN is NaN, whichever bits it has. */
    private static int[] bits(float[][] registers, LoopProgram program) {
        return program.results().stream()
                .flatMapToInt(result -> {
                    var register = registers[result.place()];
                    var bits = new int[register.length];
                    Arrays.setAll(bits, i -> Float.floatToIntBits(register[i]));
                    return Arrays.stream(bits);
                })
                .toArray();
    }

    private static int[] places() {
        var places = new int[REGISTERS];
        Arrays.setAll(places, place -> place);
        return places;
    }

    @Test
    void theyHaveTheBitsOfTheInstructions() {
        for (var round = 0; round < 300; round++) {
            var trial = trial(1 + random.nextInt(24));
            var expected = registers();
            var found = copy(expected);
            var count = 1 + random.nextInt(ExecutionContext.BLOCK);
            trial.instructions.forEach(instruction -> instruction.run(executionContext, expected, 0, count));
            LoopGenerator.generate(trial.program).run(found, places(), 0, count);
            assertThat(bits(found, trial.program)).as("%s", trial).isEqualTo(bits(expected, trial.program));
        }
    }

    @Test
    void theyKeepThemWhenTheJitHasCompiledThem() {
        for (var round = 0; round < 4; round++) {
            var trial = trial(12);
            var before = registers();
            var expected = copy(before);
            trial.instructions.forEach(
                    instruction -> instruction.run(executionContext, expected, 0, ExecutionContext.BLOCK));
            var sharedLoop = new SharedLoop(trial.program, 0);
            for (var block = 0; block < 4000; block++) {
                var found = copy(before);
                sharedLoop.run(trial.instructions, places(), executionContext, found, 0, ExecutionContext.BLOCK);
                assertThat(bits(found, trial.program)).as("%s", trial).isEqualTo(bits(expected, trial.program));
            }
        }
    }

    @Test
    void loopsThatDoTheSameShareTheirCode() {
        var trial = trial(8);
        var same = new LoopProgram(trial.program.inputs(), trial.program.steps(), trial.program.results());
        assertThat(SharedLoop.of(same)).isSameAs(SharedLoop.of(trial.program));
    }

    @Test
    void codeThatNobodyHoldsIsUnloaded() {
        var type = new WeakReference<>(LoopGenerator.generate(trial(8).program).getClass());
        for (var attempt = 0; attempt < 50 && type.get() != null; attempt++) {
            System.gc();
        }
        assertThat(type.get()).isNull();
    }
}
