package uk.ac.manchester.tornado.api.math;

/** Functions that kernels may call. */
public final class TornadoMath {
    private TornadoMath() {}

    public static float abs(float value) {
        return Math.abs(value);
    }

    /** As on a device: NaN gives way to a number. */
    public static float min(float a, float b) {
        return Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.min(a, b);
    }

    /** As on a device: NaN gives way to a number. */
    public static float max(float a, float b) {
        return Float.isNaN(a) ? b : Float.isNaN(b) ? a : Math.max(a, b);
    }

    public static int min(int a, int b) {
        return Math.min(a, b);
    }

    public static int max(int a, int b) {
        return Math.max(a, b);
    }

    public static float exp(float value) {
        return (float) Math.exp(value);
    }

    public static float log(float value) {
        return (float) Math.log(value);
    }

    public static float sqrt(float value) {
        return (float) Math.sqrt(value);
    }

    public static float sin(float value) {
        return (float) Math.sin(value);
    }

    public static float cos(float value) {
        return (float) Math.cos(value);
    }

    public static float floor(float value) {
        return (float) Math.floor(value);
    }

    public static float pow(float base, float exponent) {
        return (float) Math.pow(base, exponent);
    }

    public static float tanh(float value) {
        return (float) Math.tanh(value);
    }
}
