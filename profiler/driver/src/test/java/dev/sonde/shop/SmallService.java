package dev.sonde.shop;

import dev.sonde.profiler.UnitOfWork;
import dev.sonde.profiler.session.CaptureSessions;
import java.nio.file.Path;
import java.sql.Connection;

/** A service in a Java of few modules. */
final class SmallService {

    private SmallService() {}

    public static void main(String[] arguments) throws Exception {
        if (ModuleLayer.boot().findModule("java.management").isPresent()) {
            throw new IllegalStateException("java.management is there");
        }
        try (StubDatabase database = new StubDatabase();
                Connection connection = Captured.connect(database, Path.of(arguments[0]));
                UnitOfWork unit = UnitOfWork.open("GET /orders")) {
            connection
                    .prepareStatement("select a from b where c = 1")
                    .executeQuery()
                    .close();
            unit.close();
        }
        CaptureSessions.closeAll();
    }
}
