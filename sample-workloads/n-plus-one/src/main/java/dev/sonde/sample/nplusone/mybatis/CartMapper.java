package dev.sonde.sample.nplusone.mybatis;

import java.util.List;
import org.apache.ibatis.annotations.Delete;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.SelectKey;
import org.apache.ibatis.annotations.Update;

/** Carts, and what is written down about who visits the shop. */
interface CartMapper {

    /** Something in a cart. */
    record Item(Long id, Long productId, Integer quantity) {}

    /** What the shop sells. */
    record Product(Long id, String name) {}

    /** A call of a page. */
    class Visit {
        private long id;
        private String page = "";

        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

        public String getPage() {
            return page;
        }

        public void setPage(String page) {
            this.page = page;
        }
    }

    /** A booking; the server numbers it. */
    class Booking {
        private long id;
        private String account = "";

        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

        public String getAccount() {
            return account;
        }

        public void setAccount(String account) {
            this.account = account;
        }
    }

    @Select("select id, product_id, quantity from cart_item where cart_id = #{cart} order by id")
    List<Item> items(long cart);

    @Select("select product_id from cart_item where cart_id = #{cart} order by id")
    List<Long> productIds(long cart);

    @Select("select id, name from product where id = #{id}")
    Product product(long id);

    @Select("select id, name from product order by id limit #{limit} offset #{offset}")
    List<Product> page(@Param("limit") int limit, @Param("offset") int offset);

    @Select("select id, name from product where id > #{after} order by id limit #{limit}")
    List<Product> pageAfter(@Param("after") long after, @Param("limit") int limit);

    @Update("update cart_item set quantity = #{quantity} where id = #{id}")
    int setQuantity(@Param("id") long id, @Param("quantity") int quantity);

    @Delete("delete from cart_item where id = #{id}")
    int delete(long id);

    @Insert("insert into visit (id, page) values (#{id}, #{page})")
    int insert(Visit visit);

    @Insert("insert into visit (id, page) values (#{id}, #{page})")
    @SelectKey(statement = "select nextval('visit_id')", keyProperty = "id", before = true, resultType = long.class)
    int insertNumbered(Visit visit);

    @Insert("insert into ledger (account, amount) values (#{account}, 1)")
    @Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
    int book(Booking booking);
}
