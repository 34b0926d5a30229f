package dev.sonde.cli.capture;

import dev.sonde.capture.CaptureRecord.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Services that may be two with one name, which are added up as one. All that can be told is that hosts of one name work on
 * different databases: hosts, versions and statements of one service differ as well, and one host may have several databases.
 */
public final class NamedAlike {

    private NamedAlike() {}

    /** One sentence for each such name. */
    public static List<String> of(Collection<Session> sessions) {
        SortedMap<String, Map<String, SortedSet<String>>> databases = new TreeMap<>();
        for (Session session : sessions) {
            if (!session.databaseUrl().isEmpty()) {
                databases
                        .computeIfAbsent(session.service(), service -> new TreeMap<>())
                        .computeIfAbsent(session.host(), host -> new TreeSet<>())
                        .add(session.databaseUrl());
            }
        }
        List<String> sentences = new ArrayList<>();
        databases.forEach((service, byHost) -> {
            if (new HashSet<>(byHost.values()).size() > 1) {
                SortedSet<String> urls = new TreeSet<>();
                byHost.values().forEach(urls::addAll);
                sentences.add("Whether " + (service.isEmpty() ? "what has no service name" : service)
                        + " is one service: its hosts work on different databases (" + String.join(", ", urls)
                        + ") and are counted as one. If they are two services, give each its own sonde.service.");
            }
        });
        return sentences;
    }
}
