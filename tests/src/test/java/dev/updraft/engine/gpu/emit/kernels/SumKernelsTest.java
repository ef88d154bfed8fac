package dev.updraft.engine.gpu.emit.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.updraft.compiler.ops.GraphBuilder;
import dev.updraft.compiler.ops.Node;
import dev.updraft.compiler.ops.Op;
import dev.updraft.compiler.schedule.Kernel;
import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import dev.updraft.engine.gpu.emit.context.Emission;
import dev.updraft.engine.gpu.emit.context.GeneratedKernel;
import dev.updraft.engine.gpu.emit.context.Parts;
import dev.updraft.engine.gpu.emit.context.Place;
import dev.updraft.engine.gpu.emit.device.DeviceArray;
import dev.updraft.engine.gpu.emit.device.DeviceTraits;
import dev.updraft.engine.gpu.emit.tiling.GemmShape;
import dev.updraft.engine.gpu.emit.tiling.Tiling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SumKernelsTest {
    private static final int CAPACITY = 128;

    /** Everything at the start of the workspace. */
    private record Flat(DeviceTraits traits) implements Emission {
        @Override
        public boolean training() {
            return true;
        }

        @Override
        public int capacity() {
            return CAPACITY;
        }

        @Override
        public Place place(Node node) {
            return new Place(DeviceArray.WORKSPACE, 0);
        }

        @Override
        public Tiling tiling(GemmShape product) {
            return Tiling.likelyBest(product, traits);
        }

        @Override
        public List<GeneratedKernel> touching(
                List<GeneratedKernel> kernels, Collection<Node> reads, Collection<Node> writes) {
            return kernels;
        }

        @Override
        public @Nullable Parts parts(Node node) {
            return null;
        }

        @Override
        public @Nullable String sample(Node node, String index) {
            return null;
        }

        @Override
        public String label(Op.Input target, String index) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String stepScalar(String name) {
            return "0f";
        }

        @Override
        public Place scratch(long elements) {
            return new Place(DeviceArray.WORKSPACE, 1000);
        }

        @Override
        public String name(Node origin, String what) {
            return what;
        }
    }

    private static List<GeneratedKernel> sums(DeviceTraits traits, Shape shape, List<Integer> axes, int howMany) {
        var to = new GraphBuilder();
        var x = to.add(new Op.Input("x", ElementType.REAL, shape));
        var body = new ArrayList<Node>();
        var sums = new ArrayList<Node>();
        var term = x;
        for (var i = 0; i < howMany; i++) {
            term = to.multiply(term, x);
            sums.add(to.add(new Op.Sum(axes), term));
            body.add(term);
        }
        body.addAll(sums);
        return SumKernels.of(new Kernel.Pointwise(shape, body, sums), sums, List.of(), new Flat(traits));
    }

    @Test
    void fewTermsTakeAWorkItemForEachSum() {
        for (var traits : List.of(DeviceTraits.PROCESSOR, DeviceTraits.GPU)) {
            var tasks = sums(traits, Shape.batch(32, 10), List.of(2), 1);
            assertThat(tasks).extracting(GeneratedKernel::name).containsExactly("sum");
            assertThat(tasks.getFirst().grid().globalX()).isEqualTo(CAPACITY * 32);
        }
    }

    @Test
    void manyTermsOfFewSumsTakeTwoTasks() {
        for (var traits : List.of(DeviceTraits.PROCESSOR, DeviceTraits.GPU)) {
            assertThat(sums(traits, Shape.batch(28, 28, 32), List.of(0, 1, 2), 1))
                    .extracting(GeneratedKernel::name)
                    .containsExactly("sum_parts", "sum");
        }
    }

    @Test
    void whatOneWorkGroupAddsTakesOneTaskOnAGpu() {
        var tasks = sums(DeviceTraits.GPU, Shape.batch(10), List.of(0), 1);
        assertThat(tasks).extracting(GeneratedKernel::name).containsExactly("sum");
        assertThat(tasks.getFirst().body()).contains("localBarrier");
    }

    @Test
    void sumsOverTheSameAxesShareATaskAndTheirTerms() {
        var generatedKernel = sums(DeviceTraits.GPU, Shape.batch(28, 28, 32), List.of(0, 1, 2), 3)
                .getFirst();
        assertThat(generatedKernel.body())
                .containsOnlyOnce("workspace.get(index)")
                .contains("sum +=", "sum2 +=", "sum3 +=");
    }

    @Test
    void workGroupsAndTheirMemoryFitTheDevice() {
        for (var shape : List.of(Shape.batch(28, 28, 3), Shape.batch(7, 5), Shape.batch(100000))) {
            for (var axes : List.of(List.of(0), List.of(0, 1), List.of(1))) {
                for (var generatedKernel : sums(DeviceTraits.GPU, shape, axes, 20)) {
                    var group = generatedKernel.grid().localX();
                    var arrays = generatedKernel.body().split("allocateFloatLocalArray", -1).length - 1;
                    assertThat(group).isLessThanOrEqualTo(DeviceTraits.GPU.workGroup());
                    assertThat(generatedKernel.grid().globalX() % group).isZero();
                    assertThat(arrays * group * Float.BYTES).isLessThanOrEqualTo(DeviceTraits.GPU.localBytes());
                }
            }
        }
    }
}
