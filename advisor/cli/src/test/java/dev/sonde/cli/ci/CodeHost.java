package dev.sonde.cli.ci;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a code host's API that is about the comments of one request, on the loopback interface: lists by pages,
 * creates, updates and deletes, refuses a wrong token, one that only reads, and a text that is too long.
 */
final class CodeHost implements AutoCloseable {

    static final String TOKEN = "s3cret-token";
    static final int LIMIT = 65_536;

    /** What the two hosts do differently. */
    enum Kind {
        GITHUB("/repos/acme/shop/issues/7/comments", "/repos/acme/shop/issues/comments", "PATCH"),
        GITLAB("/projects/42/merge_requests/7/notes", "/projects/42/merge_requests/7/notes", "PUT");

        private final String list;
        private final String single;
        private final String update;

        Kind(String list, String single, String update) {
            this.list = list;
            this.single = single;
            this.update = update;
        }
    }

    record Comment(long id, String author, String body) {}

    private record Answer(int status, Object body) {}

    private final ObjectMapper json = new ObjectMapper();
    private final Kind kind;
    private final HttpServer server;
    private final List<Comment> comments = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private boolean readOnly;
    private long lastId = 100;

    private CodeHost(Kind kind, HttpServer server) {
        this.kind = kind;
        this.server = server;
    }

    static CodeHost start(Kind kind) throws IOException {
        CodeHost host =
                new CodeHost(kind, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        host.server.createContext("/", host::handle);
        host.server.start();
        return host;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Author of what the token writes. */
    String us() {
        return kind == Kind.GITHUB ? "github-actions[bot]" : "501";
    }

    synchronized void add(String author, String body) {
        comments.add(new Comment(++lastId, author, body));
    }

    /** From now on the token may read and not write. */
    synchronized void becomeReadOnly() {
        readOnly = true;
    }

    synchronized List<Comment> comments() {
        return List.copyOf(comments);
    }

    /** Method and path of each request that would change something, in order. */
    synchronized List<String> writes() {
        return requests.stream().filter(request -> !request.startsWith("GET")).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] bytes = json.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), answer.status() == 204 ? -1 : bytes.length);
            if (answer.status() != 204) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private synchronized Answer answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getPath();
        requests.add(method + " " + path);
        String token = kind == Kind.GITHUB
                ? exchange.getRequestHeaders().getFirst("Authorization")
                : exchange.getRequestHeaders().getFirst("PRIVATE-TOKEN");
        if (!(kind == Kind.GITHUB ? "Bearer " + TOKEN : TOKEN).equals(token)) {
            return refusal(401, "Bad credentials");
        }
        if (path.equals("/user")) {
            return kind == Kind.GITHUB
                    ? refusal(403, "Resource not accessible by integration")
                    : new Answer(200, Map.of("id", 501));
        }
        if (method.equals("GET") && path.equals(kind.list)) {
            return page(exchange.getRequestURI().getQuery());
        }
        if (readOnly) {
            return refusal(403, "Resource not accessible by integration");
        }
        if (method.equals("POST") && path.equals(kind.list)) {
            String body = body(exchange);
            if (body.length() > LIMIT) {
                return refusal(422, "body is too long (maximum is 65536 characters)");
            }
            add(us(), body);
            return new Answer(201, shown(comments.get(comments.size() - 1)));
        }
        Matcher single = Pattern.compile(Pattern.quote(kind.single) + "/(\\d+)").matcher(path);
        return single.matches() ? change(exchange, Long.parseLong(single.group(1))) : refusal(404, "Not Found");
    }

    private Answer change(HttpExchange exchange, long id) throws IOException {
        for (int i = 0; i < comments.size(); i++) {
            Comment comment = comments.get(i);
            if (comment.id() != id) {
                continue;
            }
            if (exchange.getRequestMethod().equals("DELETE")) {
                comments.remove(i);
                return new Answer(204, Map.of());
            }
            if (exchange.getRequestMethod().equals(kind.update)) {
                comments.set(i, new Comment(id, comment.author(), body(exchange)));
                return new Answer(200, shown(comments.get(i)));
            }
            return refusal(405, "Method Not Allowed");
        }
        return refusal(404, "Not Found");
    }

    private Answer page(String query) {
        Map<String, Integer> parameters = new LinkedHashMap<>();
        for (String parameter : query.split("&")) {
            parameters.put(parameter.split("=")[0], Integer.parseInt(parameter.split("=")[1]));
        }
        int size = Math.min(100, parameters.get("per_page"));
        return new Answer(
                200,
                comments.stream()
                        .skip((long) size * (parameters.get("page") - 1))
                        .limit(size)
                        .map(this::shown)
                        .toList());
    }

    private Map<String, Object> shown(Comment comment) {
        // As the hosts give texts back that were typed into a form.
        String body = comment.body().replace("\n", "\r\n");
        if (kind == Kind.GITLAB) {
            return Map.of("id", comment.id(), "body", body, "author", Map.of("id", Long.parseLong(comment.author())));
        }
        String type = comment.author().endsWith("[bot]") ? "Bot" : "User";
        return Map.of("id", comment.id(), "body", body, "user", Map.of("login", comment.author(), "type", type));
    }

    private String body(HttpExchange exchange) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return json.readTree(text).path("body").asText();
    }

    private static Answer refusal(int status, String message) {
        return new Answer(status, Map.of("message", message));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
