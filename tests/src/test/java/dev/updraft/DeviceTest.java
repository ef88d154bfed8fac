package dev.updraft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.updraft.compiler.layers.StepPrecision;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.EngineException;
import dev.updraft.engine.gpu.DoubleEngine;
import dev.updraft.engine.spi.Engines;
import dev.updraft.engine.spi.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
    /** An engine that works, or says why not. */
    private record Cpu(@Nullable String unavailable) implements Engine {
        @Override
        public String name() {
            return "cpu";
        }

        @Override
        public String description() {
            return "cpu";
        }

        @Override
        public Session open(Program program, Options options) {
            throw new AssertionError("not opened here");
        }
    }

    private static Engine choose(Device device, @Nullable String problem, List<String> notices) {
        return new EngineChoice(
                        name -> switch (name) {
                            case "cpu" -> new Cpu(problem);
                            case "gpu" -> new Gpu("no SDK here\nand more", true);
                            default -> Engines.of(name);
                        },
                        StepPrecision.FLOAT32,
                        (_, notice) -> notices.add(notice))
                .engine(device);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "reference", "gpu:0", "gpu:1"})
    void devicesAreWrittenAsTheyAreRead(String text) {
        assertThat(Device.parse(text)).hasToString(text);
    }

    @Test
    void gpuAloneIsTheFirst() {
        assertThat(Device.parse("gpu")).isEqualTo(Device.gpu(0));
        assertThat(Device.parse("/GPU:1")).isEqualTo(Device.gpu(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GPU", "gpu:", "gpu:-1", "gpu:x", "gpu:99999999999", "tpu", " cpu"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Device.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("`" + text + "`", "gpu:N");
    }

    @Test
    void autoIsTheProcessorWhereThereIsNoGpuAndSaysSoInOneLine() {
        var notices = new ArrayList<String>();

        assertThat(choose(Device.auto(), null, notices).name()).isEqualTo("cpu");
        assertThat(notices).containsExactly("No GPU is used: no SDK here");
    }

    @Test
    void whatIsAskedForNeedsNoWords() {
        var notices = new ArrayList<String>();

        assertThat(choose(Device.cpu(), null, notices).name()).isEqualTo("cpu");
        assertThat(choose(Device.reference(), null, notices).name()).isEqualTo("reference");
        assertThat(notices).isEmpty();
    }

    @Test
    void withoutTheNativeLibraryTheUserIsToldAndTheReferenceEngineRuns() {
        var notices = new ArrayList<String>();

        assertThat(choose(Device.auto(), "no oneDNN library for this platform", notices)
                        .name())
                .isEqualTo("reference");
        assertThat(notices)
                .last()
                .asString()
                .contains("no oneDNN library for this platform", "the reference engine runs instead");
    }

    @Test
    void theProcessorIsNeverReplacedWhereItIsAskedFor() {
        var notices = new ArrayList<String>();

        assertThatThrownBy(() -> choose(Device.cpu(), "no oneDNN library for this platform", notices))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll(
                        "device cpu cannot be used", "no oneDNN library for this platform", "reference");
        assertThat(notices).isEmpty();
    }

    @Test
    void aGraphicsProcessorIsNeverReplacedInSilence() {
        assertThatThrownBy(() -> chooseWith(new Gpu("no SDK here", true), Device.gpu(1)))
                .isInstanceOf(EngineException.class)
                .hasMessageContainingAll("gpu:1", "no SDK here");
    }

    @Test
    void autoTakesAGraphicsProcessorThatWorksAndNoProcessorInItsDisguise() {
        assertThat(chooseWith(new Gpu(null, true), Device.auto()).name()).isEqualTo("gpu");
        assertThat(chooseWith(new Gpu(null, false), Device.auto()).name()).isEqualTo("cpu");
        assertThat(chooseWith(new Gpu("no SDK here", true), Device.auto()).name())
                .isEqualTo("cpu");
    }

    /** The gpu engine multiplies float32 alone. */
    @Test
    void autoTakesTheEngineThatTrainsInThePrecisionAndSaysSo() {
        var notices = new ArrayList<String>();

        assertThat(chooseInBf16(Device.auto(), new Cpu(null), notices)).isEqualTo("cpu");
        assertThat(notices)
                .containsExactly(
                        "No GPU is used: the model is trained in bf16, which the cpu engine can and the gpu engine"
                                + " cannot; with precision: float32 it is trained on the GPU");
        assertThat(chooseInBf16(Device.gpu(0), new Cpu(null), notices)).isEqualTo("gpu");
        assertThat(notices).hasSize(1);
    }

    /** It evaluates and predicts, and refuses to train in words. */
    @Test
    void autoTakesAGraphicsProcessorWhereNoneTrainsInThePrecision() {
        var notices = new ArrayList<String>();

        assertThat(chooseInBf16(Device.auto(), new Cpu("no oneDNN library for this platform"), notices))
                .isEqualTo("gpu");
        assertThat(notices).isEmpty();
    }

    private static String chooseInBf16(Device device, Engine cpu, List<String> notices) {
        var gpu = DoubleEngine.gpu();
        return new EngineChoice(
                        name -> name.equals("gpu") ? gpu : cpu, StepPrecision.BF16, (_, notice) -> notices.add(notice))
                .engine(device)
                .name();
    }

    /** A report says what a model was trained in. */
    @Test
    void theDescriptionHasThePrecisionOfTraining() {
        var cpu = Engines.of("cpu");
        assertThat(cpu.description(StepPrecision.FLOAT32))
                .isEqualTo(cpu.description())
                .startsWith("cpu (oneDNN, float32, ");
        assertThat(cpu.description(StepPrecision.BF16)).startsWith("cpu (oneDNN, bf16 in training, ");
    }

    private static Engine chooseWith(Gpu gpu, Device device) {
        return new EngineChoice(name -> name.equals("gpu") ? gpu : new Cpu(null), StepPrecision.FLOAT32, (_, _) -> {})
                .engine(device);
    }

    private record Gpu(@Nullable String problem, boolean accelerated) implements Engine {
        @Override
        public String name() {
            return "gpu";
        }

        @Override
        public String description() {
            return "gpu";
        }

        @Override
        public Engine device(int index) {
            return this;
        }

        @Override
        public @Nullable String unavailable() {
            return problem;
        }

        @Override
        public Session open(Program program, Options options) {
            throw new AssertionError("not opened here");
        }
    }
}
