package dev.updraft.engine.gpu.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.gpu.emit.context.Accesses;
import dev.updraft.engine.gpu.emit.context.Accesses.Region;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.source.Grid;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaunchesTest {
    private static final String MEETING = """
            float[] shared = context.allocateFloatLocalArray(16 * 20);
            shared[context.localIdx] = 1f;
            context.localBarrier();
            workspace.set(context.groupIdx, shared[0]);
            """;

    private static Node node(boolean product) {
        var to = new GraphBuilder();
        var x = to.add(new Op.Input("x", ElementType.REAL, new Shape(List.of(4, 4))));
        return product ? to.add(new Op.MatMul(false, false), x, x) : x;
    }

    private static GeneratedKernel kernel(String name, List<Region> reads, List<Region> writes) {
        return kernel(name, Grid.of(512, 256), "workspace.set(context.globalIdx, 1f);", reads, writes);
    }

    private static GeneratedKernel kernel(
            String name, Grid grid, String body, List<Region> reads, List<Region> writes) {
        return new GeneratedKernel(name, "", node(body.equals(MEETING)), grid, body, new Accesses(reads, writes));
    }

    /** The workspace in pieces of 10. */
    private static List<Region> piece(int number) {
        return List.of(new Region(DeviceArray.WORKSPACE, number * 10L, number * 10L + 10));
    }

    private static List<List<String>> launches(GeneratedKernel... kernels) {
        return Launches.of(List.of(kernels)).stream()
                .map(launch ->
                        launch.kernels().stream().map(GeneratedKernel::name).toList())
                .toList();
    }

    @Test
    void whatDependsOnNoneOfTheOthersSharesTheirLaunch() {
        assertThat(launches(
                        kernel("a", piece(0), piece(1)),
                        kernel("reads_a", piece(1), piece(2)),
                        kernel("alone", piece(0), piece(3)),
                        kernel("reads_both", List.of(piece(2).getFirst(), piece(3).getFirst()), piece(4))))
                .containsExactly(List.of("a", "alone"), List.of("reads_a"), List.of("reads_both"));
    }

    @Test
    void nothingIsOverwrittenThatIsStillReadOrWrittenBefore() {
        assertThat(launches(kernel("reads", piece(1), piece(2)), kernel("overwrites", piece(0), piece(1))))
                .containsExactly(List.of("reads"), List.of("overwrites"));
        assertThat(launches(kernel("writes", piece(0), piece(1)), kernel("writes_later", piece(0), piece(1))))
                .containsExactly(List.of("writes"), List.of("writes_later"));
        var overlapping = List.of(new Region(DeviceArray.WORKSPACE, 19, 25));
        assertThat(launches(kernel("writes", piece(0), piece(1)), kernel("touches_its_end", overlapping, piece(3))))
                .hasSize(2);
        var elsewhere = List.of(new Region(DeviceArray.VARIABLES, 10, 20));
        assertThat(launches(kernel("writes", piece(0), piece(1)), kernel("of_another_array", elsewhere, piece(3))))
                .hasSize(1);
    }

    @Test
    void whatMayTouchEverythingRunsAlone() {
        var unknown = new GeneratedKernel("unknown", "", node(false), Grid.of(2, 2), "");
        assertThat(launches(kernel("a", piece(0), piece(1)), unknown, kernel("b", piece(0), piece(2))))
                .containsExactly(List.of("a"), List.of("unknown"), List.of("b"));
    }

    @Test
    void whoseWorkItemsMeetRunsAlone() {
        assertThat(launches(
                        kernel("meets", Grid.of(512, 256), MEETING, piece(0), piece(1)),
                        kernel("a", piece(0), piece(2)),
                        kernel("meets_too", Grid.of(512, 256), MEETING, piece(0), piece(3)),
                        kernel("b", piece(0), piece(4))))
                .containsExactly(List.of("meets"), List.of("a", "b"), List.of("meets_too"));
    }

    /** Groups of one size, and each kernel with the indices that it would have alone. */
    @Test
    void workGroupsAreSharedOut() {
        var body = "workspace.set(context.globalIdx + 2 * context.globalIdy, 1f);";
        var shared = Launches.of(List.of(
                        kernel("first", Grid.of(512, 64), body, piece(0), piece(2)),
                        kernel("second", new Grid(128, 3, 1, 32, 1), body, piece(0), piece(1))))
                .getFirst()
                .kernel();
        assertThat(shared.name()).isEqualTo("first_and_1_more");
        assertThat(shared.grid()).isEqualTo(new Grid((8 + 2 * 3) * 64, 1, 1, 64, 1));
        assertThat(shared.body())
                .startsWith("""
                        int launchGroup = context.groupIdx;
                        if (launchGroup < 8) {
                        """)
                .contains("int memberX = member % 2;", "(memberX * 64 + context.localIdx)", "(member / 2 % 3)");
    }

    @Test
    void aLaunchThatNobodyWaitsForMovesToOneThatItCanShare() {
        assertThat(launches(
                        kernel("gradient", piece(0), piece(1)),
                        kernel("parts", Grid.of(256, 256), MEETING, piece(2), piece(3)),
                        kernel("sum", piece(3), piece(4))))
                .containsExactly(List.of("parts"), List.of("gradient", "sum"));
        assertThat(launches(
                        kernel("gradient", piece(0), piece(1)),
                        kernel("overwrites", Grid.of(256, 256), MEETING, piece(2), piece(0)),
                        kernel("sum", piece(0), piece(4))))
                .containsExactly(List.of("gradient"), List.of("overwrites"), List.of("sum"));
    }

    @Test
    void manyShareSeveralLaunches() {
        var kernels = IntStream.range(1, 21)
                .mapToObj(number -> kernel("k" + number, piece(0), piece(number)))
                .toArray(GeneratedKernel[]::new);
        assertThat(launches(kernels)).extracting(List::size).containsExactly(8, 8, 4);
    }
}
