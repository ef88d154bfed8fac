package dev.updraft.engine.cpu.machine;

import dev.updraft.engine.cpu.machine.Assembler.Operand;
import dev.updraft.engine.cpu.machine.Assembler.Register;
import dev.updraft.engine.cpu.machine.VectorProgram.Compute;
import dev.updraft.engine.cpu.machine.VectorProgram.Keep;
import dev.updraft.engine.cpu.machine.VectorProgram.Store;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Writes a {@link VectorProgram} as a loop over blocks of vectors, with all values in registers. The last vector of a block may be
 * incomplete; for it there is a second copy of the code, which reads and writes only some lanes.
 */
final class LoopCode {
    private static final int NONE = -1;

    /** The lanes of an incomplete vector. */
    private static final int LANES = 1;

    private static final int COMPARED = 2;

    /** Registers that folding a block does not come to. */
    private static final int SUM = 30;

    private static final int SUM_OF_SQUARES = 31;

    private final VectorProgram program;
    private final Assembler code = new Assembler();
    private final int[] lastUse;
    private final int[] registers;
    private final Deque<Integer> free = new ArrayDeque<>();
    private boolean isTooLong;

    private LoopCode(VectorProgram program) {
        this.program = program;
        this.lastUse = new int[program.values()];
        this.registers = new int[program.values()];
        findLastUses();
    }

    /**
     * The code of a function with the arguments of {@link VectorLoop}; empty if there are too few registers for the values.
     *
     * @param block elements of a block
     */
    static byte[] of(VectorProgram program, int block) {
        var writer = new LoopCode(program);
        writer.function(block * Float.BYTES);
        return writer.isTooLong ? new byte[0] : writer.code.code();
    }

    private void findLastUses() {
        Arrays.fill(lastUse, NONE);
        var steps = program.steps();
        for (var i = steps.size() - 1; i >= 0; i--) {
            switch (steps.get(i)) {
                case Store(var value, var _) -> use(i, value);
                case Keep(var value, var _) -> use(i, value);
                case Compute(var value) -> {
                    if (lastUse[value] != NONE) {
                        switch (program.value(value)) {
                            case Value.Of(var _, var a, var b) -> use(i, a, b);
                            case Value.Either(var _, var x, var y, var yes, var no) -> use(i, x, y, yes, no);
                            case Value.Constant _, Value.Number _, Value.InBlock _, Value.InStream _ -> {}
                        }
                    }
                }
            }
        }
    }

    private void use(int step, int... values) {
        for (var value : values) {
            lastUse[value] = Math.max(lastUse[value], step);
        }
    }

    private void function(int block) {
        var nextBlock = code.position();
        code.raw(0x49, 0x89, 0xD1); // mov r9, rdx
        code.raw(0x49, 0x29, 0xF1); // sub r9, rsi
        code.raw(0x49, 0x81, 0xF9); // cmp r9, block
        code.word(block);
        code.raw(0x76, 6); // jbe over the next
        code.raw(0x41, 0xB9); // mov r9d, block
        code.word(block);
        code.raw(0x31, 0xC9); // xor ecx, ecx

        var nextVector = code.position();
        code.raw(0x4D, 0x89, 0xCA); // mov r10, r9
        code.raw(0x49, 0x29, 0xCA); // sub r10, rcx
        code.raw(0x49, 0x83, 0xFA, Assembler.VECTOR); // cmp r10, 64
        var toIncomplete = code.jump(0x0F, 0x82); // jb
        steps(false);
        code.raw(0x48, 0x83, 0xC6, Assembler.VECTOR); // add rsi, 64
        code.raw(0x48, 0x83, 0xC1, Assembler.VECTOR); // add rcx, 64
        code.link(code.jump(0xE9), nextVector); // jmp

        code.link(toIncomplete, code.position());
        code.raw(0x4D, 0x85, 0xD2); // test r10, r10
        var toEnd = code.jump(0x0F, 0x84); // jz
        code.raw(0x41, 0xC1, 0xEA, 2); // shr r10d, 2
        code.raw(0xB8); // mov eax, -1
        code.word(-1);
        code.raw(0xC4, 0xE2, 0x28, 0xF5, 0xC0); // bzhi eax, eax, r10d
        code.raw(0xC5, 0xF8, 0x92, 0xC8); // kmovw k1, eax
        steps(true);
        code.raw(0x4C, 0x01, 0xCE); // add rsi, r9
        code.raw(0x48, 0x29, 0xCE); // sub rsi, rcx

        code.link(toEnd, code.position());
        if (!program.sums().isEmpty()) {
            code.raw(0x49, 0x81, 0xF9); // cmp r9, block
            code.word(block);
            var toNext = code.jump(0x0F, 0x85); // jne
            program.sums().forEach(this::sums);
            code.link(toNext, code.position());
        }
        code.raw(0x48, 0x39, 0xD6); // cmp rsi, rdx
        code.link(code.jump(0x0F, 0x82), nextBlock); // jb
        code.raw(0xC5, 0xF8, 0x77); // vzeroupper
        code.raw(0xC3); // ret
    }

    /** Eight columns after the other. */
    private void sums(VectorProgram.Sums sums) {
        code.raw(0x31, 0xC9); // xor ecx, ecx
        var next = code.position();
        code.vector(Assembler.LOAD_WIDE, SUM, 0, new Assembler.InSums(sums.target()), 0, false);
        var squares = new Assembler.InSums(sums.target() + sums.columns() * Double.BYTES);
        if (sums.hasSquares()) {
            code.vector(Assembler.LOAD_WIDE, SUM_OF_SQUARES, 0, squares, 0, false);
        }
        for (var row = 0; row < sums.rows(); row++) {
            fold(sums, sums.folds(), row, 0);
            code.vector(Assembler.WIDEN, 0, 0, new Register(0), 0, false);
            code.vector(Assembler.ADD_WIDE, SUM, SUM, new Register(0), 0, false);
            if (sums.hasSquares()) {
                code.vector(Assembler.MULTIPLY_WIDE, 0, 0, new Register(0), 0, false);
                code.vector(Assembler.ADD_WIDE, SUM_OF_SQUARES, SUM_OF_SQUARES, new Register(0), 0, false);
            }
        }
        code.vector(Assembler.STORE_WIDE, SUM, 0, new Assembler.InSums(sums.target()), 0, false);
        if (sums.hasSquares()) {
            code.vector(Assembler.STORE_WIDE, SUM_OF_SQUARES, 0, squares, 0, false);
        }
        code.raw(0x48, 0x83, 0xC1, Assembler.VECTOR / 2); // add rcx, 32
        code.raw(0x48, 0x81, 0xF9); // cmp rcx, columns
        code.word(sums.columns() * Float.BYTES);
        code.link(code.jump(0x0F, 0x82), next); // jb
    }

    /** A row of the block once it is folded, in this register: the same row of a block twice as high plus that half a block on. */
    private void fold(VectorProgram.Sums sums, int folds, int row, int register) {
        if (folds == 0) {
            var place = sums.place() + row * sums.columns() * Float.BYTES;
            code.vector(Assembler.LOAD_HALF, register, 0, new Assembler.InBlock(place), 0, false);
            return;
        }
        var height = sums.rows() << sums.folds() - folds;
        fold(sums, folds - 1, row, register);
        fold(sums, folds - 1, row + height, register + 1);
        code.vector(Assembler.ADD_HALF, register, register, new Register(register + 1), 0, false);
    }

    private void steps(boolean isIncomplete) {
        Arrays.fill(registers, NONE);
        free.clear();
        for (var register = 0; register < Assembler.REGISTERS; register++) {
            free.add(register);
        }
        var mask = isIncomplete ? LANES : 0;
        for (var i = 0; i < program.steps().size(); i++) {
            switch (program.steps().get(i)) {
                case Compute(var value) -> {
                    if (lastUse[value] != NONE) {
                        compute(i, value, mask);
                    }
                }
                case Store(var value, var stream) -> {
                    var register = inRegister(value);
                    address(stream);
                    code.vector(Assembler.STORE, register, 0, new Assembler.InStream(), mask, false);
                    release(i, value, register);
                }
                case Keep(var value, var place) -> {
                    var register = inRegister(value);
                    code.vector(Assembler.STORE, register, 0, new Assembler.InBlock(place), 0, false);
                    release(i, value, register);
                }
            }
        }
    }

    private void compute(int step, int value, int mask) {
        switch (program.value(value)) {
            case Value.Constant _, Value.Number _, Value.InBlock _ -> {} // Where they are used.
            case Value.InStream(var stream, var _) -> {
                registers[value] = allocate();
                address(stream);
                code.vector(Assembler.LOAD, registers[value], 0, new Assembler.InStream(), mask, mask != 0);
            }
            case Value.Of(var arithmetic, var a, var b) -> {
                var first = arithmetic.isOfOne() ? 0 : inRegister(a);
                var last = operand(b);
                if (!arithmetic.isOfOne()) {
                    release(step, a, first);
                }
                release(step, b, NONE);
                registers[value] = allocate();
                if (arithmetic == Value.Arithmetic.FLOOR) {
                    code.vectorWithByte(arithmetic.opcode, registers[value], 0, last, 1);
                } else {
                    code.vector(arithmetic.opcode, registers[value], first, last, 0, false);
                }
            }
            case Value.Either(var comparison, var x, var y, var yes, var no) -> {
                var left = inRegister(x);
                code.vectorWithByte(Assembler.COMPARE, COMPARED, left, operand(y), comparison.number);
                var otherwise = inRegister(no);
                var then = operand(yes);
                release(step, x, left);
                release(step, y, NONE);
                release(step, no, otherwise);
                release(step, yes, NONE);
                registers[value] = allocate();
                code.vector(Assembler.BLEND, registers[value], otherwise, then, COMPARED, false);
            }
        }
    }

    /** Brings a stream's address into {@code rax}. */
    private void address(int stream) {
        code.raw(0x48, 0x8B, 0x87); // mov rax, [rdi + place]
        code.word(Frame.stream(stream));
    }

    private Operand operand(int value) {
        return switch (program.value(value)) {
            case Value.Constant(var bits) -> new Assembler.Constant(bits);
            case Value.Number(var place) -> new Assembler.NumberInFrame(place);
            case Value.InBlock(var place) -> new Assembler.InBlock(place);
            case Value.InStream _, Value.Of _, Value.Either _ -> new Register(registers[value]);
        };
    }

    /** The register of a value; of one that lies in memory, a register for a moment. */
    private int inRegister(int value) {
        var operand = operand(value);
        if (operand instanceof Register(var number)) {
            return number;
        }
        var register = allocate();
        code.vector(
                operand instanceof Assembler.InBlock ? Assembler.LOAD : Assembler.BROADCAST_NUMBER,
                register,
                0,
                operand,
                0,
                false);
        return register;
    }

    private int allocate() {
        if (free.isEmpty()) {
            isTooLong = true;
            return 0;
        }
        return free.remove();
    }

    /**
     * Gives a register back after a value's last use.
     *
     * @param register where the value was for a moment
     */
    private void release(int step, int value, int register) {
        if (registers[value] == NONE) {
            if (register != NONE) {
                free.addFirst(register);
            }
        } else if (lastUse[value] == step && !free.contains(registers[value])) {
            free.addFirst(registers[value]);
        }
    }
}
