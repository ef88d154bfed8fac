package dev.updraft.tornado;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/**
 * What TornadoVM has translated the tasks of a program to, for the next start. It lies beside the generated class, whose name stands
 * for its content. TornadoVM compiles no task whose code its plan already has, except the last of each graph; what is left of
 * its work then is to look through the methods, and for the driver to compile the text, here on all processors.
 */
final class StoredCode {
    private static final int FORMAT = 1;

    private final Path file;

    private StoredCode(Path file) {
        this.file = file;
    }

    /**
     * A task's text.
     *
     * @param id of the task
     * @param method that it calls
     * @param accesses what it does with each argument
     * @param text OpenCL C or CUDA C
     */
    private record Text(String id, String method, List<String> accesses, byte[] text) {}

    /** Whether TornadoVM writes text for a device that is known to compile again; what it does for Metal has not been tried. */
    static boolean isFor(TornadoDevice device) {
        return device.getTornadoVMBackend() != TornadoVMBackendType.METAL;
    }

    /**
     * Where the code of a program is kept for a device, by TornadoVM's build.
     *
     * @throws IllegalStateException if nobody knows where classes lie
     */
    static StoredCode of(TornadoProgram program, TornadoDevice device) {
        try {
            var name = program.getClass().getName();
            var classes = folder(program.getClass());
            var build = folder(device.getClass());
            var key = String.join(
                    "\n",
                    Integer.toString(FORMAT),
                    device.getTornadoVMBackend().name(),
                    device.getPhysicalDevice().getDeviceName(),
                    build.toString(),
                    Files.getLastModifiedTime(build).toString());
            var hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            var kept = name.replace('.', '/') + "." + HexFormat.of().formatHex(hash, 0, 8) + ".code";
            return new StoredCode(classes.resolve(kept));
        } catch (IOException | URISyntaxException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e.toString(), e);
        }
    }

    private static Path folder(Class<?> type) throws URISyntaxException {
        var source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IllegalStateException("nobody knows where " + type.getName() + " lies");
        }
        return Path.of(source.getLocation().toURI());
    }

    /**
     * Gives a plan the code that is there for its tasks.
     *
     * @param steps the graphs of the program
     * @return whether it was there for all of them
     */
    boolean install(GraphQueue graphs, List<Integer> steps, TornadoDevice device) {
        var texts = read();
        var tasks = tasks(graphs, steps);
        if (!texts.keySet()
                .equals(tasks.stream().map(task -> name(task, "getId")).collect(Collectors.toSet()))) {
            return false;
        }
        var context = GraphQueue.invoke(device, "getDeviceContext");
        var install = installation(context);
        tasks.parallelStream().forEach(task -> {
            var text = texts.get(name(task, "getId"));
            var accesses = (Object[]) GraphQueue.invoke(task, "getArgumentsAccess");
            for (var argument = 0; argument < accesses.length; argument++) {
                accesses[argument] = access(
                        accesses.getClass().getComponentType(), text.accesses().get(argument));
            }
            var meta = GraphQueue.invoke(task, "meta");
            call(install, context, graphs.planId(), meta, text.id(), text.method(), text.text());
        });
        return true;
    }

    /** Keeps the code of a plan whose tasks are compiled. */
    void keep(GraphQueue graphs, List<Integer> steps, TornadoDevice device) {
        var texts = new ArrayList<Text>();
        for (var task : tasks(graphs, steps)) {
            var code = GraphQueue.invoke(device, "getCodeFromCache", graphs.planId(), task);
            texts.add(new Text(
                    name(task, "getId"),
                    name(task, "getTaskName"),
                    Arrays.stream((Object[]) GraphQueue.invoke(task, "getArgumentsAccess"))
                            .map(Object::toString)
                            .toList(),
                    ((String) GraphQueue.invoke(code, "getGeneratedSourceCode")).getBytes(StandardCharsets.UTF_8)));
        }
        try {
            var aside = Files.createTempFile(file.getParent(), "making-", ".code");
            Files.write(aside, bytes(texts));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be written: " + e, e);
        }
    }

    private static List<Object> tasks(GraphQueue graphs, List<Integer> steps) {
        var tasks = new ArrayList<>();
        for (var step : steps) {
            Consumer<Object> add = tasks::add;
            GraphQueue.invoke(graphs.graph(step), "apply", add);
        }
        return tasks;
    }

    private static Object access(Class<?> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(access -> access.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this TornadoVM knows no access " + name));
    }

    private static String name(Object task, String method) {
        return (String) GraphQueue.invoke(task, method);
    }

    /** The method that compiles a text for a plan; another of the name takes as many arguments. */
    private static Method installation(Object context) {
        return Arrays.stream(context.getClass().getMethods())
                .filter(method -> method.getName().equals("installCode")
                        && method.getParameterCount() == 5
                        && method.getParameterTypes()[4] == byte[].class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this TornadoVM is otherwise inside: "
                        + context.getClass().getName() + " installs no text"));
    }

    private static void call(Method method, Object on, Object... arguments) {
        try {
            method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " cannot be called", e);
        }
    }

    private static byte[] bytes(List<Text> texts) throws IOException {
        var file = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(new GZIPOutputStream(file))) {
            out.writeInt(texts.size());
            for (var text : texts) {
                out.writeUTF(text.id());
                out.writeUTF(text.method());
                out.writeInt(text.accesses().size());
                for (var access : text.accesses()) {
                    out.writeUTF(access);
                }
                out.writeInt(text.text().length);
                out.write(text.text());
            }
        }
        return file.toByteArray();
    }

    /** The texts by tasks; none if there is no file, or one that was damaged, which the checksum at its end shows. */
    private Map<String, Text> read() {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try (var in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            var texts = new HashMap<String, Text>();
            read(in, texts);
            return in.read() < 0 ? texts : Map.of();
        } catch (IOException _) {
            // It is written again.
            return Map.of();
        }
    }

    private static void read(DataInputStream in, Map<String, Text> texts) throws IOException {
        for (var left = in.readInt(); left > 0; left--) {
            var id = in.readUTF();
            var method = in.readUTF();
            var accesses = new ArrayList<String>();
            for (var arguments = in.readInt(); arguments > 0; arguments--) {
                accesses.add(in.readUTF());
            }
            texts.put(id, new Text(id, method, accesses, in.readNBytes(in.readInt())));
        }
    }
}
