package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
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
    private static final Parameter<Integer> STEPS = required("steps", COUNT, 1000, "how many optimizer steps");
    private static final Parameter<Integer> DECAY_STEPS =
            required("decay_steps", COUNT, 1000, "how many optimizer steps");
    private static final Parameter<Double> FACTOR = optional("factor", POSITIVE, 0.1, "of the rate, after each steps");
    private static final Parameter<Double> DECAY_RATE =
            required("decay_rate", POSITIVE, 0.96, "factor of the rate after decay_steps");
    private static final Parameter<Boolean> STAIRCASE =
            optional("staircase", Parameters.TRUTH, false, "whether it falls in steps");
    private static final Parameter<Double> ALPHA =
            optional("alpha", Parameters.UNIT, 0.0, "share of the rate that remains");
    private static final Parameter<LearningRateSchedule> THEN =
            required("then", TYPE, new LearningRateSchedule.Constant(0.001), "what follows");

    static final Table<LearningRateSchedule> TABLE = new Table<>(
            "schedule",
            List.of(
                    of("constant", "one rate", a -> new LearningRateSchedule.Constant(a.get(VALUE))),
                    of("step", "falls by a factor every so many steps", Schedules::step),
                    of("exponential", "falls by a factor in every decay_steps", Schedules::exponential),
                    of("cosine", "half a cosine down over decay_steps", Schedules::cosine),
                    of("warmup", "rises linearly, then follows another", Schedules::warmup)));

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
