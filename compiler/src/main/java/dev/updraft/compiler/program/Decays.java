package dev.updraft.compiler.program;

/** Learning rates whose formulas take more than a line. */
final class Decays {
    private Decays() {}

    static double polynomial(StepFormula.PolynomialDecay decay, long step) {
        double steps = decay.decaySteps();
        var at = (double) step;
        if (decay.cycle()) {
            steps *= Math.max(1, Math.ceil(at / steps));
        } else {
            at = Math.min(at, steps);
        }
        return (decay.initial() - decay.end()) * Math.pow(1 - at / steps, decay.power()) + decay.end();
    }

    /** Restart number {@code i} begins when the steps, as a multiple of the first decay's, are {@code 1 + t + ... + t^(i-1)}. */
    static double restarts(StepFormula.CosineRestarts decay, long step) {
        var factor = decay.tMul();
        var done = (double) step / decay.firstDecaySteps();
        double restarts;
        double progress;
        if (factor == 1) {
            restarts = Math.floorDiv(step, decay.firstDecaySteps());
            progress = (double) Math.floorMod(step, decay.firstDecaySteps()) / decay.firstDecaySteps();
        } else {
            // The logarithm may be off by a rounding error, which at a restart is a whole cycle.
            restarts = Math.floor(Math.log1p(done * (factor - 1)) / Math.log(factor));
            while (begin(factor, restarts + 1) <= done) {
                restarts++;
            }
            while (begin(factor, restarts) > done) {
                restarts--;
            }
            progress = (done - begin(factor, restarts)) / Math.pow(factor, restarts);
        }
        var height = Math.pow(decay.mMul(), restarts);
        var alpha = decay.alpha();
        return decay.initial() * ((1 - alpha) * 0.5 * height * (1 + Math.cos(Math.PI * progress)) + alpha);
    }

    private static double begin(double factor, double restart) {
        return (Math.pow(factor, restart) - 1) / (factor - 1);
    }

    static double oneCycle(StepFormula.OneCycle cycle, long step) {
        var start = cycle.max() / cycle.divFactor();
        var end = start / cycle.finalDivFactor();
        var peak = cycle.increase() * cycle.steps() - 1;
        var last = cycle.steps() - 1.0;
        if (step <= peak) {
            return between(cycle.linear(), start, cycle.max(), step, 0, peak);
        }
        if (!cycle.threePhase()) {
            return between(cycle.linear(), cycle.max(), end, step, peak, last);
        }
        return step <= 2 * peak
                ? between(cycle.linear(), cycle.max(), start, step, peak, 2 * peak)
                : between(cycle.linear(), start, end, step, 2 * peak, last);
    }

    /** From one value at the step {@code from} to another at the step {@code to}, and no further. */
    private static double between(boolean linear, double first, double second, double step, double from, double to) {
        if (step >= to) {
            return second;
        }
        var progress = (step - from) / (to - from);
        return linear
                ? (second - first) * progress + first
                : second + (first - second) / 2 * (1 + Math.cos(Math.PI * progress));
    }
}
