package dev.updraft.compiler.catalog;

import static dev.updraft.compiler.catalog.Documentation.doc;

/** What the reference says of the schedules. */
final class ScheduleDocs {
    private ScheduleDocs() {}

    private static final String STEP_COUNT = "step counts weight updates, from 0.";

    static final Documentation CONSTANT = doc(
                    "one rate for every step", "rate = value", "optimizer sgd(learning_rate: constant(0.1))")
            .noting("A plain number means the same.");
    static final Documentation STEP = doc(
                    "drops by a factor at a fixed interval of steps",
                    "rate = initial_learning_rate * factor^floor(step / steps)",
                    "optimizer sgd(learning_rate: step(0.1, steps: 5000, factor: 0.1))")
            .noting(STEP_COUNT);
    static final Documentation PIECEWISE_CONSTANT = doc(
                    "one rate up to each boundary, and one beyond",
                    """
                    step <= boundaries[0]    rate = values[0]
                    step <= boundaries[i]    rate = values[i]
                    else                     rate = the last of values
                    """,
                    "optimizer sgd(learning_rate: piecewise_constant([5000, 8000], values: [0.1, 0.01, 0.001]))")
            .noting(STEP_COUNT);
    static final Documentation EXPONENTIAL = doc(
                    "decays exponentially, by a factor over every decay_steps",
                    """
                    rate = initial_learning_rate * decay_rate^(step / decay_steps)
                    staircase: true    the exponent is rounded down
                    """,
                    "optimizer adam(learning_rate: exponential(0.01, decay_steps: 1000, decay_rate: 0.96))")
            .noting(STEP_COUNT);
    static final Documentation INVERSE_TIME = doc(
                    "decays with the inverse of the step",
                    """
                    rate = initial_learning_rate / (1 + decay_rate * step / decay_steps)
                    staircase: true    step / decay_steps is rounded down
                    """,
                    "optimizer sgd(learning_rate: inverse_time(0.1, decay_steps: 1000, decay_rate: 0.5))")
            .noting(STEP_COUNT);
    static final Documentation POLYNOMIAL = doc(
                    "falls along a power of the remaining steps, then stays constant",
                    """
                    p = min(step, decay_steps) / decay_steps
                    cycle: true    p = step / (n * decay_steps), n = max(1, ceil(step / decay_steps))
                    rate = (initial_learning_rate - end_learning_rate) * (1 - p)^power + end_learning_rate
                    """,
                    "optimizer sgd(learning_rate: polynomial(0.1, decay_steps: 10000, end_learning_rate: 0.001))")
            .noting(STEP_COUNT);
    static final Documentation COSINE = doc(
                    "falls along half a cosine over decay_steps, then stays constant",
                    """
                    p = min(step, decay_steps) / decay_steps
                    rate = initial_learning_rate * ((1 - alpha) * (1 + cos(pi * p)) / 2 + alpha)
                    """,
                    "optimizer sgd(learning_rate: cosine(0.1, decay_steps: 10000))")
            .noting(STEP_COUNT);
    static final Documentation COSINE_RESTARTS = doc(
                    "falls along half a cosine again and again, each time more slowly",
                    """
                    cycle i has first_decay_steps * t_mul^i steps, of which the fraction p is done
                    rate = initial_learning_rate * ((1 - alpha) * m_mul^i * (1 + cos(pi * p)) / 2 + alpha)
                    """,
                    "optimizer sgd(learning_rate: cosine_restarts(0.1, first_decay_steps: 1000))")
            .noting(STEP_COUNT);
    static final Documentation ONE_CYCLE = doc(
                    "rises to the highest rate and falls almost to 0",
                    """
                    first = max_learning_rate / div_factor, last = first / final_div_factor
                    peak = pct_start * total_steps - 1
                    step <= peak    from first to max_learning_rate
                    else            from max_learning_rate to last, at step total_steps - 1
                    three_phase: true, after peak
                    step <= 2 * peak    from max_learning_rate to first
                    else                from first to last
                    from a to b, of which the fraction p is done
                    anneal_strategy: cos       rate = b + (a - b) / 2 * (1 + cos(pi * p))
                    anneal_strategy: linear    rate = a + (b - a) * p
                    """,
                    "optimizer sgd(learning_rate: one_cycle(0.5, total_steps: 10000), momentum: 0.9)")
            .noting(STEP_COUNT + " It is PyTorch's OneCycleLR, but leaves momentum as it is.");
    static final Documentation WARMUP = doc(
                    "rises linearly, then follows another schedule",
                    """
                    step < steps    rate = then(0) * (step + 1) / steps
                    else            rate = then(step - steps)
                    """,
                    "optimizer adamw(learning_rate: warmup(500, then: cosine(0.001, decay_steps: 10000)))")
            .noting(STEP_COUNT);
    static final Documentation PER_EPOCH = doc(
                    "a schedule that changes from epoch to epoch",
                    "rate = schedule(epoch)",
                    "optimizer sgd(learning_rate: per_epoch(step(0.1, steps: 30, factor: 0.1)))")
            .noting("epoch counts from 0 and from the start of training, also within other schedules: in"
                    + " warmup(500, then: per_epoch(cosine(0.1, decay_steps: 30))) the first 500 steps rise, and the"
                    + " cosine ends with epoch 30.");
}
