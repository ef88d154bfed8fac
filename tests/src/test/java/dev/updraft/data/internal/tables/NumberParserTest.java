package dev.updraft.data.internal.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberParserTest {
    private final NumberParser plain = new NumberParser('.', NumberParser.NONE);
    private final NumberParser grouped = new NumberParser('.', ',');
    private final NumberParser comma = new NumberParser(',', '.');

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "+3",
                "1e-5",
                ".5",
                "1.",
                "-1.5E+3",
                "00012",
                "1e00000000000000005",
                "123456789012345678",
                "1234567890123456789012",
                "0.000000000000000000000000012",
                "9007199254740993",
                "2.2250738585072011e-308",
                "4.9e-324",
                "2e-324",
                "1.7976931348623157e308",
                "0.1234567890123456789",
                "9007199254740992e22",
                "1e23",
                "8.5e22",
                "0e999999999999",
                "1e-999999999999"
            })
    void plainNumbersAreReadAsJavaReadsThem(String text) {
        assertThat(plain.parse(text)).isEqualTo(Double.parseDouble(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "-", "+", ".", "e5", "1e", "1e+", "1.2.3", "1,2", "0x1A", "1f", "1d", "1L", "inf", "Infinity",
                "-inf", "NaN", "true", "false", "abc", "1 2", "12 34", "--1", "+-1", "%", "$", "()", "(", "(5", "5)",
                "1%%", "$$1", "(-5)", "1 23 456", "'5", "1'23", "٣", "5x", "1e5.5", "2020-01-01", "1/2"
            })
    void otherTextIsNoNumber(String text) {
        assertThat(plain.parse(text)).isNaN();
        assertThat(comma.parse(text.replace('.', ';').replace(',', ';'))).isNaN();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "1,234|1234",
                "1,234.56|1234.56",
                "-12,345,678|-12345678",
                "$1,234|1234",
                "-$5|-5",
                "$-5|-5",
                "€ 5|5",
                "5 €|5",
                "£3.5|3.5",
                "₺3.5|3.5",
                "1\u2009234|1234",
                "1 234|1234",
                "1 234 567.5|1234567.5",
                "1\u00A0234|1234",
                "1\u202F234|1234",
                "1'234.5|1234.5",
                "12%|0.12",
                "12.5 %|0.125",
                "-3%|-0.03",
                "1e2%|1",
                "(5)|-5",
                "(1,234.5)|-1234.5",
                "($5)|-5",
                "−5|-5"
            })
    void decorationIsUnderstood(String text, double value) {
        assertThat(grouped.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,5|1.5",
                "1.234,56|1234.56",
                "-0,25|-0.25",
                ",5|0.5",
                "1.234|1234",
                "1 234,5|1234.5",
                "12,5%|0.125"
            })
    void decimalCommasAreUnderstood(String text, double value) {
        assertThat(comma.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1,23", "12,34,567", ",123", "1234,567", "1,234,56", "1,2345", "1,,234", "1,234 567", "1.5,000"})
    void malformedGroupsAreNoNumber(String text) {
        assertThat(grouped.parse(text)).isNaN();
    }

    @Property(tries = 20_000)
    void everyDoubleIsReadBack(@ForAll long bits) {
        var value = Double.longBitsToDouble(bits);
        if (Double.isFinite(value)) {
            assertThat(plain.parse(String.valueOf(value))).isEqualTo(value);
            assertThat(comma.parse(String.valueOf(value).replace('.', ','))).isEqualTo(value);
        }
    }

    @Property(tries = 20_000)
    void everyDecimalIsReadAsJavaReadsIt(@ForAll("decimals") String text) {
        assertThat(Double.doubleToRawLongBits(plain.parse(text)))
                .as(text)
                .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
    }

    @Provide
    Arbitrary<String> decimals() {
        var digits = Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(22);
        var exponent = Arbitraries.integers().between(-345, 325);
        return Combinators.combine(
                        Arbitraries.of("", "-", "+"), digits, digits, exponent, Arbitraries.of("", "e", "E", ".", ".e"))
                .as((sign, whole, fraction, power, form) -> sign
                        + switch (form) {
                            case "" -> whole;
                            case "." -> whole + "." + fraction;
                            case ".e" -> whole + "." + fraction + "e" + power;
                            default -> whole + form + power;
                        });
    }

    /** Halfway between two doubles, or right beside it, where a wrong rounding shows. */
    @Property(tries = 5_000)
    void halvesAreRoundedToEven(@ForAll long bits, @ForAll boolean above) {
        var value = Math.abs(Double.longBitsToDouble(bits));
        if (value > 0 && value < Double.MAX_VALUE) {
            var half = new BigDecimal(value)
                    .add(new BigDecimal(Math.nextUp(value)))
                    .divide(BigDecimal.TWO);
            var text = (above ? half.add(half.ulp()) : half).toString();
            assertThat(plain.parse(text)).as(text).isEqualTo(Double.parseDouble(text));
        }
        var integer = (bits | Long.MIN_VALUE) >>> 10 | 1;
        assertThat(plain.parse(String.valueOf(integer))).isEqualTo((double) integer);
    }

    @Property(tries = 2_000)
    void groupsMakeNoDifference(@ForAll int whole, @ForAll("cents") int cents) {
        var text = String.format(Locale.ROOT, "%,d.%02d", whole, cents);
        var expected = Double.parseDouble(text.replace(",", ""));
        assertThat(grouped.parse(text)).isEqualTo(expected);
        assertThat(grouped.parse(text.replace(',', ' '))).isEqualTo(expected);
        assertThat(comma.parse(text.replace(',', '_').replace('.', ',').replace('_', '.')))
                .isEqualTo(expected);
    }

    @Provide
    Arbitrary<Integer> cents() {
        return Arbitraries.integers().between(0, 99);
    }
}
