package dev.updraft.compiler.check.evaluation;

import dev.updraft.compiler.layers.Activation;
import dev.updraft.compiler.layers.LayerGraph;
import java.util.List;
import java.util.stream.Collectors;

/** What an expression can stand for. */
public sealed interface Value {

    /** For messages: {@code the number 3}, {@code a value of shape [batch, 10]}. */
    String description();

    /** A value of the network: an input, or what a layer gives. */
    record Tensor(LayerGraph.Value source) implements Value {
        @Override
        public String description() {
            return "a value of shape " + source.shape();
        }
    }

    /** What is to be learnt, which only the loss may see. */
    record Goal(LayerGraph.Target target) implements Value {
        @Override
        public String description() {
            return "the target";
        }
    }

    /** A number: whole or not. */
    sealed interface Numeric extends Value {
        double real();
    }

    record Whole(long number) implements Numeric {
        @Override
        public double real() {
            return number;
        }

        @Override
        public String description() {
            return Long.toString(number);
        }
    }

    record Real(double real) implements Numeric {
        @Override
        public String description() {
            return Double.toString(real);
        }
    }

    record Bool(boolean truth) implements Value {
        @Override
        public String description() {
            return Boolean.toString(truth);
        }
    }

    record Text(String text) implements Value {
        @Override
        public String description() {
            return "the text \"%s\"".formatted(text);
        }
    }

    /** An activation, not applied to anything. */
    record Function(Activation activation, String name) implements Value {
        @Override
        public String description() {
            return "the activation " + name;
        }
    }

    record Items(List<Value> items) implements Value {
        @Override
        public String description() {
            return items.stream().map(Value::description).collect(Collectors.joining(", ", "the list (", ")"));
        }
    }

    /** Something of which all is said that can be: what follows from it is passed over. */
    record Unknown() implements Value {
        @Override
        public String description() {
            return "something unknown";
        }
    }

    Unknown UNKNOWN = new Unknown();
}
