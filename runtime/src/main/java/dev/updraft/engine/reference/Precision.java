package dev.updraft.engine.reference;

/** How exactly results are kept. Each operation computes in float64; what it gives is then rounded. */
public enum Precision {
    FLOAT32 {
        @Override
        void round(double[] values) {
            for (var i = 0; i < values.length; i++) {
                values[i] = (float) values[i];
            }
        }
    },
    FLOAT64 {
        @Override
        void round(double[] values) {}
    };

    abstract void round(double[] values);
}
