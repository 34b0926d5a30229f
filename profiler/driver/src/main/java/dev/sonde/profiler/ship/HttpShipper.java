package dev.sonde.profiler.ship;

import dev.sonde.profiler.settings.ShipTarget;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;

/**
 * Sends files by HTTP PUT, as object stores take them: to a signed URL for each file, or into a container under one
 * signature. Redirects are not followed: they could lead a capture anywhere. Nothing of a URL but its host is in messages.
 */
public final class HttpShipper implements CaptureShipper {

    private static final Duration CONNECT = Duration.ofSeconds(20);

    private final Function<String, URI> urls;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private HttpShipper(Function<String, URI> urls) {
        this.urls = urls;
    }

    /**
     * Asks for the URL of each file by its name: for stores that sign each object, as S3 and its like do. Called once an
     * attempt, on the capture's thread.
     */
    public static HttpShipper signedBy(Function<String, URI> urls) {
        return new HttpShipper(urls);
    }

    /** Puts the file's name between path and query of the target. */
    static HttpShipper into(ShipTarget target) {
        URI uri = target.uri();
        if (uri == null || uri.getHost() == null) {
            throw new IllegalArgumentException("sonde.ship-to names no host: " + target);
        }
        String address = target.address();
        int end = address.indexOf('#') < 0 ? address.length() : address.indexOf('#');
        int question = address.indexOf('?') < 0 ? end : Math.min(end, address.indexOf('?'));
        String path = address.substring(0, question);
        String folder = path.endsWith("/") ? path : path + "/";
        String query = address.substring(question, end);
        return new HttpShipper(name -> URI.create(folder + URLEncoder.encode(name, StandardCharsets.UTF_8) + query));
    }

    @Override
    public void ship(Path file) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        urls.apply(file.getFileName().toString()))
                .PUT(HttpRequest.BodyPublishers.ofFile(file))
                .header("Content-Type", "application/octet-stream")
                .header("x-ms-blob-type", "BlockBlob"); // Azure asks for it, others pass over it
        HttpResponse<Void> response = client.send(request.build(), HttpResponse.BodyHandlers.discarding());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("the store answered " + response.statusCode());
        }
    }
}
