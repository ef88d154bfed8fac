package dev.updraft.compiler.emit.typed;

import dev.updraft.compiler.layers.LayerGraph;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model's inputs as its class has them: constants of their shapes, and what a prediction takes. That is an array for the
 * input if there is one, a record with an array for each if there are several, and one array with the values of all of them
 * if there are more than a record has room for.
 */
final class Inputs {
    /** The most components of a record: Java gives a method 255 parameters, and fewer to what a record's are made of. */
    private static final int MOST_COMPONENTS = 250;

    /** The most inputs that have constants: a class has room for 65535 constants and names. */
    private static final int MOST_WITH_CONSTANTS = 4000;

    private final List<Parameter> parameters;
    private final String recordName;
    private final String joinedSize;

    /**
     * One input.
     *
     * @param variable what Java calls it
     * @param constant what the names of its constants begin with
     */
    private record Parameter(
            LayerGraph.Input input,
            String variable,
            String constant,
            @Nullable ColumnRecord columns) {
        String type(Members members) {
            return columns == null ? "float[]" : columns.type(members);
        }

        /** The statement that writes it into {@code sample}. */
        String written(int place, String expression) {
            return columns == null ? "sample.array(%s, %s);".formatted(place, expression) : columns.written(expression);
        }

        Shape sample() {
            return input.shape().sample();
        }

        /** Whether it can be an image: rows of pixels, grey or of red, green and blue. */
        boolean isImage() {
            return columns == null
                    && input.type() == ElementType.REAL
                    && sample().rank() == 3
                    && (sample().dim(2) == 1 || sample().dim(2) == 3);
        }

        /** {@code SIZE values of `image: float[32, 32, 3]`, …}. */
        String doc() {
            if (columns != null) {
                return columns.sampleDoc() + JavaComment.behindColon(input.doc());
            }
            var order = isImage() ? ", pixels row by row" : sample().rank() > 1 ? ", row by row" : "";
            return "{@link #%s_SIZE} values of {@code %s: %s}%s%s"
                    .formatted(constant, input.name(), input.typeText(), order, JavaComment.behindColon(input.doc()));
        }
    }

    /**
     * A way to give one sample.
     *
     * @param declaration of the method's parameter
     * @param isTaken whether the runtime takes it as it is, and else arrays
     * @param arguments what the {@linkplain #receiver runtime}, or the method with arrays, is given
     * @param doc of the parameter
     */
    record Sample(String declaration, boolean isTaken, String arguments, String doc) {}

    /** @param nested names of the types in the class */
    Inputs(List<LayerGraph.Input> inputs, JavaNames nested) {
        var constants = new JavaNames();
        // What methods here call other things, what a record's component cannot be called, and packages.
        var variables = new JavaNames(
                "network",
                "predictor",
                "samples",
                "values",
                "probabilities",
                "dev",
                "java",
                "clone",
                "finalize",
                "getClass",
                "hashCode",
                "notify",
                "notifyAll",
                "toString",
                "wait");
        parameters = IntStream.range(0, inputs.size())
                .mapToObj(place -> {
                    var input = inputs.get(place);
                    return new Parameter(
                            input,
                            variables.claim(JavaNames.variable(input.name())),
                            constants.claim(JavaNames.constant(input.name())),
                            input.columns() == null
                                    ? null
                                    : new ColumnRecord(input.name(), place, input.columns(), MOST_COMPONENTS, nested));
                })
                .toList();
        recordName = isRecord() ? nested.claim("Input") : "";
        joinedSize = isJoined() ? constants.claim("SAMPLE") + "_SIZE" : "";
    }

    /** Whether a sample is an object of the record, and not an array. */
    boolean isRecord() {
        return parameters.size() > 1 && !isJoined();
    }

    private boolean isJoined() {
        return parameters.size() > MOST_COMPONENTS;
    }

    /** Types that the class has for them. */
    Stream<String> ownTypes() {
        return Stream.concat(
                isRecord() ? Stream.of(recordName) : Stream.of(), groups().flatMap(ColumnRecord::ownTypes));
    }

    private Stream<ColumnRecord> groups() {
        return parameters.stream().map(Parameter::columns).filter(Objects::nonNull);
    }

    /** Whether a sample is one row of a group, and not an array. */
    boolean isRow() {
        return parameters.size() == 1 && parameters.getFirst().columns != null;
    }

    /** Whether a sample has rows of groups, which the class writes for the network. */
    boolean isWritten() {
        return !isJoined() && groups().findAny().isPresent();
    }

    /** How a list has one sample. */
    String elementType(Members members) {
        return isRecord() ? recordName : isRow() ? parameters.getFirst().type(members) : "float[]";
    }

    /** What a method calls a sample that is a record. */
    String sampleVariable() {
        return isRow() ? parameters.getFirst().variable() : JavaNames.variable(recordName);
    }

    /** Adds the constants, and the record if there is one. */
    void declare(Members members) {
        if (isJoined()) {
            joinedConstants(members);
        } else {
            parameters.stream()
                    .filter(parameter -> parameter.columns() == null)
                    .forEach(parameter -> constants(parameter, members));
        }
        groups().forEach(group -> group.declare(members));
        if (isRecord()) {
            record(members);
        }
        if (isWritten()) {
            writer(members);
        }
    }

    /** The method that writes a sample. */
    private void writer(Members members) {
        var lines = IntStream.range(0, parameters.size())
                .mapToObj(place -> parameters
                        .get(place)
                        .written(
                                place,
                                isRow()
                                        ? "values"
                                        : "values.%s()"
                                                .formatted(parameters.get(place).variable())))
                .map(line -> "    " + line)
                .collect(Collectors.joining("\n"));
        members.add("""
                private static void writeSample(%s values, %s sample) {
                %s
                }
                """.formatted(elementType(members), members.type("dev.updraft.TypedSample"), lines));
    }

    private void joinedConstants(Members members) {
        var hasConstants = parameters.size() <= MOST_WITH_CONSTANTS;
        var size = 0L;
        for (var parameter : parameters) {
            if (hasConstants) {
                constants(parameter, members);
                constant(
                        members,
                        parameter.constant(),
                        "OFFSET",
                        Math.toIntExact(size),
                        "Where the values of {@code " + parameter.input().name() + "} begin in a sample.");
            }
            size += parameter.sample().elementsPerSample();
        }
        members.add(
                "public static final int %s = %s;".formatted(joinedSize, Math.toIntExact(size)),
                "How many values per sample has: those of all inputs, one behind the other.");
    }

    private static void constants(Parameter parameter, Members members) {
        var name = "{@code " + parameter.input().name() + "}";
        var sample = parameter.sample();
        if (parameter.isImage()) {
            constant(members, parameter.constant(), "HEIGHT", sample.dim(0), "Rows of " + name + ".");
            constant(members, parameter.constant(), "WIDTH", sample.dim(1), "Pixels in a row of " + name + ".");
            var colours = sample.dim(2) == 1 ? "brightness" : "red, green and blue";
            constant(
                    members,
                    parameter.constant(),
                    "CHANNELS",
                    sample.dim(2),
                    "Values of a pixel of " + name + ": " + colours + ".");
        }
        var count = Math.toIntExact(sample.elementsPerSample());
        constant(members, parameter.constant(), "SIZE", count, "How many values " + name + " has.");
    }

    private static void constant(Members members, String name, String suffix, int value, String doc) {
        members.add("public static final int %s_%s = %s;".formatted(name, suffix, value), doc);
    }

    private void record(Members members) {
        var components = parameters.stream()
                .map(parameter -> parameter.type(members) + " " + parameter.variable())
                .collect(Collectors.joining(", "));
        var doc = new ArrayList<>(List.of("One sample: a value for every input. The arrays are not copied."));
        parameters.forEach(parameter -> doc.add("@param " + parameter.variable() + " " + parameter.doc()));
        members.add("public record %s(%s) {}".formatted(recordName, components), doc.toArray(String[]::new));
    }

    /** What has the runtime's methods that predict. */
    String receiver() {
        return isWritten() ? "predictor" : "network";
    }

    /** When a sample is refused, as a clause. */
    String refusal() {
        return isWritten() ? "a value is missing that the network needs, or does not fit" : "it is of another size";
    }

    /** All ways to give one sample; the first takes arrays. */
    List<Sample> samples(Members members) {
        if (isJoined()) {
            var doc = "{@link #%s} values: those of all inputs, one behind the other".formatted(joinedSize);
            return List.of(
                    new Sample("float[] sample", true, "sample", "sample " + doc),
                    new Sample(
                            members.type("java.lang.foreign.MemorySegment") + " sample",
                            true,
                            "sample",
                            "sample as float32, " + doc));
        }
        if (isRecord()) {
            var variable = sampleVariable();
            var arguments = isWritten()
                    ? variable
                    : parameters.stream()
                            .map(parameter -> "%s.%s()".formatted(variable, parameter.variable()))
                            .collect(Collectors.joining(", "));
            return List.of(
                    new Sample(recordName + " " + variable, true, arguments, variable + " values of all inputs"));
        }
        var parameter = parameters.getFirst();
        var variable = parameter.variable();
        if (isRow()) {
            return List.of(new Sample(
                    parameter.type(members) + " " + variable, true, variable, variable + " " + parameter.doc()));
        }
        var samples = new ArrayList<Sample>();
        samples.add(new Sample("float[] " + variable, true, variable, variable + " " + parameter.doc()));
        samples.add(new Sample(
                members.type("java.lang.foreign.MemorySegment") + " " + variable,
                true,
                variable,
                variable + " as float32, " + parameter.doc()));
        if (parameter.isImage()) {
            samples.add(new Sample(
                    members.type("java.awt.image.BufferedImage") + " " + variable,
                    false,
                    "%1$s.of(%2$s, %3$s_HEIGHT, %3$s_WIDTH, %3$s_CHANNELS)"
                            .formatted(members.type("dev.updraft.SampleValues"), variable, parameter.constant()),
                    variable + " of just this height and width; its pixels count from 0 to 255, as in the data sets"));
        }
        return samples;
    }

    /** {@code image: float[32, 32, 3]}, as code of Javadoc. */
    String declarations() {
        return parameters.stream()
                .map(parameter -> "{@code %s: %s}"
                        .formatted(parameter.input().name(), parameter.input().typeText()))
                .collect(Collectors.joining(", "));
    }
}
