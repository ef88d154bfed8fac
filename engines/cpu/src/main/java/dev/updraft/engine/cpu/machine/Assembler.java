package dev.updraft.engine.cpu.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/**
 * Encodes the few instructions of x86-64 with AVX-512 that loops over float32 need, as the Intel 64 and IA-32 Architectures
 * Software Developer's Manual, volume 2, lays them down. General registers have a fixed use:
 *
 * <ul>
 *   <li>{@code rdi}: the frame, see {@link Frame}
 *   <li>{@code rsi}, {@code rdx}: where in the streams this vector and the end of the loop are, in bytes
 *   <li>{@code rcx}, {@code r9}: where in the block this vector is, and how long the block is, in bytes
 *   <li>{@code rax}, {@code r10}: for a moment
 *   <li>mask {@code k1}: the lanes of an incomplete vector; {@code k2}: for a moment
 * </ul>
 */
final class Assembler {
    /** Bytes of a vector register. */
    static final int VECTOR = 64;

    /** Vector registers. */
    static final int REGISTERS = 32;

    private static final int BROADCAST = 0x10;

    /** Where an instruction's last operand is. */
    sealed interface Operand {}

    /** A vector register. */
    record Register(int number) implements Operand {}

    /** Vectors in the stream whose address {@code rax} has. */
    record InStream() implements Operand {}

    /** Vectors in the frame at this place, as far as the block is done. */
    record InBlock(int place) implements Operand {}

    /** A number in the frame, for all lanes. */
    record NumberInFrame(int place) implements Operand {}

    /** A number behind the code, for all lanes. */
    record Constant(int bits) implements Operand {}

    /** Sums in float64 in the frame at this place, of as many columns as the block is done. */
    record InSums(int place) implements Operand {}

    /**
     * An instruction of vectors: its opcode, and the prefix and the table of opcodes (1: 0F, 2: 0F38, 3: 0F3A) that select it.
     *
     * @param isWide whether it is one of float64
     * @param isHalf whether its vectors are of 8 floats
     */
    record Opcode(int table, int prefix, int code, boolean isWide, boolean isHalf) {
        Opcode(int table, int prefix, int code) {
            this(table, prefix, code, false, false);
        }
    }

    static final Opcode LOAD = new Opcode(1, 0, 0x10);
    static final Opcode STORE = new Opcode(1, 0, 0x11);
    static final Opcode BROADCAST_NUMBER = new Opcode(2, 1, 0x18);
    static final Opcode COMPARE = new Opcode(1, 0, 0xC2);
    static final Opcode BLEND = new Opcode(2, 1, 0x65);

    /**
     * The distance to a constant, which counts from the end of its instruction.
     *
     * @param place of the distance's four bytes
     * @param behind bytes of the instruction behind them
     */
    private record Reference(int place, int behind, int bits) {}

    static final Opcode LOAD_HALF = new Opcode(1, 0, 0x10, false, true);
    static final Opcode ADD_HALF = new Opcode(1, 0, 0x58, false, true);
    /** 8 floats to float64. */
    static final Opcode WIDEN = new Opcode(1, 0, 0x5A);

    static final Opcode LOAD_WIDE = new Opcode(1, 1, 0x10, true, false);
    static final Opcode STORE_WIDE = new Opcode(1, 1, 0x11, true, false);
    static final Opcode ADD_WIDE = new Opcode(1, 1, 0x58, true, false);
    static final Opcode MULTIPLY_WIDE = new Opcode(1, 1, 0x59, true, false);

    private byte[] bytes = new byte[1024];
    private int size;
    private final List<Reference> references = new ArrayList<>();

    private final List<Integer> constants = new ArrayList<>();

    int position() {
        return size;
    }

    /** Instructions without vectors, as they are. */
    void raw(int... values) {
        for (var value : values) {
            add(value);
        }
    }

    /** Four bytes, the lowest first. */
    void word(int value) {
        raw(value, value >> 8, value >> 16, value >> 24);
    }

    /** Puts the distance from behind the four bytes at {@code place} to {@code target} there. */
    void link(int place, int target) {
        var distance = target - (place + 4);
        for (var i = 0; i < 4; i++) {
            bytes[place + i] = (byte) (distance >> 8 * i);
        }
    }

    /** Jumps to a place that has been passed, or leaves the distance open; where it is. */
    int jump(int... opcode) {
        raw(opcode);
        word(0);
        return size - 4;
    }

    /**
     * An instruction of 16 lanes.
     *
     * @param target the register or mask that it sets, or that a {@link #STORE} writes
     * @param first its first source; 0 if it has but one
     * @param mask 0 for all lanes
     * @param zeroing whether the other lanes become 0
     */
    void vector(Opcode opcode, int target, int first, Operand last, int mask, boolean zeroing) {
        vector(opcode, target, first, last, mask, zeroing, new int[0]);
    }

    /** The same with a byte behind it. */
    void vectorWithByte(Opcode opcode, int target, int first, Operand last, int number) {
        vector(opcode, target, first, last, 0, false, number);
    }

    private void vector(
            Opcode opcode, int target, int first, Operand last, int mask, boolean zeroing, int... immediate) {
        var number = last instanceof Register(var register) ? register : 0;
        var isNumber = last instanceof NumberInFrame || last instanceof Constant;
        var broadcast = isNumber && !opcode.equals(BROADCAST_NUMBER) ? BROADCAST : 0;
        raw(
                0x62,
                inverted(target, 3) << 7
                        | inverted(number, 4) << 6
                        | inverted(number, 3) << 5
                        | inverted(target, 4) << 4
                        | opcode.table(),
                (opcode.isWide() ? 0x80 : 0) | (~first & 15) << 3 | 4 | opcode.prefix(),
                (zeroing ? 0x80 : 0) | (opcode.isHalf() ? 0x20 : 0x40) | broadcast | inverted(first, 4) << 3 | mask,
                opcode.code());
        var field = (target & 7) << 3;
        switch (last) {
            case Register _ -> add(0xC0 | field | number & 7);
            case InStream _ -> raw(field | 4, 0x30); // [rax + rsi]
            case InBlock(var place) -> {
                raw(0x80 | field | 4, 0x0F); // [rdi + rcx + place]
                word(place);
            }
            case InSums(var place) -> {
                raw(0x80 | field | 4, 0x4F); // [rdi + 2 * rcx + place]
                word(place);
            }
            case NumberInFrame(var place) -> {
                add(0x80 | field | 7); // [rdi + place]
                word(place);
            }
            case Constant(var bits) -> {
                add(field | 5); // [rip + distance]
                if (!constants.contains(bits)) {
                    constants.add(bits);
                }
                references.add(new Reference(size, immediate.length, bits));
                word(0);
            }
        }
        raw(immediate);
    }

    private static int inverted(int number, int bit) {
        return ~number >> bit & 1;
    }

    /** The code with its constants behind it. */
    byte[] code() {
        var places = new HashMap<Integer, Integer>();
        for (var bits : constants) {
            places.put(bits, size);
            word(bits);
        }
        for (var reference : references) {
            link(reference.place(), Objects.requireNonNull(places.get(reference.bits())) - reference.behind());
        }
        return Arrays.copyOf(bytes, size);
    }

    private void add(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        bytes[size++] = (byte) value;
    }
}
