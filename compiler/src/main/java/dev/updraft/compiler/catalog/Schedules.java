package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Declaration.of;
import static dev.updraft.compiler.catalog.Parameter.optional;
import static dev.updraft.compiler.catalog.Parameter.required;
import static dev.updraft.compiler.catalog.Parameters.COUNT;
import static dev.updraft.compiler.catalog.Parameters.NOT_NEGATIVE;
import static dev.updraft.compiler.catalog.Parameters.POSITIVE;

import dev.updraft.compiler.catalog.Arguments.Conflict;
import dev.updraft.compiler.layers.LearningRateSchedule;
import java.util.List;
import java.util.Locale;

/** Names of {@link LearningRateSchedule}s; a plain number is a constant one. */
final class Schedules {
    private Schedules() {}

    private enum Anneal {
        COS,
        LINEAR
    }

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
    private static final Parameter<List<Integer>> BOUNDARIES = required(
            "boundaries",
            new ParameterType.ListOf<>(new ParameterType.Whole(0, Integer.MAX_VALUE)),
            List.of(1000),
            "the last step of each rate but the last, ascending");
    private static final Parameter<List<Double>> VALUES = required(
            "values",
            new ParameterType.ListOf<>(NOT_NEGATIVE),
            List.of(0.01, 0.001),
            "the rates, one more than boundaries");
    private static final Parameter<Double> DECAY_RATE =
            required("decay_rate", POSITIVE, 0.96, "factor for the rate after every decay_steps");
    private static final Parameter<Double> INVERSE_DECAY_RATE =
            required("decay_rate", POSITIVE, 0.5, "by how much the divisor of the rate grows over decay_steps");
    private static final Parameter<Boolean> STAIRCASE =
            optional("staircase", Parameters.TRUTH, false, "whether the rate drops in steps");
    private static final Parameter<Double> END =
            optional("end_learning_rate", NOT_NEGATIVE, 0.0001, "1e-4", "the rate after decay_steps");
    private static final Parameter<Double> POWER =
            optional("power", POSITIVE, 1.0, "the exponent; 1 is a straight line");
    private static final Parameter<Boolean> CYCLE =
            optional("cycle", Parameters.TRUTH, false, "whether to decay again after decay_steps, from a lower rate");
    private static final Parameter<Double> ALPHA =
            optional("alpha", Parameters.UNIT, 0.0, "final rate as a fraction of the initial rate");
    private static final Parameter<Integer> FIRST_DECAY_STEPS =
            required("first_decay_steps", COUNT, 1000, "number of optimizer steps to the first restart");
    private static final Parameter<Double> T_MUL = optional(
            "t_mul",
            new ParameterType.Real(Range.AT_LEAST_ONE),
            2.0,
            "how many times longer each cycle is than the one before");
    private static final Parameter<Double> M_MUL =
            optional("m_mul", Parameters.UNIT, 1.0, "factor for the initial rate after each restart");
    private static final Parameter<Double> MAX = required("max_learning_rate", POSITIVE, 0.1, "the highest rate");
    private static final Parameter<Integer> TOTAL_STEPS =
            required("total_steps", COUNT, 1000, "number of optimizer steps");
    private static final Parameter<Double> INCREASE =
            optional("pct_start", Parameters.UNIT, 0.3, "fraction of the steps in which the rate rises");
    private static final Parameter<Anneal> ANNEAL = optional(
            "anneal_strategy",
            Parameters.choice("strategy", Anneal.class),
            Anneal.COS,
            "cos",
            "whether it rises and falls by half a cosine or in a straight line");
    private static final Parameter<Double> DIV_FACTOR =
            optional("div_factor", POSITIVE, 25.0, "the highest rate divided by the first");
    private static final Parameter<Double> FINAL_DIV_FACTOR =
            optional("final_div_factor", POSITIVE, 10000.0, "the first rate divided by the last");
    private static final Parameter<Boolean> THREE_PHASE = optional(
            "three_phase",
            Parameters.TRUTH,
            false,
            "whether it falls to the first rate as fast as it rose, and only then to the last");
    private static final Parameter<LearningRateSchedule> THEN =
            required("then", TYPE, new LearningRateSchedule.Constant(0.001), "schedule that follows");
    private static final Parameter<LearningRateSchedule> SCHEDULE =
            required("schedule", TYPE, new LearningRateSchedule.Constant(0.001), "schedule whose steps are epochs");

    static final Table<LearningRateSchedule> TABLE = new Table<>(
            "schedule",
            List.of(
                    of("constant", ScheduleDocs.CONSTANT, a -> new LearningRateSchedule.Constant(a.get(VALUE))),
                    of("step", ScheduleDocs.STEP, Schedules::step),
                    of("piecewise_constant", ScheduleDocs.PIECEWISE_CONSTANT, Schedules::piecewiseConstant),
                    of("exponential", ScheduleDocs.EXPONENTIAL, Schedules::exponential),
                    of("inverse_time", ScheduleDocs.INVERSE_TIME, Schedules::inverseTime),
                    of("polynomial", ScheduleDocs.POLYNOMIAL, Schedules::polynomial),
                    of("cosine", ScheduleDocs.COSINE, Schedules::cosine),
                    of("cosine_restarts", ScheduleDocs.COSINE_RESTARTS, Schedules::cosineRestarts),
                    of("one_cycle", ScheduleDocs.ONE_CYCLE, Schedules::oneCycle),
                    of("warmup", ScheduleDocs.WARMUP, Schedules::warmup),
                    of("per_epoch", ScheduleDocs.PER_EPOCH, a -> new LearningRateSchedule.PerEpoch(a.get(SCHEDULE)))));

    private static LearningRateSchedule step(Arguments a) {
        return new LearningRateSchedule.Step(a.get(INITIAL), a.get(STEPS), a.get(FACTOR));
    }

    private static LearningRateSchedule piecewiseConstant(Arguments a) {
        var boundaries = a.get(BOUNDARIES);
        var values = a.get(VALUES);
        if (values.size() != boundaries.size() + 1) {
            throw new Conflict(
                    VALUES,
                    String.format(
                            Locale.ROOT,
                            "%d boundaries separate %d rates, found %d",
                            boundaries.size(),
                            boundaries.size() + 1,
                            values.size()));
        }
        for (var i = 1; i < boundaries.size(); i++) {
            if (boundaries.get(i) <= boundaries.get(i - 1)) {
                throw new Conflict(
                        BOUNDARIES,
                        String.format(
                                Locale.ROOT,
                                "boundaries must ascend, found %d after %d",
                                boundaries.get(i),
                                boundaries.get(i - 1)));
            }
        }
        return new LearningRateSchedule.PiecewiseConstant(boundaries, values);
    }

    private static LearningRateSchedule exponential(Arguments a) {
        return new LearningRateSchedule.Exponential(
                a.get(INITIAL), a.get(DECAY_STEPS), a.get(DECAY_RATE), a.get(STAIRCASE));
    }

    private static LearningRateSchedule inverseTime(Arguments a) {
        return new LearningRateSchedule.InverseTime(
                a.get(INITIAL), a.get(DECAY_STEPS), a.get(INVERSE_DECAY_RATE), a.get(STAIRCASE));
    }

    private static LearningRateSchedule polynomial(Arguments a) {
        return new LearningRateSchedule.Polynomial(
                a.get(INITIAL), a.get(DECAY_STEPS), a.get(END), a.get(POWER), a.get(CYCLE));
    }

    private static LearningRateSchedule cosine(Arguments a) {
        return new LearningRateSchedule.Cosine(a.get(INITIAL), a.get(DECAY_STEPS), a.get(ALPHA));
    }

    private static LearningRateSchedule cosineRestarts(Arguments a) {
        return new LearningRateSchedule.CosineRestarts(
                a.get(INITIAL), a.get(FIRST_DECAY_STEPS), a.get(T_MUL), a.get(M_MUL), a.get(ALPHA));
    }

    private static LearningRateSchedule oneCycle(Arguments a) {
        var max = a.get(MAX);
        var steps = a.get(TOTAL_STEPS);
        var increase = a.get(INCREASE);
        var anneal = a.get(ANNEAL);
        var divFactor = a.get(DIV_FACTOR);
        var finalDivFactor = a.get(FINAL_DIV_FACTOR);
        var threePhase = a.get(THREE_PHASE);
        if (threePhase && increase > 0.5) {
            throw new Conflict(
                    INCREASE, "`pct_start: %s` leaves no time to fall as fast with `three_phase`".formatted(increase));
        }
        return new LearningRateSchedule.OneCycle(
                max, steps, increase, divFactor, finalDivFactor, anneal == Anneal.LINEAR, threePhase);
    }

    private static LearningRateSchedule warmup(Arguments a) {
        return new LearningRateSchedule.Warmup(a.get(STEPS), a.get(THEN));
    }
}
