package dev.updraft.charts;

import dev.updraft.charts.picture.Mark;
import dev.updraft.charts.picture.Palette;
import dev.updraft.charts.picture.Picture;
import dev.updraft.charts.picture.Point;
import java.util.List;

/**
 * Points in the colours of their groups, of which there are more than colours, if there are, some with the same.
 *
 * @param below what the horizontal axis is
 * @param beside what the vertical axis is
 */
public record GroupPlot(String title, String below, String beside, List<Member> members) {
    private static final double SQUARE = 320;

    public GroupPlot {
        members = members.stream()
                .filter(member -> Double.isFinite(member.place.x()) && Double.isFinite(member.place.y()))
                .toList();
    }

    /** A point of a group. */
    public record Member(Point place, int group) {}

    /** The drawing. */
    public Picture picture() {
        var across = members.stream().mapToDouble(member -> member.place.x()).summaryStatistics();
        var up = members.stream().mapToDouble(member -> member.place.y()).summaryStatistics();
        var axes = new Axes(
                title,
                Ticks.around(across.getMin(), across.getMax(), 6),
                Ticks.around(up.getMin(), up.getMax(), 6),
                below,
                SQUARE,
                Legend.text(beside));
        var opacity = members.size() > 400 ? 0.45 : 0.7;
        for (var member : members) {
            var colour = Palette.ofSeries(member.group % Palette.mostOfSeries());
            axes.add(new Mark.Dot(axes.x(member.place.x()), axes.y(member.place.y()), 2.4, colour, opacity, ""));
        }
        return axes.picture();
    }
}
