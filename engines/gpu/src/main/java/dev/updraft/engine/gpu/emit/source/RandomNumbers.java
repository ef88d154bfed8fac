package dev.updraft.engine.gpu.emit.source;

import dev.updraft.engine.gpu.emit.device.Control;

/**
 * Philox4x32-10 in a kernel: the same bits as {@link dev.updraft.compiler.ops.Philox}. TornadoVM's OpenCL takes {@code >>>} of
 * a signed number for {@code >>}, so what is shifted in is masked or cut off.
 */
public final class RandomNumbers {
    private RandomNumbers() {}

    /**
     * Writes the statements that give a number on [0, 1).
     *
     * @param name of the local that holds it
     * @param index expression of the element's index in the whole batch
     */
    public static void write(JavaText text, String name, int stream, String index) {
        var word = name + "w";
        for (var start : new String[] {
            "0 = " + index + " >> 2",
            "1 = " + stream,
            "2 = control.get(" + Control.STEP_LOW + ")",
            "3 = control.get(" + Control.STEP_HIGH + ")"
        }) {
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
