package dev.updraft.charts.picture;

/** A place in a picture: {@code x} to the right, {@code y} down. */
public record Point(double x, double y) {}
