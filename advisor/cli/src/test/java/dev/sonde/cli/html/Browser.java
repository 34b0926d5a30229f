package dev.sonde.cli.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium, headless, with a profile of its own. */
public final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChromeDriver driver;
    private final Path profile;

    private Browser(ChromeDriver driver, Path profile) {
        this.driver = driver;
        this.profile = profile;
    }

    public static Browser start() throws IOException {
        return start(true);
    }

    /** A browser that runs no scripts of pages. */
    public static Browser withoutScripts() throws IOException {
        return start(false);
    }

    private static Browser start(boolean scripts) throws IOException {
        if (!Files.isExecutable(CHROMIUM) || !Files.isExecutable(DRIVER)) {
            throw new IllegalStateException(
                    "the tests of HTML reports need a browser: apt-get install chromium chromium-driver");
        }
        Path profile = Files.createTempDirectory("sonde-chromium");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--window-size=1280,900",
                "--user-data-dir=" + profile);
        if (!scripts) {
            options.setExperimentalOption("prefs", Map.of("profile.managed_default_content_settings.javascript", 2));
        }
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, java.util.logging.Level.ALL);
        logs.enable(LogType.PERFORMANCE, java.util.logging.Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(3)); // axe looks at every element of a long page
        return new Browser(driver, profile);
    }

    /** Loads the file anew, whatever was open before. */
    public void open(Path page, String hash) {
        driver.get("about:blank");
        driver.get(page.toUri() + hash);
    }

    public void open(Path page) {
        open(page, "");
    }

    /** Evaluates an expression, as its JSON. */
    public JsonNode evaluate(String expression) {
        return evaluate("", expression);
    }

    /** Evaluates an expression after some declarations, as its JSON. */
    public JsonNode evaluate(String declarations, String expression) {
        Object json = driver.executeScript(declarations + "\nreturn JSON.stringify(" + expression + ");");
        try {
            return JSON.readTree(String.valueOf(json));
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + json, e);
        }
    }

    public WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    public List<WebElement> all(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** Waits until an expression is true. */
    public void await(String expression) {
        driver.executeAsyncScript("const done = arguments[0];" + " const look = () => (" + expression
                + ") ? done() : setTimeout(look, 20); look();");
    }

    /** Presses keys where the focus is. */
    public void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    public WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /** Errors and warnings on the console since this was last asked. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        driver.manage().logs().get(LogType.BROWSER).forEach(entry -> complaints.add(entry.getMessage()));
        return complaints;
    }

    /** Addresses that were asked for since this was last asked. */
    public List<String> requests() throws IOException {
        List<String> addresses = new ArrayList<>();
        for (var entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = JSON.readTree(entry.getMessage()).path("message");
            if (message.path("method").asText().equals("Network.requestWillBeSent")) {
                addresses.add(message.path("params").path("request").path("url").asText());
            }
        }
        return addresses;
    }

    /** What axe-core finds against the page as it is. */
    public List<String> accessibilityViolations() throws IOException {
        try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(Objects.requireNonNull(axe).readAllBytes(), StandardCharsets.UTF_8));
        }
        Object result = driver.executeAsyncScript(
                "const done = arguments[arguments.length - 1];"
                        + " axe.run().then(result => done(JSON.stringify(result.violations)), error => done('\"' + error + '\"'));");
        List<String> violations = new ArrayList<>();
        for (JsonNode violation : JSON.readTree(String.valueOf(result))) {
            violations.add(violation.path("id").asText() + ": "
                    + violation.path("help").asText() + " at "
                    + violation.path("nodes").findValuesAsText("html").stream()
                            .limit(3)
                            .toList());
        }
        return violations;
    }

    public void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    public void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Keeps a picture of the whole page, to be looked at, in {@code target/screenshots}. */
    public void screenshot(String name) throws IOException {
        Object height = driver.executeScript("return document.documentElement.scrollHeight");
        Object width = driver.executeScript("return window.innerWidth");
        Map<String, Object> picture = driver.executeCdpCommand(
                "Page.captureScreenshot",
                Map.of(
                        "format",
                        "png",
                        "captureBeyondViewport",
                        true,
                        "clip",
                        Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
        Files.write(kept(name + ".png"), Base64.getDecoder().decode(String.valueOf(picture.get("data"))));
    }

    /** Keeps what can be seen in the window. */
    public void viewport(String name) throws IOException {
        Files.write(kept(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Keeps the page as it is printed. */
    public void print(String name) throws IOException {
        Map<String, Object> pdf = driver.executeCdpCommand("Page.printToPDF", Map.of("printBackground", true));
        Files.write(kept(name + ".pdf"), Base64.getDecoder().decode(String.valueOf(pdf.get("data"))));
    }

    private static Path kept(String name) throws IOException {
        return Files.createDirectories(Path.of("target/screenshots")).resolve(name);
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted((one, other) -> other.compareTo(one)).map(Path::toFile).forEach(File::delete);
        }
    }
}
