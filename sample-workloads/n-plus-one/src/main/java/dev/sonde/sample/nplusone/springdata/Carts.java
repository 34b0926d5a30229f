package dev.sonde.sample.nplusone.springdata;

import dev.sonde.sample.nplusone.scenario.Service;
import dev.sonde.sample.nplusone.springdata.Aggregates.Booking;
import dev.sonde.sample.nplusone.springdata.Aggregates.CartItem;
import dev.sonde.sample.nplusone.springdata.Aggregates.Product;
import dev.sonde.sample.nplusone.springdata.Aggregates.Visit;
import dev.sonde.sample.nplusone.springdata.Repositories.Bookings;
import dev.sonde.sample.nplusone.springdata.Repositories.CartItems;
import dev.sonde.sample.nplusone.springdata.Repositories.Products;
import dev.sonde.sample.nplusone.springdata.Repositories.Visits;
import java.math.BigDecimal;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.LongStream;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;

/** What happens to carts, and what is written down about their owners. */
final class Carts {
    private static final int PAGE = 3;

    private Carts() {}

    static String itemsWithProduct(Service service, int n) {
        Products products = Repositories.get(service, Products.class);
        StringJoiner page = new StringJoiner("\n");
        for (CartItem item : items(service, n)) {
            page.add(item.quantity() + " × "
                    + products.findById(item.productId()).orElseThrow().name());
        }
        return page.toString();
    }

    static String productsById(Service service, int n) {
        Products products = Repositories.get(service, Products.class);
        List<Long> ids = items(service, n).stream().map(CartItem::productId).toList();
        StringJoiner page = new StringJoiner("\n");
        for (Long id : ids) {
            page.add(products.findById(id).orElseThrow().name());
        }
        return page.toString();
    }

    static void doubleQuantities(Service service, int n) {
        CartItems items = Repositories.get(service, CartItems.class);
        Repositories.transaction(service).executeWithoutResult(transaction -> {
            for (CartItem item : items(service, n)) {
                items.save(new CartItem(item.id(), item.cartId(), item.productId(), item.quantity() * 2));
            }
        });
    }

    static void empty(Service service, int n) {
        CartItems items = Repositories.get(service, CartItems.class);
        Repositories.transaction(service).executeWithoutResult(transaction -> {
            for (CartItem item : items(service, n)) {
                items.deleteById(item.id());
            }
        });
    }

    private static List<CartItem> items(Service service, int n) {
        return Repositories.get(service, CartItems.class).findByCartIdOrderById(Service.ownerOf(n));
    }

    static void visits(Service service, int n) {
        Visits visits = Repositories.get(service, Visits.class);
        Repositories.transaction(service).executeWithoutResult(transaction -> {
            for (long i = 1; i <= n; i++) {
                visits.save(new Visit(i, "/page/" + i));
            }
        });
    }

    static void visitsInBatch(Service service, int n) {
        Repositories.get(service, Visits.class)
                .saveAll(LongStream.rangeClosed(1, n)
                        .mapToObj(i -> new Visit(i, "/page/" + i))
                        .toList());
    }

    static void bookings(Service service, int n) {
        Bookings bookings = Repositories.get(service, Bookings.class);
        Repositories.transaction(service).executeWithoutResult(transaction -> {
            for (int i = 0; i < n; i++) {
                bookings.save(new Booking(null, "account " + i, BigDecimal.ONE));
            }
        });
    }

    static int pagesByOffset(Service service, int n) {
        Products products = Repositories.get(service, Products.class);
        int seen = 0;
        for (int page = 0; page < n; page++) {
            seen += products.findAllBy(PageRequest.of(page, PAGE, Sort.by("id")))
                    .size();
        }
        return seen;
    }

    static int pagesByKey(Service service, int n) {
        Products products = Repositories.get(service, Products.class);
        long after = 0;
        int seen = 0;
        for (int page = 0; page < n; page++) {
            List<Product> rows = products.findByIdGreaterThanOrderById(after, Limit.of(PAGE));
            after = rows.get(rows.size() - 1).id();
            seen += rows.size();
        }
        return seen;
    }
}
