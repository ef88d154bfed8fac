package dev.updraft.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.ForwardingSession;
import dev.updraft.engine.gpu.DoubleEngine;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Engines;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineCheckTest {
    @Test
    void theCpuEngineComputesRight() {
        var check = EngineCheck.of(Engines.of("cpu"));

        assertThat(check.right()).isTrue();
        assertThat(check.difference()).isNotNegative();
        assertThat(check.stepSeconds()).isPositive();
        assertThat(check.firstStepSeconds()).isPositive();
    }

    @Test
    void soDoesTheGpuEngineWhoseSamplesStayOnTheDevice() {
        assertThat(EngineCheck.of(DoubleEngine.processor()).right()).isTrue();
    }

    @Test
    void lossesThatAreALittleOffAreFound() {
        assertThat(EngineCheck.of(new Faulty(loss -> loss * 1.01)).right()).isFalse();
    }

    @Test
    void lossesThatAreNoNumbersAreFound() {
        assertThat(EngineCheck.of(new Faulty(_ -> Double.NaN)).right()).isFalse();
    }

    static List<Engine> engines() {
        return List.of(Engines.of("cpu"), DoubleEngine.processor());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void everyOperationOfAGoodEngineIsRight(Engine engine) {
        assertThat(EngineCheck.firstWrongOperation(engine)).isNull();
    }

    /** The losses of a gradient that is 1 % too large are as good as right: adam divides by its size. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "conv2d",
                "conv2d_weight_gradient",
                "conv2d_input_gradient",
                "mat_mul",
                "max_pool2d_gradient",
                "average_pool2d",
                "log_softmax"
            })
    void theFirstOperationThatIsWrongIsNamed(String operation) {
        var wrong = EngineCheck.firstWrongOperation(new WrongOperation(Engines.of("cpu"), operation));

        assertThat(wrong).startsWith(operation + " [");
    }

    /** The cpu engine, but for its losses. */
    private record Faulty(DoubleUnaryOperator fault) implements Engine {
        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public String description() {
            return "faulty";
        }

        @Override
        public Session open(Program program, Options options) {
            return new FaultySession(Engines.of("cpu").open(program, options), fault);
        }
    }

    private static final class FaultySession extends ForwardingSession {
        private final DoubleUnaryOperator fault;

        FaultySession(Session session, DoubleUnaryOperator fault) {
            super(session);
            this.fault = fault;
        }

        @Override
        public double train(Batch batch, long step, StepOutputs outputs) {
            return fault.applyAsDouble(super.train(batch, step, outputs));
        }
    }
}
