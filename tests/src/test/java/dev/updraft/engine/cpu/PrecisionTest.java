package dev.updraft.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.layers.StepPrecision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sets of instructions are those of oneDNN's {@code dnnl_cpu_isa_t}. */
class PrecisionTest {
    /** AVX512-BF16, AVX512-FP16, AMX, AMX with float16, AVX10.2. */
    @ParameterizedTest
    @ValueSource(ints = {0xe7, 0x1ef, 0xfef, 0x1fef, 0x201ff})
    void processorsThatMultiplyBfloat16TrainInIt(int instructionSet) {
        assertThat(CpuEngine.precisionProblem(StepPrecision.BF16, instructionSet))
                .isNull();
    }

    /** None known, SSE4.1, AVX2, AVX2 that only converts bfloat16, AVX-512, AVX-512 with products of integers. */
    @ParameterizedTest
    @ValueSource(ints = {0, 0x1, 0x7, 0x1f, 0x27, 0x67})
    void othersSayWhichDo(int instructionSet) {
        assertThat(CpuEngine.precisionProblem(StepPrecision.BF16, instructionSet))
                .isEqualTo("this processor cannot multiply bf16, which takes AVX512-BF16 or AMX, as Intel Xeon has from"
                        + " Cooper Lake on and AMD from Zen 4 on; train with precision: float32 (--precision float32)");
    }

    @Test
    void everyProcessorMultipliesFloat32() {
        assertThat(CpuEngine.precisionProblem(StepPrecision.FLOAT32, 0)).isNull();
    }
}
