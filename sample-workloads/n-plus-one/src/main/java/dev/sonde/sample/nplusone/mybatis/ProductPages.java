package dev.sonde.sample.nplusone.mybatis;

import dev.sonde.sample.nplusone.mybatis.CartMapper.Product;
import dev.sonde.sample.nplusone.scenario.Service;
import java.util.List;
import org.apache.ibatis.session.SqlSession;

/** What the shop sells, page by page. */
final class ProductPages {
    private static final int SIZE = 3;

    private ProductPages() {}

    static int byOffset(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            CartMapper carts = session.getMapper(CartMapper.class);
            int seen = 0;
            for (int page = 0; page < n; page++) {
                seen += carts.page(SIZE, page * SIZE).size();
            }
            return seen;
        }
    }

    static int byKey(Service service, int n) {
        try (SqlSession session = Sessions.open(service)) {
            CartMapper carts = session.getMapper(CartMapper.class);
            long after = 0;
            int seen = 0;
            for (int page = 0; page < n; page++) {
                List<Product> products = carts.pageAfter(after, SIZE);
                after = products.get(products.size() - 1).id();
                seen += products.size();
            }
            return seen;
        }
    }
}
