package dev.updraft.engine.gpu;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.Map;
import java.util.function.Consumer;

/** A session, and all that it gave. */
final class Trial implements AutoCloseable {
    private static final Engine.Options OPTIONS = new Engine.Options(1, 11);

    private final Program program;
    private final DrawnSamples samples;
    private final Session session;
    private final List<Double> losses = new ArrayList<>();
    private final List<float[]> predictions = new ArrayList<>();
    private long step;

    Trial(Engine engine, Program program, DrawnSamples samples) {
        this(engine, program, samples, OPTIONS);
    }

    /** With somebody who hears what the engine says. */
    Trial(Engine engine, Program program, DrawnSamples samples, Consumer<String> notice) {
        this(engine, program, samples, new Engine.Options(OPTIONS.threads(), OPTIONS.seed(), notice));
    }

    private Trial(Engine engine, Program program, DrawnSamples samples, Engine.Options options) {
        this.program = program;
        this.samples = samples;
        session = engine.open(program, options);
    }

    Session session() {
        return session;
    }

    List<Double> losses() {
        return losses;
    }

    List<float[]> predictions() {
        return predictions;
    }

    Map<String, float[]> variables() {
        return TestPrograms.variables(program, session);
    }

    void train(Batch batch) {
        var found = samples.outputs(batch.size());
        note(session.train(batch, step++, found), found);
    }

    void evaluate(Batch batch) {
        var found = samples.outputs(batch.size());
        note(session.evaluate(batch, found), found);
    }

    void predict(Batch batch) {
        var found = samples.outputs(batch.size());
        session.predict(batch, found);
        note(0, found);
    }

    /** Notes a result of a step that somebody else made. */
    void note(double loss, StepOutputs found) {
        losses.add(loss);
        for (var term : found.losses()) {
            losses.add(term);
        }
        for (var values : found.values()) {
            predictions.add(values.toArray(JAVA_FLOAT));
        }
    }

    /** Writes to every variable a little more than it has. */
    void shift() {
        for (var variable : program.variables()) {
            var values = MemorySegment.ofArray(
                    new float[Math.toIntExact(variable.shape().elementsPerSample())]);
            session.read(variable, values);
            for (var i = 0; i < variable.shape().elementsPerSample(); i++) {
                values.setAtIndex(JAVA_FLOAT, i, values.getAtIndex(JAVA_FLOAT, i) + 0.125f);
            }
            session.write(variable, values);
        }
    }

    /** Whether another session gave the same, to the bit. */
    void requireSame(Trial other) {
        assertThat(losses).isEqualTo(other.losses);
        assertThat(predictions).usingRecursiveComparison().isEqualTo(other.predictions);
        assertThat(variables()).usingRecursiveComparison().isEqualTo(other.variables());
    }

    /** Whether another session gave nearly the same. */
    void requireClose(Trial other, double tolerance) {
        assertThat(losses).hasSameSizeAs(other.losses);
        for (var i = 0; i < losses.size(); i++) {
            assertThat(losses.get(i)).as("loss %d", i).isCloseTo(other.losses.get(i), within(tolerance));
            close("predictions " + i, predictions.get(i), other.predictions.get(i), tolerance);
        }
        var found = variables();
        other.variables()
                .forEach((name, expected) ->
                        assertThat(found).hasEntrySatisfying(name, values -> close(name, values, expected, tolerance)));
    }

    private static void close(String what, float[] found, float[] expected, double tolerance) {
        assertThat(found).as(what).containsExactly(expected, within((float) tolerance));
    }

    @Override
    public void close() {
        session.close();
    }
}
