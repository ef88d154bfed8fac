package dev.updraft;

import static java.util.Objects.requireNonNull;

/**
 * The device to compute on. The text forms, as in the {@code fit} block and {@code --device}, are
 * {@code auto}, {@code cpu}, {@code reference}, {@code gpu}, {@code gpu:1} or {@code /GPU:1}.
 */
public sealed interface Device {

    /** The fastest device that works here: a GPU, else the processor, else plain Java, with a warning. */
    static Device auto() {
        return new Auto();
    }

    /** The processor, through oneDNN; if its native library cannot be loaded, opening a model on it fails. */
    static Device cpu() {
        return new Cpu();
    }

    /** Plain Java in float32: slow, but needs no native library. */
    static Device reference() {
        return new Reference();
    }

    /**
     * A graphics processor.
     *
     * @param index its index, from 0
     * @throws IllegalArgumentException if {@code index} is negative
     */
    static Device gpu(int index) {
        return new Gpu(index);
    }

    /**
     * Parses the text form of a device.
     *
     * @throws IllegalArgumentException if it is not a valid text form; the message lists them
     */
    static Device parse(String text) {
        return switch (requireNonNull(text, "text must not be null")) {
            case "auto" -> auto();
            case "cpu" -> cpu();
            case "reference" -> reference();
            case "gpu" -> gpu(0);
            case String other
            when other.matches("gpu:\\d{1,4}|/GPU:\\d{1,4}") ->
                gpu(Integer.parseInt(other.substring(other.indexOf(':') + 1)));
            default ->
                throw new IllegalArgumentException("unknown device `" + text
                        + "`: expected auto, cpu, reference, gpu or gpu:N (also /GPU:N) with N starting at 0");
        };
    }

    /** See {@link Device#auto}. */
    record Auto() implements Device {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /** See {@link Device#cpu}. */
    record Cpu() implements Device {
        @Override
        public String toString() {
            return "cpu";
        }
    }

    /** See {@link Device#reference}. */
    record Reference() implements Device {
        @Override
        public String toString() {
            return "reference";
        }
    }

    /**
     * See {@link Device#gpu}.
     *
     * @param index its index, from 0
     */
    record Gpu(int index) implements Device {
        public Gpu {
            if (index < 0) {
                throw new IllegalArgumentException("gpu:" + index + ": devices are counted from 0");
            }
        }

        @Override
        public String toString() {
            return "gpu:" + index;
        }
    }
}
