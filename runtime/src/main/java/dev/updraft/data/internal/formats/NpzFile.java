package dev.updraft.data.internal.formats;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import dev.updraft.compiler.layers.LayerGraph.TargetType;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.data.DataException;
import dev.updraft.data.DataSpec;
import dev.updraft.data.Dataset;
import dev.updraft.data.Progress;
import dev.updraft.data.internal.ArrayDataset;
import dev.updraft.data.internal.ArrayDataset.ArrayInput;
import dev.updraft.data.internal.ArrayTarget;
import dev.updraft.data.internal.Targets;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Arrays that NumPy has saved with {@code savez}: one for each input and target, by the model's names. {@code image_train}
 * and {@code image_test} are the parts of {@code image}. The only input may be called {@code x} too, the only target {@code
 * y}.
 *
 * @param part what names of arrays end in, such as {@code _test}; empty where the file has no parts
 */
public record NpzFile(Path file, String part) implements Format {
    private static final String ENDING = ".npy";
    /** The most that deflate can pack: a file that promises more is broken, or an attack. */
    private static final long MOST_PACKED = 1032;

    /** The parts of a file: for training, and for testing if it has one. */
    public static List<NpzFile> parts(Path file) {
        try (var zip = new ZipFile(file.toFile())) {
            var names = names(zip);
            if (names.stream().noneMatch(name -> name.endsWith("_train"))) {
                return List.of(new NpzFile(file, ""));
            }
            var train = new NpzFile(file, "_train");
            return names.stream().anyMatch(name -> name.endsWith("_test"))
                    ? List.of(train, new NpzFile(file, "_test"))
                    : List.of(train);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file, e);
        }
    }

    private static DataException unreadable(Path file, Exception e) {
        return e instanceof ZipException || e instanceof IllegalArgumentException || e instanceof ArithmeticException
                ? new DataException(
                        file + ": is not an .npz file: " + e.getMessage() + "; save it again with numpy.savez", e)
                : ByteReader.failure(file, e);
    }

    private static List<String> names(ZipFile zip) {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(ENDING))
                .map(name -> name.substring(0, name.length() - ENDING.length()))
                .toList();
    }

    @Override
    public Dataset read(DataSpec dataSpec, Progress progress) {
        try (var zip = new ZipFile(file.toFile())) {
            var size = -1;
            var inputs = new ArrayList<ArrayInput>();
            for (var input : dataSpec.inputs()) {
                var array = open(zip, input.name(), dataSpec.inputs().size() == 1 ? "x" : null);
                try (array) {
                    size = samples(array, size);
                    inputs.add(array.input(input));
                }
            }
            var targets = new ArrayList<ArrayTarget>();
            for (var target : dataSpec.targets()) {
                var array = open(zip, target.name(), dataSpec.targets().size() == 1 ? "y" : null);
                try (array) {
                    size = samples(array, size);
                    targets.add(array.target(target));
                }
            }
            var values = new ArrayList<Targets>();
            for (var i = 0; i < targets.size(); i++) {
                values.add(targets.get(i).as(dataSpec.targets().get(i).type()));
            }
            var weights = weights(zip, dataSpec, size);
            var arrays = new ArrayDataset(size, inputs, targets, values, description());
            return weights == null ? arrays : arrays.weighted(weights);
        } catch (IOException | UncheckedIOException | IllegalArgumentException | ArithmeticException e) {
            throw unreadable(file, e);
        } catch (OutOfMemoryError e) {
            throw new DataException(file + ": does not fit into memory; use a part of it", e);
        }
    }

    private float @Nullable [] weights(ZipFile zip, DataSpec dataSpec, int size) throws IOException {
        if (dataSpec.sampleWeight() == null || dataSpec.targets().isEmpty()) {
            return null;
        }
        try (var array = open(zip, dataSpec.sampleWeight(), null)) {
            samples(array, size);
            return array.weights();
        }
    }

    private String description() {
        return part.isEmpty() ? file.toString() : file + " (" + part.substring(1) + ")";
    }

    private static int samples(OpenArray array, int known) {
        var samples = array.header.samples();
        if (samples < 1) {
            throw array.wrong("has no samples; at least 1 is needed");
        }
        if (known >= 0 && samples != known) {
            throw array.wrong("has " + samples + " samples, but the array before it has " + known
                    + "; save the same number for each input and target");
        }
        return samples;
    }

    private OpenArray open(ZipFile zip, String name, @Nullable String usual) throws IOException {
        var wanted = usual == null
                ? List.of(name + part)
                : List.of(name + part, usual + part, usual.toUpperCase(Locale.ROOT) + part);
        var entry = wanted.stream()
                .flatMap(each -> Stream.ofNullable(zip.getEntry(each + ENDING)))
                .findFirst()
                .orElseThrow(
                        () -> new DataException(file + ": has no array `" + wanted.getFirst() + "`, which the model"
                                + " expects; its arrays are " + String.join(", ", names(zip))
                                + "; save it under that name, or change the name in the model"));
        return new OpenArray(file, name, zip, entry);
    }

    /** An array whose header has been read. */
    private static final class OpenArray implements AutoCloseable {
        private final String name;
        private final String what;
        private final String source;
        private final DataInputStream in;
        private final NpyHeader header;
        private final NpyArray values;

        OpenArray(Path file, String name, ZipFile zip, ZipEntry entry) throws IOException {
            this.name = name;
            source = file.toString();
            what = file + ": array `"
                    + entry.getName().substring(0, entry.getName().length() - ENDING.length()) + "`";
            in = new DataInputStream(new BufferedInputStream(zip.getInputStream(entry)));
            header = NpyHeader.read(in, what);
            var promised = Math.multiplyHigh(header.perSample(), (long) header.samples() * header.bytes()) != 0
                    ? Long.MAX_VALUE
                    : header.perSample() * header.samples() * header.bytes();
            if (promised < 0 || promised > entry.getCompressedSize() * MOST_PACKED) {
                throw wrong("has the shape " + header.shape() + ", but only " + entry.getCompressedSize()
                        + " bytes; it is damaged: save it again");
            }
            values = new NpyArray(header, in, what);
        }

        DataException wrong(String problem) {
            return new DataException(what + " " + problem);
        }

        ArrayInput input(DataSpec.Input input) throws IOException {
            if (header.isText()) {
                throw wrong("contains text, where numbers are expected");
            }
            var shape = header.shape().size() == 1
                    ? Shape.of(1)
                    : new Shape(header.shape().subList(1, header.shape().size()));
            if (header.perSample() != input.shape().elementsPerSample()) {
                throw wrong("has samples of shape " + shape + ", but input `" + input.name() + "` of the model is "
                        + input.shape());
            }
            return new ArrayInput(name, shape, reals());
        }

        private MemorySegment reals() throws IOException {
            var count = header.samples() * header.perSample();
            var reals = Arena.ofAuto().allocate(count * Float.BYTES, 64);
            for (var i = 0L; i < count; i++) {
                var number = (float) values.number();
                var place = values.place(i);
                if (!Float.isFinite(number)) {
                    throw wrong("holds " + number + " in sample " + place / header.perSample()
                            + " (counted from 0), where a finite float32 is expected; correct it or remove the sample");
                }
                reals.setAtIndex(JAVA_FLOAT, place, number);
            }
            return reals;
        }

        ArrayTarget target(DataSpec.Target target) throws IOException {
            var single = header.perSample() == 1;
            return switch (target.type()) {
                case TargetType.Classes(var _, var _, var positions) -> classes(positions.elementsPerSample());
                case TargetType.Labels(var count, var _) -> single && count > 1 ? classes(1) : numbers(count);
                case TargetType.Reals(var shape) ->
                    single && (shape.elementsPerSample() > 1 || header.isText())
                            ? classes(1)
                            : numbers(shape.elementsPerSample());
            };
        }

        private ArrayTarget numbers(long wanted) throws IOException {
            if (header.perSample() != wanted || header.isText()) {
                throw misfit(wanted + (wanted == 1 ? " number" : " numbers"));
            }
            return new ArrayTarget.Numbers(name, Targets.ofReals(name, reals(), Math.toIntExact(wanted)));
        }

        float[] weights() throws IOException {
            if (header.perSample() != 1 || header.isText()) {
                throw wrong("has the shape " + header.shape() + " of " + header.type()
                        + ", where a weight for each sample is expected");
            }
            return reals().toArray(JAVA_FLOAT);
        }

        private DataException misfit(String wanted) {
            return wrong("has the shape " + header.shape() + " of " + header.type() + ", but target `" + name
                    + "` of the model is " + wanted + " per sample; change the model's target or the array");
        }

        private ArrayTarget classes(long positions) throws IOException {
            if (header.perSample() != positions) {
                throw misfit(positions == 1 ? "one class" : "a class at each of " + positions + " positions");
            }
            var count = Math.toIntExact(header.samples() * positions);
            if (header.isText()) {
                var names = new String[count];
                for (var i = 0; i < count; i++) {
                    names[Math.toIntExact(values.place(i))] = values.text();
                }
                if (positions > 1) {
                    throw wrong("contains text, where class numbers are expected");
                }
                return ArrayTarget.Classes.of(name, names, name, source);
            }
            var numbers = new int[count];
            for (var i = 0; i < count; i++) {
                var number = values.number();
                if (number != (int) number) {
                    throw wrong("holds " + number + " in sample " + values.place(i) / positions
                            + " (counted from 0), where a class number is expected; correct it, or make the target"
                            + " float[…]");
                }
                numbers[Math.toIntExact(values.place(i))] = (int) number;
            }
            return ArrayTarget.Classes.of(name, numbers, Math.toIntExact(positions), name, source);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
