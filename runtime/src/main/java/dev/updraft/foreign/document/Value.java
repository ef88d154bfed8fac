package dev.updraft.foreign.document;

import java.util.List;
import java.util.Map;

/** What a document is made of. */
public sealed interface Value {
    /** What it is called in a message. */
    String kind();

    /** Values by their names. */
    record Members(Map<String, Value> byName) implements Value {
        @Override
        public String kind() {
            return "an object";
        }
    }

    /** A list of which not all are numbers, or that is empty. */
    record Elements(List<Value> list) implements Value {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** A list of numbers; truth values in it are 1 and 0. */
    record Numbers(double[] list) implements Value {
        @Override
        public String kind() {
            return "a list of numbers";
        }
    }

    record Text(String text) implements Value {
        @Override
        public String kind() {
            return "a text";
        }
    }

    record Quantity(double number) implements Value {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record Truth(boolean isTrue) implements Value {
        @Override
        public String kind() {
            return "a truth value";
        }
    }

    record Nothing() implements Value {
        @Override
        public String kind() {
            return "nothing";
        }
    }
}
