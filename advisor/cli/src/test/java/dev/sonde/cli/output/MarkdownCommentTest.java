package dev.sonde.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownCommentTest {

    @Test
    void partsAreApartAndClosedOnesHaveASummary() {
        String text = new MarkdownComment()
                .add("overview", List.of("## Title", "", "- one"))
                .addClosed("finding", "<b>error</b> it", List.of("- two"))
                .text();

        assertThat(text).isEqualTo("""
                ## Title

                - one

                <details><summary><b>error</b> it</summary>

                - two

                </details>
                """);
    }

    @Test
    void whatDoesNotFitIsLeftOutAndCounted() {
        MarkdownComment comment = new MarkdownComment().add("overview", List.of("## Title"));
        for (int i = 0; i < 40; i++) {
            comment.add("finding", List.of("x".repeat(4_000)));
        }
        String text = comment.add("table", List.of("y".repeat(70_000)))
                .add("note", List.of("a short note"))
                .text();

        assertThat(text)
                .hasSizeLessThanOrEqualTo(65_536)
                .startsWith("## Title\n")
                .contains("a short note")
                .endsWith(
                        "Left out, to fit into one comment: 24 findings, 1 table. The formats html and json have all.\n");
        assertThat(text.lines().filter(line -> line.startsWith("xxx"))).hasSize(16);
    }

    @Test
    void namesInProseAreCodeAndAnOpenBacktickIsOne() {
        assertThat(VisibleText.markdownProse("Use `join fetch` or @BatchSize"))
                .isEqualTo("Use `join fetch` or @<!-- -->BatchSize");
        assertThat(VisibleText.markdownProse("`a_b` <i>`c")).isEqualTo("`a_b` &lt;i&gt;\\`c");
        assertThat(VisibleText.markdownSummary("<b>&\"@team\u202e"))
                .isEqualTo("&lt;b&gt;&amp;\"@<!-- -->team&lt;U+202E&gt;");
    }
}
