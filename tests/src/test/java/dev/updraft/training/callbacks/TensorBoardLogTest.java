package dev.updraft.training.callbacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event files, read by Google's protocol buffers with the fields of TensorFlow's event.proto and summary.proto. */
class TensorBoardLogTest {
    @TempDir
    private Path folder;

    private static FieldDescriptorProto field(String name, int number, Type type, Label label) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(label)
                .build();
    }

    private static FieldDescriptorProto message(String name, int number, String type, Label label) {
        return field(name, number, Type.TYPE_MESSAGE, label).toBuilder()
                .setTypeName(type)
                .build();
    }

    private static Descriptor event() throws Exception {
        var optional = Label.LABEL_OPTIONAL;
        var value = DescriptorProto.newBuilder()
                .setName("Value")
                .addField(field("tag", 1, Type.TYPE_STRING, optional))
                .addField(field("simple_value", 2, Type.TYPE_FLOAT, optional));
        var summary = DescriptorProto.newBuilder()
                .setName("Summary")
                .addNestedType(value)
                .addField(message("value", 1, ".tensorflow.Summary.Value", Label.LABEL_REPEATED));
        var event = DescriptorProto.newBuilder()
                .setName("Event")
                .addField(field("wall_time", 1, Type.TYPE_DOUBLE, optional))
                .addField(field("step", 2, Type.TYPE_INT64, optional))
                .addField(field("file_version", 3, Type.TYPE_STRING, optional))
                .addField(message("summary", 5, ".tensorflow.Summary", optional));
        var file = FileDescriptorProto.newBuilder()
                .setName("event.proto")
                .setPackage("tensorflow")
                .addMessageType(summary)
                .addMessageType(event)
                .build();
        return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("Event");
    }

    private static List<DynamicMessage> events(Path file) throws Exception {
        var events = new ArrayList<DynamicMessage>();
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            var message = new byte[(int) bytes.getLong()];
            bytes.getInt();
            bytes.get(message);
            bytes.getInt();
            var event = DynamicMessage.parseFrom(event(), message);
            assertThat(event.getUnknownFields().asMap()).isEmpty();
            events.add(event);
        }
        return events;
    }

    private static Object get(DynamicMessage message, String field) {
        return message.getField(message.getDescriptorForType().findFieldByName(field));
    }

    private static List<String> scalars(DynamicMessage event) {
        var summary = (DynamicMessage) get(event, "summary");
        var values = (List<?>) get(summary, "value");
        return values.stream()
                .map(DynamicMessage.class::cast)
                .map(value -> get(event, "step") + " " + get(value, "tag") + " " + get(value, "simple_value"))
                .toList();
    }

    private Path onlyFile() throws IOException {
        try (var files = Files.walk(folder.resolve("logs"))) {
            return files.filter(Files::isRegularFile)
                    .reduce((_, _) -> {
                        throw new AssertionError("more than one file");
                    })
                    .orElseThrow();
        }
    }

    private TensorBoardLog log() {
        return new TensorBoardLog(folder.resolve("logs"), () -> 1_700_000_000_250L);
    }

    @Test
    void metricsComeOutAsTheyWentIn() throws Exception {
        new ScriptedTraining().run(log(), 3, 2);
        assertThat(onlyFile().getFileName().toString()).contains("tfevents");
        assertThat(onlyFile().toString()).matches(".*logs.\\w+-202311\\d\\d-\\d{6}-250.events.*");
        var events = events(onlyFile());
        assertThat(events)
                .hasSize(5)
                .allSatisfy(event -> assertThat(get(event, "wall_time")).isEqualTo(1_700_000_000.25));
        assertThat(get(events.getFirst(), "file_version")).isEqualTo("brain.Event:2");
        assertThat(scalars(events.get(1)))
                .containsExactly("0 step/loss 1.0", "0 step/accuracy 0.5", "0 step/learning_rate 0.5");
        assertThat(scalars(events.get(4)))
                .containsExactly(
                        "2 epoch/loss 1.0",
                        "2 epoch/accuracy 0.5",
                        "2 epoch/val_loss 2.0",
                        "2 epoch/val_accuracy -2.0",
                        "2 epoch/learning_rate 0.5");
    }

    @Test
    void everyRunHasAFolderOfItsOwnAsTensorBoardMixesThoseOfOne() throws Exception {
        new ScriptedTraining().run(log(), 3);
        new ScriptedTraining().run(log(), 3);
        try (var runs = Files.list(folder.resolve("logs"))) {
            assertThat(runs).hasSize(2).allMatch(Files::isDirectory);
        }
    }

    /** Event files of TensorFlow begin with the length 24 and this checksum of it. */
    @Test
    void theFrameIsThatOfTensorFlowsFiles() throws Exception {
        new ScriptedTraining().run(log(), 3);
        var beginning = HexFormat.of().formatHex(Files.readAllBytes(onlyFile()), 0, 12);
        assertThat(beginning).isEqualTo("1800000000000000" + "a37f4b22");
    }

    @Test
    void aResumedRunGoesOnInItsFile() throws Exception {
        var training = new ScriptedTraining();
        var first = log();
        first.started(training);
        training.go(first, 3);
        var second = new TensorBoardLog(folder.resolve("logs"), () -> 1_800_000_000_000L);
        second.started(training);
        ScriptedTraining.copyState(first, second);
        training.go(first, 7);
        training.go(second, 2);
        assertThat(events(onlyFile())).hasSize(5);
    }
}
