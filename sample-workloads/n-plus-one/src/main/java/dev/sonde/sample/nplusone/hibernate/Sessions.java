package dev.sonde.sample.nplusone.hibernate;

import dev.sonde.sample.nplusone.scenario.Service;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** The service's session factory: no batching and no batch fetching unless a program asks for it. */
final class Sessions {

    private Sessions() {}

    static SessionFactory factory(Service service) {
        return service.part(SessionFactory.class, pool -> {
            Configuration configuration = new Configuration();
            for (Class<?> holder : new Class<?>[] {Shop.class, Magazine.class, Desk.class}) {
                for (Class<?> entity : holder.getDeclaredClasses()) {
                    if (!entity.isInterface()) {
                        configuration.addAnnotatedClass(entity);
                    }
                }
            }
            configuration.getProperties().put("hibernate.connection.datasource", pool);
            return configuration.buildSessionFactory();
        });
    }

    /** A session without a transaction. */
    static Session open(Service service) {
        return factory(service).openSession();
    }
}
