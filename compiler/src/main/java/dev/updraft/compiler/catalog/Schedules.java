package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.POSITIVE;

import dev.updraft.compiler.layers.Schedule;
import java.util.List;

/** Names of {@link Schedule}s; a plain number is a constant one. */
final class Schedules {
    private Schedules() {}

    static final ParameterType<Schedule> TYPE =
            new ParameterType.Named<>(() -> Catalog.SCHEDULES, Schedule.Constant::new);

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
    private static final Parameter<Schedule> THEN =
            required("then", TYPE, new Schedule.Constant(0.001), "what follows");

    static final Table<Schedule> TABLE = new Table<>(
            "schedule",
            List.of(
                    of("constant", "one rate", a -> new Schedule.Constant(a.get(VALUE))),
                    of("step", "falls by a factor every so many steps", Schedules::step),
                    of("exponential", "falls by a factor in every decay_steps", Schedules::exponential),
                    of("cosine", "half a cosine down over decay_steps", Schedules::cosine),
                    of("warmup", "rises linearly, then follows another", Schedules::warmup)));

    private static Schedule step(Arguments a) {
        return new Schedule.Step(a.get(INITIAL), a.get(STEPS), a.get(FACTOR));
    }

    private static Schedule exponential(Arguments a) {
        return new Schedule.Exponential(a.get(INITIAL), a.get(DECAY_STEPS), a.get(DECAY_RATE), a.get(STAIRCASE));
    }

    private static Schedule cosine(Arguments a) {
        return new Schedule.Cosine(a.get(INITIAL), a.get(DECAY_STEPS), a.get(ALPHA));
    }

    private static Schedule warmup(Arguments a) {
        return new Schedule.Warmup(a.get(STEPS), a.get(THEN));
    }
}
