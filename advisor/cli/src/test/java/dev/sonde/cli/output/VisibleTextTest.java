package dev.sonde.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {

    private static final String HOSTILE =
            "select '\u001b[31m\u0007'\r\n\tfrom \"a|b\" -- \u202Eevil\u2028<img src=x> @team `x`";

    @Test
    void controlCharactersAreSpelledOutAndLinesJoined() {
        assertThat(VisibleText.line(HOSTILE))
                .isEqualTo("select '<U+001B>[31m<U+0007>' from \"a|b\" -- <U+202E>evil<U+2028><img src=x> @team `x`");
    }

    @Test
    void lettersOfAllScriptsStay() {
        assertThat(VisibleText.line("größe 表 😀")).isEqualTo("größe 表 😀");
    }

    @Test
    void markdownShowsTheCharactersAndNothingElse() {
        assertThat(VisibleText.markdown("a*b_c|d<e>&f @team `x` [l](u)"))
                .isEqualTo("a\\*b\\_c\\|d&lt;e&gt;&amp;f @<!-- -->team \\`x\\` \\[l\\](u)");
    }

    @Test
    void codeHasAFenceLongerThanAnyInIt() {
        assertThat(VisibleText.markdownCode("select ``x` | y")).isEqualTo("``` select ``x` | y ```");
        assertThat(VisibleText.markdownCell("a || b")).isEqualTo("`a \\|\\| b`");
        assertThat(VisibleText.markdownCode("a\nb")).isEqualTo("`a b`");
    }

    @Test
    void shortensByCharactersAndNotInTheMiddleOfOne() {
        assertThat(VisibleText.shortened("😀😀😀", 2)).isEqualTo("😀…");
        assertThat(VisibleText.shortened("abc", 3)).isEqualTo("abc");
    }
}
