package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Documentation.doc;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.POSITIVE;

import dev.updraft.compiler.layers.LearningRateSchedule;
import java.util.List;

/** Names of {@link LearningRateSchedule}s; a plain number is a constant one. */
final class Schedules {
    private Schedules() {}

    static final ParameterType<LearningRateSchedule> TYPE =
            new ParameterType.Named<>(() -> Catalog.SCHEDULES, LearningRateSchedule.Constant::new);

    private static final Parameter<Double> VALUE = required("value", NOT_NEGATIVE, 0.001, "the rate of every step");
    private static final Parameter<Double> INITIAL =
            required("initial_learning_rate", NOT_NEGATIVE, 0.001, "the rate of the first step");
    private static final Parameter<Integer> STEPS = required("steps", COUNT, 1000, "number of optimizer steps");
    private static final Parameter<Integer> DECAY_STEPS =
            required("decay_steps", COUNT, 1000, "number of optimizer steps");
    private static final Parameter<Double> FACTOR =
            optional("factor", POSITIVE, 0.1, "factor for the rate after each interval");
    private static final Parameter<Double> DECAY_RATE =
            required("decay_rate", POSITIVE, 0.96, "factor for the rate after every decay_steps");
    private static final Parameter<Boolean> STAIRCASE =
            optional("staircase", Parameters.TRUTH, false, "whether the rate drops in steps");
    private static final Parameter<Double> ALPHA =
            optional("alpha", Parameters.UNIT, 0.0, "final rate as a fraction of the initial rate");
    private static final Parameter<LearningRateSchedule> THEN =
            required("then", TYPE, new LearningRateSchedule.Constant(0.001), "schedule that follows");

    private static final String STEP_COUNT = "step counts weight updates, from 0.";

    private static final Documentation CONSTANT = doc(
                    "one rate for every step", "rate = value", "optimizer sgd(learning_rate: constant(0.1))")
            .noting("A plain number means the same.");
    private static final Documentation STEP = doc(
                    "drops by a factor at a fixed interval of steps",
                    "rate = initial_learning_rate * factor^floor(step / steps)",
                    "optimizer sgd(learning_rate: step(0.1, steps: 5000, factor: 0.1))")
            .noting(STEP_COUNT);
    private static final Documentation EXPONENTIAL = doc(
                    "decays exponentially, by a factor over every decay_steps",
                    """
                    rate = initial_learning_rate * decay_rate^(step / decay_steps)
                    staircase: true    the exponent is rounded down
                    """,
                    "optimizer adam(learning_rate: exponential(0.01, decay_steps: 1000, decay_rate: 0.96))")
            .noting(STEP_COUNT);
    private static final Documentation COSINE = doc(
                    "falls along half a cosine over decay_steps, then stays constant",
                    """
                    p = min(step, decay_steps) / decay_steps
                    rate = initial_learning_rate * ((1 - alpha) * (1 + cos(pi * p)) / 2 + alpha)
                    """,
                    "optimizer sgd(learning_rate: cosine(0.1, decay_steps: 10000))")
            .noting(STEP_COUNT);
    private static final Documentation WARMUP = doc(
                    "rises linearly, then follows another schedule",
                    """
                    step < steps    rate = then(0) * (step + 1) / steps
                    else            rate = then(step - steps)
                    """,
                    "optimizer adamw(learning_rate: warmup(500, then: cosine(0.001, decay_steps: 10000)))")
            .noting(STEP_COUNT);

    static final Table<LearningRateSchedule> TABLE = new Table<>(
            "schedule",
            List.of(
                    of("constant", CONSTANT, a -> new LearningRateSchedule.Constant(a.get(VALUE))),
                    of("step", STEP, Schedules::step),
                    of("exponential", EXPONENTIAL, Schedules::exponential),
                    of("cosine", COSINE, Schedules::cosine),
                    of("warmup", WARMUP, Schedules::warmup)));

    private static LearningRateSchedule step(Arguments a) {
        return new LearningRateSchedule.Step(a.get(INITIAL), a.get(STEPS), a.get(FACTOR));
    }

    private static LearningRateSchedule exponential(Arguments a) {
        return new LearningRateSchedule.Exponential(
                a.get(INITIAL), a.get(DECAY_STEPS), a.get(DECAY_RATE), a.get(STAIRCASE));
    }

    private static LearningRateSchedule cosine(Arguments a) {
        return new LearningRateSchedule.Cosine(a.get(INITIAL), a.get(DECAY_STEPS), a.get(ALPHA));
    }

    private static LearningRateSchedule warmup(Arguments a) {
        return new LearningRateSchedule.Warmup(a.get(STEPS), a.get(THEN));
    }
}
