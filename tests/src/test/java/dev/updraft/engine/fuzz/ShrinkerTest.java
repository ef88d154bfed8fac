package dev.updraft.engine.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.ForwardingSession;
import dev.updraft.engine.reference.Precision;
import dev.updraft.engine.reference.ReferenceEngine;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
    @Test
    void aPlantedFaultShrinksToOneLayer() {
        var engineComparison = new EngineComparison(new Faulty(ShrinkerTest::seeksTheLargest));
        var network = LongStream.range(0, 1000)
                .mapToObj(NetworkGenerator::draw)
                .filter(drawn -> drawn.stages().size() > 2)
                .filter(drawn -> engineComparison.apply(drawn).wrong())
                .findFirst()
                .orElseThrow();

        var smallest =
                new Shrinker(candidate -> engineComparison.apply(candidate).wrong()).shrink(network);

        assertThat(smallest.text()).isEqualTo("""
                model Random {
                    input x: float[1, 1, 1]
                    target y: float[1]
                    network {
                        v0 = x -> max_pool2d((1, 1))
                        v0 -> flatten -> dense(1) -> output
                    }
                    loss mse(output, y)
                    optimizer sgd(learning_rate: 0.01)
                }
                """);
        assertThat(smallest.batch()).isEqualTo(1);
    }

    @Test
    void bothInputsOfASumShrinkTogether() {
        var engineComparison =
                new EngineComparison(new Faulty(program -> program.inputs().size() == 2));
        var network = LongStream.range(0, 1000)
                .mapToObj(NetworkGenerator::draw)
                .filter(drawn -> drawn.stages().contains("add(#, $)"))
                .filter(drawn -> drawn.inputs().getLast().size() == 3)
                .findFirst()
                .orElseThrow();

        var smallest =
                new Shrinker(candidate -> engineComparison.apply(candidate).wrong()).shrink(network);

        assertThat(smallest.inputs()).isEqualTo(List.of(List.of(1, 1, 1), List.of(1, 1, 1)));
        assertThat(smallest.stages()).containsExactly("add(#, $)");
    }

    @Test
    void someNetworksTakeTwoInputs() {
        assertThat(LongStream.range(0, 1000).mapToObj(NetworkGenerator::draw).map(RandomNetwork::inputs))
                .filteredOn(inputs -> inputs.size() == 2)
                .hasSizeBetween(100, 300);
    }

    @Test
    void theSameSeedDrawsTheSameNetwork() {
        for (var seed = 0L; seed < 100; seed++) {
            assertThat(NetworkGenerator.draw(seed)).isEqualTo(NetworkGenerator.draw(seed));
        }
        assertThat(NetworkGenerator.draw(1)).isNotEqualTo(NetworkGenerator.draw(2));
    }

    private static boolean seeksTheLargest(Program program) {
        return Objects.requireNonNull(program.train()).nodes().stream()
                .anyMatch(node -> node.op() instanceof Op.MaxPool2d);
    }

    /** Its losses are wrong for some programs. */
    private record Faulty(Predicate<Program> wrong) implements Engine {
        @Override
        public String name() {
            return "faulty";
        }

        @Override
        public String description() {
            return name();
        }

        @Override
        public Session open(Program program, Options options) {
            var fault = wrong.test(program) ? 0.1 : 0;
            return new Off(new ReferenceEngine(Precision.FLOAT32).open(program, options), fault);
        }
    }

    private static final class Off extends ForwardingSession {
        private final double fault;

        Off(Session session, double fault) {
            super(session);
            this.fault = fault;
        }

        @Override
        public double train(Batch batch, long step, StepOutputs outputs) {
            return super.train(batch, step, outputs) + fault;
        }
    }
}
