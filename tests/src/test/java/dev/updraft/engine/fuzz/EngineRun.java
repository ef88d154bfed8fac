package dev.updraft.engine.fuzz;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.ops.Variable;
import dev.updraft.compiler.program.Program;
import dev.updraft.engine.DrawnSamples;
import dev.updraft.engine.Engine;
import dev.updraft.engine.TestPrograms;
import dev.updraft.engine.spi.Batch;
import dev.updraft.engine.spi.Session;
import dev.updraft.engine.spi.StepOutputs;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a network gives on an engine: losses, predictions and variables, in the order in which they came. */
record EngineRun(List<Result> results) {

    /** One of them. */
    record Result(String name, float[] values) {}

    /** Everything that an engine is asked for: steps of several sizes, evaluations and predictions between, all variables. */
    private static final class Recorder {
        private final Program program;
        private final DrawnSamples samples;
        private final Session session;
        private final List<Result> results = new ArrayList<>();

        Recorder(Program program, DrawnSamples samples, Session session) {
            this.program = program;
            this.samples = samples;
            this.session = session;
        }

        void train(Batch batch, long step) {
            var outputs = samples.outputs(batch.size());
            note("step " + step, session.train(batch, step, outputs), outputs);
        }

        void evaluate(String name, Batch batch) {
            var outputs = samples.outputs(batch.size());
            note(name, session.evaluate(batch, outputs), outputs);
        }

        private void note(String name, double loss, StepOutputs outputs) {
            results.add(new Result("loss of " + name, new float[] {(float) loss}));
            note(name, outputs);
        }

        void predict(String name, Batch batch) {
            var outputs = samples.outputs(batch.size());
            session.predict(new Batch(batch.size(), batch.inputs(), List.of()), outputs);
            note(name, outputs);
        }

        private void note(String name, StepOutputs outputs) {
            for (var values : outputs.values()) {
                results.add(new Result("predictions of " + name, values.toArray(JAVA_FLOAT)));
            }
            for (var term : outputs.losses()) {
                results.add(new Result("a term of the loss of " + name, new float[] {(float) term}));
            }
        }

        void variables() {
            TestPrograms.variables(program, session)
                    .forEach((name, values) -> results.add(new Result("variable " + name, values)));
        }
    }

    /**
     * Runs a network.
     *
     * @param jitter share by which weights are changed before, as rounding might
     */
    static EngineRun of(RandomNetwork network, Program program, Engine engine, double jitter) {
        var samples = new DrawnSamples(program, 2 * network.batch(), network.seed(), network.bits());
        try (var session = engine.open(program, new Engine.Options(1, network.seed()))) {
            if (jitter > 0) {
                shake(program, session, jitter, network.seed());
            }
            var recorder = new Recorder(program, samples, session);
            var batch = network.batch();
            recorder.train(samples.batch(0, batch), 0);
            recorder.evaluate("the evaluation between", samples.batch(batch, batch));
            recorder.predict("the prediction between", samples.batch(0, batch));
            var part = samples.batch(batch / 2, (batch + 1) / 2);
            recorder.train(part, 1);
            recorder.train(samples.batch(batch, batch), 2);
            recorder.evaluate("the last evaluation", samples.batch(0, batch));
            recorder.evaluate("the evaluation of a part", part);
            recorder.predict("the prediction of a part", part);
            recorder.variables();
            return new EngineRun(recorder.results);
        }
    }

    private static void shake(Program program, Session session, double jitter, long seed) {
        var random = new Random(seed);
        for (var variable : program.variables()) {
            if (variable.role() == Variable.Role.TRAINABLE) {
                var values = MemorySegment.ofArray(
                        new float[Math.toIntExact(variable.shape().elementsPerSample())]);
                session.read(variable, values);
                for (var i = 0; i < variable.shape().elementsPerSample(); i++) {
                    var value = values.getAtIndex(JAVA_FLOAT, i);
                    var share = jitter * (2 * random.nextDouble() - 1);
                    values.setAtIndex(JAVA_FLOAT, i, (float) (value + share * (Math.abs(value) + 0.1)));
                }
                session.write(variable, values);
            }
        }
    }
}
