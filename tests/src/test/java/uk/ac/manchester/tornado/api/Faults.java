package uk.ac.manchester.tornado.api;

import java.util.concurrent.TimeUnit;
import uk.ac.manchester.tornado.api.exceptions.TornadoBailoutRuntimeException;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;

/**
 * What goes wrong on a real machine, at wish: {@code -Ddouble.uncompilable=TASK} ({@code -Ddouble.wordless=true}: an error
 * that names no task), {@code -Ddouble.failing=TASK} when it runs, {@code -Ddouble.uncapturable=true} when a graph is to be
 * recorded, {@code -Ddouble.queue=false} where graphs can only be executed one by one, {@code -Ddouble.slow=true} for steps
 * without an end, {@code -Ddouble.full=true} for a device whose memory another process has,
 * {@code -Ddouble.start=WORDS} for a driver that does not start.
 */
public final class Faults {
    private Faults() {}

    static void compile(String task) {
        if (task.equals(System.getProperty("double.uncompilable"))) {
            if (Boolean.getBoolean("double.wordless")) {
                throw new TornadoInternalError("unimplemented: a node of the graph");
            }
            throw new TornadoBailoutRuntimeException("Unable to compile step0." + task + " - double");
        }
    }

    static void capture() {
        if (Boolean.getBoolean("double.uncapturable")) {
            throw new TornadoBailoutRuntimeException("cuStreamBeginCapture failed. CUresult=900");
        }
    }

    static void run(String task) {
        if (Boolean.getBoolean("double.full")) {
            throw new TornadoBailoutRuntimeException("[ERROR] Unable to allocate 4096 bytes of memory.");
        }
        if (task.equals(System.getProperty("double.failing"))) {
            throw new TornadoBailoutRuntimeException("Bailout from LAUNCH Bytecode of " + task);
        }
        if (Boolean.getBoolean("double.slow") && !task.startsWith("copy_") && !task.equals("touch_arrays")) {
            try {
                System.out.println("working on " + task);
                TimeUnit.HOURS.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Called when the runtime is first asked for. */
    public static void start() {
        var words = System.getProperty("double.start");
        if (words != null) {
            throw new TornadoBailoutRuntimeException("\u001b[31m" + words + "\u001b[0m");
        }
    }
}
