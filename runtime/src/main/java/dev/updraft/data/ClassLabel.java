package dev.updraft.data;

/** A class of a generated enum: in a row of {@link Datasets#of(java.util.List)} it is the class that has its text. */
@FunctionalInterface
public interface ClassLabel {
    /** As the model's file has it. */
    String text();
}
