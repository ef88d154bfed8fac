package dev.updraft.engine.cpu.loops;

import dev.updraft.compiler.ops.BinaryFunction;
import dev.updraft.compiler.ops.UnaryFunction;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a {@link LoopProgram} as the bytecode of one plain loop over the registers with its values in local variables, which the
 * JIT compiler turns into vector instructions: a value in between costs no trip through the first-level cache. The class is a
 * hidden one, so that it goes when nobody holds it.
 */
final class LoopGenerator {
    private static final ClassDesc CODE = desc(LoopCode.class);
    private static final ClassDesc FUNCTIONS = desc(ElementFunctions.class);
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(
            ConstantDescs.CD_void,
            ConstantDescs.CD_float.arrayType(2),
            ConstantDescs.CD_int.arrayType(),
            ConstantDescs.CD_int,
            ConstantDescs.CD_int);
    private static final MethodTypeDesc OF_ONE = MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_float);
    private static final MethodTypeDesc OF_TWO =
            MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_float, ConstantDescs.CD_float);

    private final LoopProgram program;
    private final CodeBuilder code;
    private final int[] slots;

    private LoopGenerator(LoopProgram program, CodeBuilder code) {
        this.program = program;
        this.code = code;
        this.slots = new int[program.inputs().size() + program.steps().size()];
    }

    private static ClassDesc desc(Class<?> its) {
        return its.describeConstable().orElseThrow();
    }

    static LoopCode generate(LoopProgram program) {
        var name = ClassDesc.of(LoopCode.class.getPackageName(), "GeneratedLoop");
        var bytes = ClassFile.of()
                .build(
                        name,
                        type -> type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                                .withInterfaceSymbols(CODE)
                                .withMethodBody(
                                        ConstantDescs.INIT_NAME,
                                        ConstantDescs.MTD_void,
                                        ClassFile.ACC_PUBLIC,
                                        its -> its.aload(0)
                                                .invokespecial(
                                                        ConstantDescs.CD_Object,
                                                        ConstantDescs.INIT_NAME,
                                                        ConstantDescs.MTD_void)
                                                .return_())
                                .withMethodBody(
                                        "run",
                                        RUN,
                                        ClassFile.ACC_PUBLIC,
                                        its -> new LoopGenerator(program, its).run()));
        try {
            var lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
            return (LoopCode) lookup.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException problem) {
            throw new IllegalStateException("a generated loop that cannot be loaded", problem);
        }
    }

    private void run() {
        var arrays = new HashMap<Integer, Integer>();
        for (var input : program.inputs()) {
            if (!input.isNumber()) {
                array(arrays, input.place());
            }
        }
        program.results().forEach(result -> array(arrays, result.place()));
        var inputs = program.inputs();
        for (var value = 0; value < inputs.size(); value++) {
            if (inputs.get(value).isNumber()) {
                register(inputs.get(value).place());
                code.iconst_0().faload();
                keep(value);
            }
        }
        var head = code.newLabel();
        var end = code.newLabel();
        code.labelBinding(head).iload(3).iload(4).if_icmpge(end);
        for (var value = 0; value < inputs.size(); value++) {
            if (!inputs.get(value).isNumber()) {
                code.aload(array(arrays, inputs.get(value).place())).iload(3).faload();
                keep(value);
            }
        }
        for (var step = 0; step < program.steps().size(); step++) {
            switch (program.steps().get(step)) {
                case LoopProgram.Unary(var function, var x) -> unary(function, slots[x]);
                case LoopProgram.Binary(var function, var a, var b) -> binary(function, slots[a], slots[b]);
            }
            keep(inputs.size() + step);
        }
        for (var result : program.results()) {
            code.aload(array(arrays, result.place()))
                    .iload(3)
                    .fload(slots[result.value()])
                    .fastore();
        }
        code.iinc(3, 1).goto_(head).labelBinding(end).return_();
    }

    private void register(int place) {
        code.aload(1).aload(2).loadConstant(place).iaload().aaload();
    }

    /** The local variable that keeps the register of a place. */
    private int array(Map<Integer, Integer> arrays, int place) {
        return arrays.computeIfAbsent(place, _ -> {
            var slot = code.allocateLocal(TypeKind.REFERENCE);
            register(place);
            code.astore(slot);
            return slot;
        });
    }

    private void keep(int value) {
        slots[value] = code.allocateLocal(TypeKind.FLOAT);
        code.fstore(slots[value]);
    }

    private void unary(UnaryFunction function, int x) {
        code.fload(x);
        switch (function) {
            case STOP_GRADIENT -> {}
            case NEGATE -> code.fneg();
            case SQUARE -> code.fload(x).fmul();
            case ABS -> call("abs");
            case SIGN -> call("sign");
            case SQRT -> call("sqrt");
            case RECIPROCAL -> call("reciprocal");
            case TANH -> call("tanh");
            case ERF -> call("erf");
            case RELU -> call("relu");
            case FLUSH_DENORMALS -> call("flushDenormals");
            case EXP, EXPM1, LOG, LOG1P, SIN, COS, FLOOR, SIGMOID ->
                throw new IllegalStateException(function + " in a generated loop");
        }
    }

    private void call(String name) {
        code.invokestatic(FUNCTIONS, name, OF_ONE);
    }

    private void binary(BinaryFunction function, int a, int b) {
        code.fload(a).fload(b);
        switch (function) {
            case ADD -> code.fadd();
            case SUBTRACT -> code.fsub();
            case MULTIPLY -> code.fmul();
            case DIVIDE -> code.fdiv();
            case MAXIMUM -> code.invokestatic(FUNCTIONS, "maximum", OF_TWO);
            case MINIMUM -> code.invokestatic(FUNCTIONS, "minimum", OF_TWO);
            case LESS -> code.invokestatic(FUNCTIONS, "less", OF_TWO);
            case EQUAL -> code.invokestatic(FUNCTIONS, "equal", OF_TWO);
            case RELU_GRAD -> code.invokestatic(FUNCTIONS, "gate", OF_TWO);
            case POWER -> throw new IllegalStateException(function + " in a generated loop");
        }
    }
}
