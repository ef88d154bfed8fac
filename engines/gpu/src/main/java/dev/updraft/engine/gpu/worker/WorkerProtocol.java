package dev.updraft.engine.gpu.worker;

import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.device.TreeArray;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How calls of a {@link Driver} are written on the channel between the two processes. Both are of one version. */
final class WorkerProtocol {
    /** Whoever sends something else first is no worker of this version. */
    static final int GREETING = 0x55504407;

    /** What a worker sends whose driver does not start; the reason follows. */
    static final int NO_DRIVER = 0x55504400;

    static final byte OK = 0;
    static final byte FAILED = 1;

    /** A call. */
    enum Call {
        DEVICES,
        LOAD,
        UPLOAD,
        RUN,
        DOWNLOAD,
        FREE,
        TIME,
        PROFILE,
        LOAD_TREES,
        RUN_TREES,
        FREE_TREES,
        NOTICE
    }

    private WorkerProtocol() {}

    /** Text of any length. */
    static void write(DataOutputStream out, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    static Call readCall(DataInputStream in) throws IOException {
        return readConstant(in, Call.values());
    }

    static <E> E readConstant(DataInputStream in, E[] values) throws IOException {
        return constant(values, in.readByte());
    }

    /** Enums of one version have one order. */
    @SuppressWarnings("EnumOrdinal")
    static void write(DataOutputStream out, Enum<?> constant) throws IOException {
        out.writeByte(constant.ordinal());
    }

    private static <E> E constant(E[] values, int index) throws IOException {
        if (index < 0 || index >= values.length) {
            throw new IOException("a message that makes no sense: constant " + index);
        }
        return values[index];
    }

    static void write(DataOutputStream out, Set<? extends Enum<?>> arrays) throws IOException {
        out.writeByte(arrays.size());
        for (var array : arrays) {
            write(out, array);
        }
    }

    static Set<DeviceArray> readArrays(DataInputStream in) throws IOException {
        return readSet(in, DeviceArray.class);
    }

    static <E extends Enum<E>> Set<E> readSet(DataInputStream in, Class<E> type) throws IOException {
        var constants = EnumSet.noneOf(type);
        for (var left = in.readByte(); left > 0; left--) {
            constants.add(constant(type.getEnumConstants(), in.readByte()));
        }
        return constants;
    }

    static void write(DataOutputStream out, PlanRequest request) throws IOException {
        out.writeUTF(request.className());
        out.writeInt(request.device());
        out.writeByte(request.workspaces().size());
        for (var elements : request.workspaces()) {
            out.writeInt(elements);
        }
        writeRegions(out, request.regions());
    }

    static void write(DataOutputStream out, TreeRequest request) throws IOException {
        out.writeInt(request.device());
        var sizes = request.sizes();
        out.writeInt(sizes.countParts());
        out.writeInt(sizes.moveParts());
        out.writeInt(sizes.features());
        out.writeInt(sizes.histogram());
        out.writeBoolean(sizes.sets());
        writeRegions(out, request.regions());
    }

    static TreeRequest readTreeRequest(DataInputStream in) throws IOException {
        var device = in.readInt();
        var sizes = new TreeRequest.Sizes(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readBoolean());
        return new TreeRequest(device, sizes, readRegions(in, TreeArray.values()));
    }

    private static void writeRegions(DataOutputStream out, List<? extends PlanRequest.Region<?>> regions)
            throws IOException {
        out.writeByte(regions.size());
        for (var region : regions) {
            write(out, region.array());
            out.writeUTF(region.file().toString());
            out.writeLong(region.offset());
            out.writeInt(region.elements());
        }
    }

    static PlanRequest readRequest(DataInputStream in) throws IOException {
        var className = in.readUTF();
        var device = in.readInt();
        var workspaces = new ArrayList<Integer>();
        for (var left = in.readByte(); left > 0; left--) {
            workspaces.add(in.readInt());
        }
        return new PlanRequest(className, device, workspaces, readRegions(in, DeviceArray.values()));
    }

    private static <E extends Enum<E>> List<PlanRequest.Region<E>> readRegions(DataInputStream in, E[] arrays)
            throws IOException {
        var regions = new ArrayList<PlanRequest.Region<E>>();
        for (var left = in.readByte(); left > 0; left--) {
            regions.add(new PlanRequest.Region<>(
                    constant(arrays, in.readByte()), Path.of(in.readUTF()), in.readLong(), in.readInt()));
        }
        return regions;
    }

    static void write(DataOutputStream out, long[] numbers) throws IOException {
        out.writeInt(numbers.length);
        for (var number : numbers) {
            out.writeLong(number);
        }
    }

    static long[] readNumbers(DataInputStream in) throws IOException {
        var numbers = new long[in.readInt()];
        for (var i = 0; i < numbers.length; i++) {
            numbers[i] = in.readLong();
        }
        return numbers;
    }

    static void write(DataOutputStream out, List<DeviceInfo> devices) throws IOException {
        out.writeByte(devices.size());
        for (var device : devices) {
            out.writeInt(device.index());
            out.writeUTF(device.name());
            write(out, device.kind());
            out.writeUTF(device.backend());
            out.writeLong(device.memory());
            out.writeLong(device.largestArray());
            out.writeLong(device.localMemory());
            out.writeInt(device.workGroup());
            out.writeUTF(device.driver());
        }
    }

    static List<DeviceInfo> readDevices(DataInputStream in) throws IOException {
        var devices = new ArrayList<DeviceInfo>();
        for (var left = in.readByte(); left > 0; left--) {
            devices.add(new DeviceInfo(
                    in.readInt(),
                    in.readUTF(),
                    constant(DeviceInfo.Kind.values(), in.readByte()),
                    in.readUTF(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readInt(),
                    in.readUTF()));
        }
        return devices;
    }
}
