package dev.updraft.engine.gpu.emit.source;

import dev.updraft.engine.gpu.emit.device.Control;

/**
 * Philox4x32-10 in a kernel: the same bits as {@link dev.updraft.compiler.ops.Philox}. TornadoVM's OpenCL takes {@code >>>} of
 * a signed number for {@code >>}, so what is shifted in is masked or cut off.
 */
public final class RandomNumbers {
    private RandomNumbers() {}

    /**
     * Writes the statements that give a number on [0, 1), by the number of the step and the place in the batch.
     *
     * @param name of the local that holds it
     * @param index expression of the element's index in the whole batch
     */
    public static void ofStep(JavaText text, String name, int stream, String index) {
        write(
                text,
                name,
                index,
                index + " >> 2",
                stream,
                "control.get(" + Control.STEP_LOW + ")",
                "control.get(" + Control.STEP_HIGH + ")");
    }

    /**
     * As {@link #ofStep}, by the sample's row in the data.
     *
     * @param perSample elements of a sample; 0 if they are not for samples
     */
    public static void ofRows(JavaText text, String name, int stream, String index, long perSample) {
        var element = name + "e";
        text.line("long " + element + " = (control.get(" + Control.ROW + ") + (long) control.get(" + Control.CURSOR
                + ") * control.get(" + Control.BATCH + ")) * " + perSample + " + " + index + ";");
        write(text, name, "(int) " + element, "(int) (" + element + " >> 2)", stream, "0", "0");
    }

    private static void write(
            JavaText text, String name, String index, String block, int stream, String stepLow, String stepHigh) {
        var word = name + "w";
        for (var start : new String[] {"0 = " + block, "1 = " + stream, "2 = " + stepLow, "3 = " + stepHigh}) {
            text.line("int " + word + start + ";");
        }
        text.line("int " + name + "k0 = control.get(" + Control.SEED_LOW + ");")
                .line("int " + name + "k1 = control.get(" + Control.SEED_HIGH + ");")
                .open("for (int round = 0; round < 10; round++)")
                .line("long p0 = (W0 & 0xFFFFFFFFL) * 0xD2511F53L;".replace("W", word))
                .line("long p1 = (W2 & 0xFFFFFFFFL) * 0xCD9E8D57L;".replace("W", word))
                .line("W0 = (int) (p1 >> 32) ^ W1 ^ Kk0;".replace("W", word).replace("K", name))
                .line("W2 = (int) (p0 >> 32) ^ W3 ^ Kk1;".replace("W", word).replace("K", name))
                .line("W1 = (int) p1;".replace("W", word))
                .line("W3 = (int) p0;".replace("W", word))
                .line(name + "k0 = " + name + "k0 + 0x9E3779B9;")
                .line(name + "k1 = " + name + "k1 + 0xBB67AE85;")
                .close()
                .line("int W = (I & 3) == 0 ? W0 : (I & 3) == 1 ? W1 : (I & 3) == 2 ? W2 : W3;"
                        .replace("W", word)
                        .replace("I", index))
                .line("float " + name + " = (" + word + " >> 8 & 0xFFFFFF) * 5.9604645E-8f;");
    }
}
