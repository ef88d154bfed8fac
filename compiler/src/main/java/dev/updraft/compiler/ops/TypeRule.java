package dev.updraft.compiler.ops;

import static dev.updraft.compiler.tensor.ElementType.BFLOAT16;
import static dev.updraft.compiler.tensor.ElementType.INT32;
import static dev.updraft.compiler.tensor.ElementType.REAL;

import dev.updraft.compiler.tensor.ElementType;
import java.util.List;

/** What element type an operation takes and gives: real numbers, unless it is said here. */
final class TypeRule {
    private TypeRule() {}

    /** That of the result. */
    static ElementType of(Op op, List<Node> operands) {
        return switch (op) {
            case Op.Input(var _, var type, var _) -> type;
            case Op.ToInteger _ -> INT32;
            case Op.ToBfloat16 _ -> BFLOAT16;
            case Op.Reshape _, Op.Transpose _, Op.Concat _, Op.Slice _ ->
                operands.getFirst().type();
            case Op.Source _, Op.ElementwiseOp _, Op.Opaque _ -> REAL;
        };
    }

    /** The one that operand number {@code operand} must have. */
    static ElementType ofOperand(Op op, List<Node> operands, int operand) {
        return switch (op) {
            case Op.Reshape _, Op.Transpose _, Op.Concat _, Op.Slice _ ->
                operands.getFirst().type();
            case Op.OneHot _, Op.Cast _ -> INT32;
            case Op.Contraction _ -> operands.getFirst().type() == BFLOAT16 ? BFLOAT16 : REAL;
            case Op.Gather _ -> operand == 0 ? REAL : INT32;
            case Op.ScatterAdd _ -> operand == 0 ? INT32 : REAL;
            case Op.Source _, Op.ElementwiseOp _, Op.Opaque _ -> REAL;
        };
    }
}
