package dev.updraft.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    @Test
    void theBarGrowsWithWhatIsDone() {
        assertThat(ProgressLine.bar(0, 312, false)).isEqualTo("  0/312 " + "─".repeat(20));
        assertThat(ProgressLine.bar(156, 312, false)).isEqualTo("156/312 " + "━".repeat(10) + "─".repeat(10));
        assertThat(ProgressLine.bar(312, 312, false)).isEqualTo("312/312 " + "━".repeat(20));
    }

    @Test
    void timesAreShortWhateverTheirSize() {
        assertThat(ProgressLine.time(0.4)).isEqualTo("0s");
        assertThat(ProgressLine.time(59.4)).isEqualTo("59s");
        assertThat(ProgressLine.time(59.6)).isEqualTo("1:00");
        assertThat(ProgressLine.time(7390)).isEqualTo("2:03:10");
    }

    @Test
    void thePaceHasTheUnitThatFits() {
        assertThat(ProgressLine.pace(2.25)).isEqualTo("2.3s/step");
        assertThat(ProgressLine.pace(0.0062)).isEqualTo("6ms/step");
        assertThat(ProgressLine.pace(0.00041)).isEqualTo("410us/step");
    }

    @Test
    void metricsHaveFourDecimalsOrAnExponent() {
        var metrics = new LinkedHashMap<String, Double>();
        metrics.put("accuracy", 0.84621);
        metrics.put("loss", 0.00001234);
        metrics.put("mae", 0.0);
        metrics.put("mse", Double.NaN);
        assertThat(ProgressLine.metrics(metrics))
                .isEqualTo(" - accuracy: 0.8462 - loss: 1.2340e-05 - mae: 0.0000 - mse: NaN");
    }
}
