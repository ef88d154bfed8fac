package dev.updraft.training.gradient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.updraft.Flowers;
import dev.updraft.compiler.Compiler;
import dev.updraft.compiler.layers.DataSplit;
import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.Engine;
import dev.updraft.engine.ForwardingSession;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.gpu.DoubleEngine;
import dev.updraft.engine.spi.Engines;
import dev.updraft.engine.spi.Session;
import dev.updraft.history.History;
import dev.updraft.training.FitOptions;
import dev.updraft.training.loop.TrainingContext;
import java.util.List;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Batches from the host's memory and samples that stay on the device, as training sees them. */
class BatchSourceTest {
    private static final LayerGraph MODEL = TestPrograms.layers(Flowers.MODEL.formatted("adam(learning_rate: 0.02)"));
    private static final Program PROGRAM = Compiler.lower(MODEL);

    static final List<Arguments> ENGINES_AND_OPTIONS = List.of(DoubleEngine.processor(), DoubleEngine.gpu()).stream()
            .flatMap(engine -> List.of(
                            Named.of("a validation split", new FitOptions(3, 16, DataSplit.random(0.2), true, null)),
                            Named.of("the order of the data", new FitOptions(2, 7, DataSplit.none(), false, null)),
                            Named.of(
                                    "a batch larger than the data",
                                    new FitOptions(4, 1000, DataSplit.random(0.1), true, null)),
                            Named.of("data to validate on", new FitOptions(2, 16, null, true, new Flowers(23))))
                    .stream()
                    .map(options -> Arguments.of(Named.of(engine.description(), engine), options)))
            .toList();

    private static Session open(Engine engine) {
        return engine.open(PROGRAM, new Engine.Options(1, 7));
    }

    private static Trainer trainer(Session session) {
        return new Trainer(
                new TrainingContext(MODEL, PROGRAM, session, "an engine", _ -> session, 1, 7), Learnt.NOTHING, _ -> {});
    }

    @ParameterizedTest(name = "{1} on {0}")
    @FieldSource("ENGINES_AND_OPTIONS")
    void samplesOnADeviceTrainAsBatchesInTheHostsMemoryDo(Engine engine, FitOptions options) {
        var data = new Flowers(101);
        try (var device = open(engine);
                var host = open(Engines.of("cpu"))) {
            var found = trainer(device);
            var expected = trainer(host);

            requireClose(found.fit(data, options, List.of()), expected.fit(data, options, List.of()));
            // Training goes on where it ended.
            requireClose(found.fit(data, options, List.of()), expected.fit(data, options, List.of()));
            assertThat(found.evaluate(new Flowers(40), List.of()).loss())
                    .isCloseTo(expected.evaluate(new Flowers(40), List.of()).loss(), within(1e-4));
            var predictions = expected.predict(data, _ -> {}).iterator();
            assertThat(found.predict(data, _ -> {}))
                    .hasSize(data.size())
                    .allSatisfy(
                            prediction -> assertThat(prediction).containsExactly(predictions.next(), within(1e-3f)));
        }
    }

    private static void requireClose(History found, History expected) {
        assertThat(found.epochs()).hasSameSizeAs(expected.epochs());
        for (var i = 0; i < found.epochs().size(); i++) {
            var metrics = found.epochs().get(i).allMetrics();
            expected.epochs()
                    .get(i)
                    .allMetrics()
                    .forEach((name, value) -> assertThat(metrics)
                            .hasEntrySatisfying(name, other -> assertThat(other).isCloseTo(value, within(1e-4))));
        }
    }

    @Test
    void bothFeedsGiveTheSameToTheBitOnOneEngine() {
        var data = new Flowers(61);
        var options = new FitOptions(2, 16, DataSplit.random(0.25), true, null);
        try (var resident = open(DoubleEngine.gpu());
                var byBatches = new WithoutResidents(open(DoubleEngine.gpu()))) {
            var found = trainer(resident).fit(data, options, List.of());
            var expected = trainer(byBatches).fit(data, options, List.of());

            assertThat(found.epochs().stream().map(History.Epoch::allMetrics).toList())
                    .isEqualTo(expected.epochs().stream()
                            .map(History.Epoch::allMetrics)
                            .toList());
            assertThat(TestPrograms.variables(PROGRAM, resident))
                    .usingRecursiveComparison()
                    .isEqualTo(TestPrograms.variables(PROGRAM, byBatches));
        }
    }

    /** A session that keeps nothing, so that every batch is brought. */
    private static final class WithoutResidents extends ForwardingSession {
        WithoutResidents(Session session) {
            super(session);
        }
    }
}
