package dev.updraft.compiler.ops;

import dev.updraft.compiler.tensor.ElementType;
import dev.updraft.compiler.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What shape and element type an operation gives. Operands that do not fit are a bug of the caller's: they throw. */
final class ShapeRule {
    private final Op op;
    private final List<Node> operands;

    private ShapeRule(Op op, List<Node> operands) {
        this.op = op;
        this.operands = operands;
    }

    record Result(Shape shape, ElementType type) {}

    /** @throws IllegalArgumentException naming the operation, its operands' shapes and what does not fit */
    static Result of(Op op, List<Node> operands) {
        var rule = new ShapeRule(op, operands);
        rule.checkOperands();
        return new Result(rule.shape(), TypeRule.of(op, operands));
    }

    private Shape shape() {
        return switch (op) {
            case Op.Input(var _, var _, var shape) -> shape;
            case Op.ReadVariable(var variable) -> variable.shape();
            case Op.StepScalar _, Op.Constant _, Op.BatchSize _ -> Shape.SCALAR;
            case Op.RandomUniform(var _, var shape) -> shape;
            case Op.UnaryOp _ -> shape(0);
            case Op.BinaryOp _, Op.Select _ -> sameShape();
            case Op.Broadcast(var shape) -> broadcast(shape);
            case Op.Reshape(var shape) -> reshape(shape);
            case Op.Transpose(var permutation) -> transpose(permutation);
            case Op.Concat(var axis) -> concat(axis);
            case Op.Slice(var axis, var start, var length) -> slice(axis, start, length);
            case Op.Pad(var axis, var before, var after) -> pad(axis, before, after);
            case Op.Reduction reduction -> reduce(reduction.axes(), true);
            case Op.Max(var axes) -> reduce(axes, false);
            case Op.CumulativeSum(var axis, var _) -> along(axis);
            case Op.Softmax _, Op.LogSoftmax _ -> along(shape(0).rank() - 1);
            case Op.OneHot(var classes) -> oneHot(classes);
            case Op.Cast(), Op.ToInteger(), Op.ToBfloat16() -> shape(0);
            case Op.Gather() -> gather(shape(0));
            case Op.ScatterAdd(var table) -> scatterAdd(table);
            case Op.TreeSum(var outputs) -> treeSum(outputs);
            case Op.NearestRows(var k, var _) -> nearestRows(k);
            case Op.MatMul(var transposeLeft, var transposeRight) -> matMul(transposeLeft, transposeRight);
            case Op.BatchMatMul(var transposeLeft, var transposeRight) -> batchMatMul(transposeLeft, transposeRight);
            case Op.Conv2d(var window, var groups) -> convolve(window, groups, shape(0), shape(1));
            case Op.Conv2dInputGradient(var window, var groups, var input) -> {
                require(convolve(window, groups, input, shape(1)).equals(shape(0)), "the gradient does not fit");
                yield input;
            }
            case Op.Conv2dWeightGradient(var window, var groups, var weights) -> {
                require(convolve(window, groups, shape(0), weights).equals(shape(1)), "the gradient does not fit");
                yield weights;
            }
            case Op.MaxPool2d(var window) -> pool(window, shape(0));
            case Op.MaxPool2dGradient(var window) -> {
                require(pool(window, shape(0)).equals(shape(1)), "the gradient does not fit");
                yield shape(0);
            }
            case Op.AveragePool2d(var window) -> pool(window, shape(0));
            case Op.AveragePool2dGradient(var window, var input) -> {
                require(pool(window, input).equals(shape(0)), "the gradient does not fit");
                yield input;
            }
        };
    }

    private void checkOperands() {
        var count = switch (op) {
            case Op.Input _, Op.ReadVariable _, Op.StepScalar _, Op.Constant _, Op.BatchSize _, Op.RandomUniform _ -> 0;
            case Op.UnaryOp _, Op.Broadcast _, Op.Reshape _, Op.Transpose _, Op.Slice _, Op.Pad _ -> 1;
            case Op.Reduction _, Op.Max _, Op.CumulativeSum _, Op.Softmax _, Op.LogSoftmax _, Op.OneHot _ -> 1;
            case Op.Cast _, Op.ToInteger _, Op.ToBfloat16 _ -> 1;
            case Op.MaxPool2d _, Op.AveragePool2d _, Op.AveragePool2dGradient _ -> 1;
            case Op.BinaryOp _, Op.MatMul _, Op.BatchMatMul _, Op.MaxPool2dGradient _ -> 2;
            case Op.Conv2d _, Op.Conv2dInputGradient _, Op.Conv2dWeightGradient _ -> 2;
            case Op.Gather _, Op.ScatterAdd _ -> 2;
            case Op.Select _, Op.NearestRows _ -> 3;
            case Op.TreeSum _ -> Math.clamp(operands.size(), 5, 6);
            case Op.Concat _ -> Math.max(1, operands.size());
        };
        require(operands.size() == count, "takes " + count + " operands");
        for (var index = 0; index < count; index++) {
            var wanted = TypeRule.ofOperand(op, operands, index);
            var found = operands.get(index).type();
            require(found == wanted, "takes " + wanted + ", not " + found);
        }
    }

    private Shape sameShape() {
        for (var operand : operands) {
            require(operand.shape().equals(shape(0)), "takes operands of one shape");
        }
        return shape(0);
    }

    private Shape broadcast(Shape shape) {
        if (shape(0).rank() == 0) {
            return shape;
        }
        require(shape(0).rank() == shape.rank(), "keeps the rank");
        for (var axis = 0; axis < shape.rank(); axis++) {
            var extent = shape(0).dim(axis);
            require(extent == 1 || extent == shape.dim(axis), "cannot repeat axis " + axis);
        }
        return shape;
    }

    private Shape reshape(Shape shape) {
        require(shape(0).batched() == shape.batched(), "keeps a batch axis");
        require(shape(0).elementsPerSample() == shape.elementsPerSample(), "keeps the number of elements");
        return shape;
    }

    private Shape transpose(List<Integer> permutation) {
        var rank = shape(0).rank();
        require(permutation.size() == rank && new HashSet<>(permutation).size() == rank, "takes each axis once");
        require(permutation.stream().allMatch(axis -> axis >= 0 && axis < rank), "takes each axis once");
        require(!shape(0).batched() || permutation.getFirst() == 0, "keeps the batch axis first");
        return new Shape(permutation.stream().map(shape(0)::dim).toList());
    }

    private Shape concat(int axis) {
        requireAxis(axis);
        var extent = 0;
        for (var operand : operands) {
            require(operand.shape().rank() == shape(0).rank(), "takes operands of one rank");
            require(
                    operand.shape().with(axis, 1).equals(shape(0).with(axis, 1)),
                    "takes operands that differ in axis " + axis + " only");
            extent = Math.addExact(extent, operand.shape().dim(axis));
        }
        return shape(0).with(axis, extent);
    }

    private Shape slice(int axis, int start, int length) {
        requireAxis(axis);
        require(start >= 0 && length >= 1 && start <= shape(0).dim(axis) - length, "leaves the operand");
        return shape(0).with(axis, length);
    }

    private Shape pad(int axis, int before, int after) {
        requireAxis(axis);
        require(before >= 0 && after >= 0, "takes no negative padding");
        return shape(0).with(axis, Math.addExact(shape(0).dim(axis), Math.addExact(before, after)));
    }

    private Shape reduce(List<Integer> axes, boolean overBatch) {
        var shape = shape(0);
        var previous = -1;
        for (var axis : axes) {
            require(axis > previous && axis < shape.rank(), "takes axes of the operand in ascending order");
            require(overBatch || shape.dim(axis) != Shape.BATCH, "does not reduce the batch");
            shape = shape.with(axis, 1);
            previous = axis;
        }
        return shape;
    }

    private Shape along(int axis) {
        requireAxis(axis);
        return shape(0);
    }

    private Shape oneHot(int classes) {
        require(shape(0).batched() && classes >= 1, "takes a batch of class numbers");
        var dims = new ArrayList<>(shape(0).dims());
        dims.add(classes);
        return new Shape(dims);
    }

    /** The indices' axes, then those of a row. */
    private Shape gather(Shape table) {
        require(table.rank() >= 1 && !table.batched(), "takes a table without a batch");
        require(table.dim(0) <= Op.Gather.MOST_ROWS, "takes a table of at most " + Op.Gather.MOST_ROWS + " rows");
        var indices = shape(op instanceof Op.Gather ? 1 : 0);
        var dims = new ArrayList<>(indices.dims());
        dims.addAll(table.dims().subList(1, table.rank()));
        return new Shape(dims);
    }

    private Shape scatterAdd(Shape table) {
        require(gather(table).equals(shape(1)), "the gradient does not fit");
        return table;
    }

    private Shape treeSum(int outputs) {
        require(shape(0).rank() == 2 && shape(0).batched(), "takes a batch of features");
        require(shape(1).equals(Shape.of(outputs)), "takes a number for each output");
        require(shape(2).rank() == 1 && !shape(2).batched(), "takes the nodes of the roots");
        require(
                shape(3).rank() == 2 && !shape(3).batched() && shape(3).dim(1) == Op.TreeSum.NODE_SIZE,
                "takes nodes of " + Op.TreeSum.NODE_SIZE + " numbers");
        require(shape(3).dim(0) <= Op.TreeSum.MOST_NODES, "takes at most " + Op.TreeSum.MOST_NODES + " nodes");
        require(
                shape(4).rank() == 2 && !shape(4).batched() && (shape(4).dim(1) == 1 || shape(4).dim(1) == outputs),
                "takes leaves of one number, or one for each output");
        require(operands.size() < 6 || (shape(5).rank() == 1 && !shape(5).batched()), "takes sets");
        return Shape.batch(outputs);
    }

    private Shape nearestRows(int k) {
        require(k >= 1, "takes a positive k");
        require(shape(0).rank() == 2 && shape(0).batched(), "takes a batch of rows");
        require(
                shape(1).rank() == 2 && !shape(1).batched() && shape(1).dim(1) == shape(0).dim(1),
                "takes a table of rows of the same length");
        require(shape(1).dim(0) <= Op.Gather.MOST_ROWS, "takes a table of at most " + Op.Gather.MOST_ROWS + " rows");
        require(shape(2).equals(Shape.of(1)), "takes the number of filled rows");
        return Shape.batch(2 * k);
    }

    private Shape matMul(boolean transposeLeft, boolean transposeRight) {
        var left = shape(0);
        var right = shape(1);
        var sumsOverRows = transposeLeft && !transposeRight;
        require(
                left.rank() >= 2 && right.rank() >= 2 && (right.rank() == 2 || sumsOverRows),
                "takes two matrices, the right one of rank 2");
        require(!transposeLeft || sumsOverRows || left.rank() == 2, "takes two matrices of rank 2");
        if (sumsOverRows) {
            require(
                    left.rank() == right.rank() && left.with(-1, 1).equals(right.with(-1, 1)),
                    "takes matrices whose inner extents are equal");
            return Shape.of(left.dim(-1), right.dim(-1));
        }
        var columns = right.dim(transposeRight ? 0 : 1);
        require(
                left.dim(transposeLeft ? 0 : -1) == right.dim(transposeRight ? 1 : 0),
                "takes matrices whose inner extents are equal");
        require(columns != Shape.BATCH, "gives the batch as rows only");
        return transposeLeft ? Shape.of(left.dim(1), columns) : left.with(-1, columns);
    }

    private Shape batchMatMul(boolean transposeLeft, boolean transposeRight) {
        var left = shape(0);
        var right = shape(1);
        require(
                left.rank() >= 3
                        && left.rank() == right.rank()
                        && left.dims()
                                .subList(0, left.rank() - 2)
                                .equals(right.dims().subList(0, left.rank() - 2)),
                "takes matrices with the same leading axes");
        require(
                left.dim(transposeLeft ? -2 : -1) == right.dim(transposeRight ? -1 : -2),
                "takes matrices whose inner extents are equal");
        return left.with(-2, left.dim(transposeLeft ? -1 : -2)).with(-1, right.dim(transposeRight ? -2 : -1));
    }

    private Shape convolve(Window window, int groups, Shape image, Shape weights) {
        require(image.rank() == 4 && weights.rank() == 4, "takes an image of rank 4 and weights of rank 4");
        require(!weights.batched(), "takes weights without a batch");
        require(
                weights.dim(0) == window.height() && weights.dim(1) == window.width(),
                "takes weights of the window's height and width");
        var filters = weights.dim(3);
        require(
                groups >= 1 && filters % groups == 0 && (long) weights.dim(2) * groups == image.dim(3),
                "takes channels and filters in " + groups + " groups");
        return slide(window, image).with(3, filters);
    }

    /** Of every window at least one place is in the image, so that maximum and mean exist. */
    private Shape pool(Window window, Shape image) {
        require(image.rank() == 4, "takes an image of rank 4");
        var shape = slide(window, image);
        require(
                sees(
                                shape.dim(1),
                                image.dim(1),
                                window.height(),
                                window.strideHeight(),
                                window.dilationHeight(),
                                window.padTop())
                        && sees(
                                shape.dim(2),
                                image.dim(2),
                                window.width(),
                                window.strideWidth(),
                                window.dilationWidth(),
                                window.padLeft()),
                "has a window that sees only padding");
        return shape;
    }

    private static boolean sees(int places, int extent, int size, int stride, int dilation, int padding) {
        for (var place = 0; place < places; place++) {
            var seen = false;
            for (var i = 0; i < size; i++) {
                var position = (long) place * stride + (long) i * dilation - padding;
                seen |= position >= 0 && position < extent;
            }
            if (!seen) {
                return false;
            }
        }
        return true;
    }

    private Shape slide(Window window, Shape image) {
        require(window.height() >= 1 && window.width() >= 1, "takes a window of at least 1×1");
        require(window.strideHeight() >= 1 && window.strideWidth() >= 1, "takes strides of at least 1");
        require(window.dilationHeight() >= 1 && window.dilationWidth() >= 1, "takes dilations of at least 1");
        require(
                window.padTop() >= 0 && window.padBottom() >= 0 && window.padLeft() >= 0 && window.padRight() >= 0,
                "takes no negative padding");
        var height = window.outputHeight(image.dim(1));
        var width = window.outputWidth(image.dim(2));
        require(height >= 1 && width >= 1, "has a window larger than the image");
        return image.with(1, height).with(2, width);
    }

    private void requireAxis(int axis) {
        require(axis >= 0 && axis < shape(0).rank(), "takes an axis of the operand");
        require(shape(0).dim(axis) != Shape.BATCH, "does not work along the batch");
    }

    private Shape shape(int operand) {
        return operands.get(operand).shape();
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            var shapes = operands.stream().map(Node::shape).toList();
            throw new IllegalArgumentException(op + " " + otherwise + ": its operands are " + shapes);
        }
    }
}
