package dev.sonde.migrations.project;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The configuration of {@code flyway-maven-plugin} in a {@code pom.xml}, and the {@code flyway.*} properties, which the
 * plugin reads as well.
 *
 * @param entries keys as after {@code flyway.}
 */
record MavenPom(List<ConfigEntry> entries, boolean hasPlugin) {

    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([\\w.-]+)}");

    /** Reads a pom; what is no XML, or declares entities, gives nothing and goes to {@code problems}. */
    static MavenPom read(String text, List<String> problems) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        // A pom needs neither, and both can read files of this machine or grow without bound.
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        Walk walk = new Walk();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
            while (xml.hasNext()) {
                walk.event(xml.next(), xml);
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNumber();
            problems.add((line > 0 ? "line " + line + ": " : "") + "no XML: "
                    + String.valueOf(e.getMessage()).lines().reduce((a, b) -> b).orElse(""));
            return new MavenPom(List.of(), false);
        }
        List<ConfigEntry> resolved = walk.found.stream()
                .map(entry -> new ConfigEntry(
                        entry.key(), resolve(entry.value(), walk.properties), entry.line(), entry.document()))
                .toList();
        return new MavenPom(resolved, walk.plugin);
    }

    private static String resolve(String value, Map<String, String> properties) {
        String text = value;
        for (int depth = 0; depth < 5 && text.contains("${"); depth++) {
            text = PROPERTY.matcher(text)
                    .replaceAll(name -> Matcher.quoteReplacement(properties.getOrDefault(name.group(1), name.group())));
        }
        return text;
    }

    private static final class Walk {
        private final Deque<String> path = new ArrayDeque<>();
        private final List<ConfigEntry> found = new ArrayList<>();
        private final List<ConfigEntry> ofPlugin = new ArrayList<>();
        private final Map<String, String> properties = new LinkedHashMap<>();
        private final StringBuilder text = new StringBuilder();
        private boolean flyway;
        private boolean plugin;
        private int line;

        void event(int event, XMLStreamReader xml) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    path.addLast(xml.getLocalName());
                    text.setLength(0);
                    line = xml.getLocation().getLineNumber();
                    if (xml.getLocalName().equals("plugin")) {
                        ofPlugin.clear();
                        flyway = false;
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    end(text.toString().strip());
                    text.setLength(0);
                    path.removeLast();
                }
                default -> {}
            }
        }

        private void end(String value) {
            String names = String.join("/", path);
            if (names.startsWith("project/properties/")) {
                String name = names.substring("project/properties/".length());
                properties.put(name, value);
                if (name.startsWith("flyway.")) {
                    found.add(new ConfigEntry(name.substring("flyway.".length()), value, line, 0));
                }
            } else if (names.endsWith("/plugin/artifactId")) {
                flyway = value.equals("flyway-maven-plugin");
            } else if (names.endsWith("/plugin") && flyway) {
                plugin = true;
                found.addAll(ofPlugin);
            } else if (!value.isEmpty()) {
                int from = names.indexOf("/plugin/configuration/");
                if (from >= 0) {
                    add(names.substring(from + "/plugin/configuration/".length()), value);
                }
            }
        }

        private void add(String names, String value) {
            String[] levels = names.split("/");
            boolean list = levels.length == 2 && levels[0].equals(levels[1] + "s");
            String key = list ? levels[0] : String.join(".", levels);
            for (Iterator<ConfigEntry> entries = ofPlugin.iterator(); list && entries.hasNext(); ) {
                ConfigEntry before = entries.next();
                if (before.key().equals(key)) {
                    entries.remove();
                    ofPlugin.add(new ConfigEntry(key, before.value() + "," + value, before.line(), 0));
                    return;
                }
            }
            ofPlugin.add(new ConfigEntry(key, value, line, 0));
        }
    }
}
