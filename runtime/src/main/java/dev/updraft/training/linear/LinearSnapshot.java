package dev.updraft.training.linear;

import dev.updraft.training.ModelSnapshot;
import dev.updraft.training.linear.NewtonDirections.Step;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * All that the next step follows from.
 *
 * @param weights of the standardised features, by output, then column
 * @param stage how narrow kinks are rounded by now
 * @param idle how many steps in a row have brought nothing
 * @param isSteadied whether columns were found to follow from others
 * @param steps what directions remember
 */
record LinearSnapshot(double[][] weights, int stage, int idle, boolean isSteadied, List<Step> steps) implements ModelSnapshot {
    private static final int MOST = 1 << 28;

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt(weights.length);
        for (var ofOutput : weights) {
            write(out, ofOutput);
        }
        out.writeInt(stage);
        out.writeInt(idle);
        out.writeBoolean(isSteadied);
        out.writeInt(steps.size());
        for (var step : steps) {
            write(out, step.moved());
            write(out, step.change());
        }
    }

    private static void write(DataOutput out, double[] values) throws IOException {
        out.writeInt(values.length);
        for (var value : values) {
            out.writeDouble(value);
        }
    }

    @Override
    public ModelSnapshot read(DataInput in) throws IOException {
        return of(in, weights.length, weights[0].length);
    }

    /**
     * Reads one.
     *
     * @throws IOException if it has not this many weights
     */
    static LinearSnapshot of(DataInput in, int outputs, int columns) throws IOException {
        var weights = new double[count(in, outputs, outputs)][];
        for (var output = 0; output < outputs; output++) {
            weights[output] = values(in, columns);
        }
        var stage = count(in, 0, MOST);
        var idle = count(in, 0, MOST);
        var isSteadied = in.readBoolean();
        var steps = new ArrayList<Step>();
        var count = count(in, 0, NewtonDirections.MOST_STEPS);
        for (var step = 0; step < count; step++) {
            steps.add(new Step(values(in, outputs * columns), values(in, outputs * columns)));
        }
        return new LinearSnapshot(weights, stage, idle, isSteadied, List.copyOf(steps));
    }

    private static double[] values(DataInput in, int length) throws IOException {
        var values = new double[count(in, length, length)];
        for (var i = 0; i < length; i++) {
            values[i] = in.readDouble();
        }
        return values;
    }

    private static int count(DataInput in, int least, int most) throws IOException {
        var count = in.readInt();
        if (count < least || count > most) {
            throw new IOException("a snapshot of a linear model has " + count + " where " + least + " to " + most
                    + " are expected");
        }
        return count;
    }
}
