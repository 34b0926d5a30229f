package dev.sonde.spark;

import dev.sonde.analysis.record.SummaryOutput;
import dev.sonde.analysis.reduction.Reduction;
import dev.sonde.analysis.reduction.SummaryFile;
import dev.sonde.analysis.reduction.SummaryFormatException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SerializableWritable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * Reduces captures in two passes over splits. The first finds what is known only of all of them together: names, the places
 * of statements, and which units of work are in several splits. The second reduces each split; the few records of such units
 * go to one task each by a shuffle, and everything is merged as a tree. A service with most of the events is so many splits
 * more, and nothing else.
 */
final class FleetJob {
    private static final int PARTS_PER_CORE = 3;

    /**
     * What came of it.
     *
     * @param useless files that are not in the reduction
     */
    record Result(Reduction reduction, int captures, int summaries, int useless) {}

    private record Listed(String path, long length) implements Serializable {}

    private final JavaSparkContext spark;
    private final FleetOptions options;
    private final Consumer<String> messages;
    private final Broadcast<SerializableWritable<Configuration>> configuration;
    private int useless;

    private FleetJob(JavaSparkContext spark, FleetOptions options, Consumer<String> messages) {
        this.spark = spark;
        this.options = options;
        this.messages = messages;
        this.configuration = spark.broadcast(new SerializableWritable<>(spark.hadoopConfiguration()));
    }

    static Result run(JavaSparkContext spark, FleetOptions options, Consumer<String> messages) throws IOException {
        return new FleetJob(spark, options, messages).run();
    }

    private Result run() throws IOException {
        List<InputFile> files = headers();
        Reduction.Builder all = Reduction.withoutCaches();
        int summaries = readSummaries(files, all);
        Reduction before = all.build();
        List<InputFile> captures = captures(files, before);
        if (captures.isEmpty() && summaries == 0) {
            throw new BadInputException("none of the files could be used: nothing was written");
        }
        Reduction.Builder result = Reduction.withoutCaches().add(before);
        if (!captures.isEmpty()) {
            List<SplitFacts> facts = facts(Split.of(captures, options.splitBytes()));
            facts.forEach(split -> result.source(split.split().file().id(), split.completeBytes()));
            result.addBlocks(reduced(facts, before));
        }
        if (options.endUnits()) {
            result.endUnits();
        }
        return new Result(result.build(), captures.size(), summaries, useless);
    }

    private List<InputFile> headers() throws IOException {
        List<Listed> listed = listed();
        Broadcast<SerializableWritable<Configuration>> hadoop = configuration;
        return spark.parallelize(listed, slices(listed.size()))
                .map(file ->
                        InputFile.of(file.path(), file.length(), hadoop.value().value()))
                .collect();
    }

    private List<Listed> listed() throws IOException {
        Map<String, Listed> files = new TreeMap<>();
        for (String input : options.inputs()) {
            Path path = new Path(input);
            FileSystem system = path.getFileSystem(spark.hadoopConfiguration());
            FileStatus[] found = system.globStatus(path);
            if (found == null || found.length == 0) {
                throw new BadInputException(input + ": no such file or folder");
            }
            for (FileStatus status : found) {
                FileStatus[] inside =
                        status.isDirectory() ? system.listStatus(status.getPath(), FleetJob::isNamedSo) : found;
                for (FileStatus file : status.isDirectory() ? inside : new FileStatus[] {status}) {
                    if (file.isFile()) {
                        files.put(
                                file.getPath().toString(),
                                new Listed(file.getPath().toString(), file.getLen()));
                    }
                }
            }
        }
        if (files.isEmpty()) {
            throw new BadInputException(
                    String.join(" ", options.inputs()) + ": no captures (*.sonde) and no summaries (*.sonde-summary)");
        }
        return List.copyOf(files.values());
    }

    private static boolean isNamedSo(Path path) {
        return path.getName().endsWith(".sonde") || path.getName().endsWith(SummaryFile.SUFFIX);
    }

    private int slices(int items) {
        return Math.max(1, Math.min(items, PARTS_PER_CORE * spark.defaultParallelism()));
    }

    private int readSummaries(List<InputFile> files, Reduction.Builder all) throws IOException {
        int read = 0;
        for (InputFile file : files) {
            if (file.kind() == InputFile.Kind.SUMMARY) {
                Path path = new Path(file.path());
                try (InputStream stream = new BufferedInputStream(
                        path.getFileSystem(spark.hadoopConfiguration()).open(path))) {
                    SummaryFile.Content content = SummaryFile.read(stream, file.path());
                    if (content.sources().stream().anyMatch(all.sources().bytesByFile()::containsKey)) {
                        passOver(file.path() + ": counts captures that another summary given here counts too");
                    } else {
                        all.addBlocks(content.blocks());
                        read++;
                    }
                } catch (SummaryFormatException e) {
                    passOver(String.valueOf(e.getMessage()));
                }
            }
        }
        return read;
    }

    private void passOver(String message) {
        messages.accept("warning: " + message + ": passed over");
        useless++;
    }

    /** Each capture once, and none that a summary counts. */
    private List<InputFile> captures(List<InputFile> files, Reduction before) {
        List<InputFile> captures = new ArrayList<>();
        Map<Long, Long> counted = before.sources().bytesByFile();
        Set<Long> known = new HashSet<>();
        List<InputFile> longestFirst = new ArrayList<>(files);
        longestFirst.sort(Comparator.comparingLong(InputFile::length).reversed());
        for (InputFile file : longestFirst) {
            switch (file.kind()) {
                case CAPTURE -> {
                    Long bytes = counted.get(file.id());
                    if (bytes != null && bytes < file.length()) {
                        messages.accept("warning: " + file.path() + ": counted already in a summary, but for the "
                                + (file.length() - bytes) + " bytes written since, which are left out");
                    } else if (bytes == null && known.add(file.id())) {
                        captures.add(file);
                    }
                }
                case EMPTY -> messages.accept("warning: " + file.path() + ": empty file, passed over");
                case USELESS -> passOver(file.path() + ": " + file.problem());
                case SUMMARY -> {}
            }
        }
        captures.sort(Comparator.comparing(InputFile::path));
        return captures;
    }

    /** The first pass. What stands behind a damage of a file is left out. */
    private List<SplitFacts> facts(List<Split> splits) {
        Broadcast<SerializableWritable<Configuration>> hadoop = configuration;
        List<SplitFacts> all = spark.parallelize(splits, slices(splits.size()))
                .map(split -> SplitFacts.of(split, hadoop.value().value()))
                .collect();
        List<SplitFacts> good = new ArrayList<>();
        Set<String> torn = new HashSet<>();
        for (SplitFacts facts : all) {
            InputFile file = facts.split().file();
            if (!torn.contains(file.path())) {
                good.add(facts);
                if (facts.torn()) {
                    torn.add(file.path());
                    messages.accept("warning: " + file.path() + ": torn capture: the last "
                            + (file.length() - facts.completeBytes()) + " bytes are lost");
                }
            }
        }
        return good;
    }

    /** The second pass. */
    private List<SummaryOutput.Block> reduced(List<SplitFacts> facts, Reduction before) {
        Broadcast<SerializableWritable<Configuration>> hadoop = configuration;
        Broadcast<KnownOfAll> known = spark.broadcast(KnownOfAll.of(facts, before, options.endUnits()));
        List<Part.Task> tasks = tasks(facts);
        JavaRDD<Part> parts = spark.parallelize(tasks, slices(tasks.size()))
                .mapPartitions(
                        of -> List.of(Part.of(of, known.value(), hadoop.value().value()))
                                .iterator())
                .persist(StorageLevel.MEMORY_AND_DISK());
        JavaRDD<List<SummaryOutput.Block>> joined = parts.flatMap(
                        part -> part.cut().iterator())
                .groupBy(CutRecord::unit, slices(tasks.size()))
                .values()
                .mapPartitions(
                        units -> List.of(Part.joined(units, known.value())).iterator());
        List<SummaryOutput.Block> all = parts.map(Part::blocks).union(joined).treeReduce(Part::merged);
        parts.unpersist();
        return all;
    }

    private static List<Part.Task> tasks(List<SplitFacts> facts) {
        Map<String, Reduction.Builder> byFile = new TreeMap<>();
        facts.forEach(split -> byFile.computeIfAbsent(split.split().file().path(), path -> Reduction.withoutCaches())
                .addBlocks(split.names()));
        Map<String, List<SummaryOutput.Block>> names = new TreeMap<>();
        byFile.forEach((path, builder) -> names.put(path, builder.build().blocks()));
        return facts.stream()
                .map(split -> new Part.Task(
                        split.split(), names.getOrDefault(split.split().file().path(), List.of())))
                .toList();
    }
}
