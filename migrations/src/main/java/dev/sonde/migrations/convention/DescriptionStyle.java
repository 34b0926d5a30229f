package dev.sonde.migrations.convention;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the words of a file name are written and joined.
 *
 * @param separator between words, empty for camel case
 */
record DescriptionStyle(String separator, Letters letters) {

    /** Which letters are capitals. */
    enum Letters {
        LOWER,
        FIRST_WORD,
        EACH_WORD,
        EACH_BUT_FIRST
    }

    static final DescriptionStyle SNAKE = new DescriptionStyle("_", Letters.LOWER);

    // The file name must stay well below the 255 bytes of common file systems.
    private static final int MAX_LENGTH = 120;

    /** The style most of the descriptions have; one word says nothing. Of equally frequent ones the last counts. */
    static DescriptionStyle of(Collection<String> descriptions) {
        Map<DescriptionStyle, Integer> votes = new LinkedHashMap<>();
        for (String description : descriptions) {
            DescriptionStyle style = of(description);
            if (style != null) {
                votes.merge(style, 1, Integer::sum);
            }
        }
        DescriptionStyle winner = SNAKE;
        int most = 0;
        for (Map.Entry<DescriptionStyle, Integer> vote : votes.entrySet()) {
            if (vote.getValue() >= most) {
                most = vote.getValue();
                winner = vote.getKey();
            }
        }
        return winner;
    }

    private static @Nullable DescriptionStyle of(String description) {
        for (String separator : List.of("_", "-", " ")) {
            if (description.contains(separator)) {
                String[] words = description.split(separator, -1);
                boolean first = startsWithCapital(words[0]);
                boolean last = startsWithCapital(words[words.length - 1]);
                return new DescriptionStyle(
                        separator, first && last ? Letters.EACH_WORD : first ? Letters.FIRST_WORD : Letters.LOWER);
            }
        }
        if (description.matches("\\p{Alpha}\\w*\\p{Lower}\\w*\\p{Upper}\\w*")) {
            return new DescriptionStyle(
                    "", startsWithCapital(description) ? Letters.EACH_WORD : Letters.EACH_BUT_FIRST);
        }
        return null;
    }

    private static boolean startsWithCapital(String word) {
        return !word.isEmpty() && Character.isUpperCase(word.charAt(0));
    }

    /** Words of a free text as a description: only ASCII letters and digits are kept. */
    String render(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("[^A-Za-z0-9]+")) {
            if (!word.isEmpty()) {
                words.add(letters(word.toLowerCase(Locale.ROOT), words.isEmpty()));
            }
        }
        String description = words.isEmpty() ? letters("index", true) : String.join(separator, words);
        return description.length() <= MAX_LENGTH ? description : description.substring(0, MAX_LENGTH);
    }

    private String letters(String word, boolean first) {
        boolean capital = switch (letters) {
            case LOWER -> false;
            case FIRST_WORD -> first;
            case EACH_WORD -> true;
            case EACH_BUT_FIRST -> !first;
        };
        return capital ? word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1) : word;
    }
}
