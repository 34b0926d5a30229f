package dev.sonde.sample.nplusone.mybatis;

import java.util.List;
import org.apache.ibatis.annotations.Many;
import org.apache.ibatis.annotations.One;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Result;
import org.apache.ibatis.annotations.Results;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.mapping.FetchType;
import org.jspecify.annotations.Nullable;

/** Orders, their lines, and who placed them. */
interface OrderMapper {

    /** An order; MyBatis fills it by its setters, and its lines when they are asked for. */
    class Order {
        private long id;
        private String status = "";
        private List<Line> lines = List.of();

        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

        public String getStatus() {
            return status;
        }

        public void setStatus(String status) {
            this.status = status;
        }

        public List<Line> getLines() {
            return lines;
        }

        public void setLines(List<Line> lines) {
            this.lines = lines;
        }
    }

    /** A line of an order. */
    record Line(Long id, Long orderId, Long productId, Integer quantity) {}

    /** A customer and where he lives. */
    class Customer {
        private long id;
        private String name = "";
        private @Nullable String street;

        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public @Nullable String getStreet() {
            return street;
        }

        public void setStreet(@Nullable String street) {
            this.street = street;
        }
    }

    /** An order with a line of it, as a join gives it. */
    record OrderLine(Long id, String status, Integer quantity) {}

    @Select("select id, status from orders where customer_id = #{customer} order by id")
    List<Order> ofCustomer(long customer);

    @Select("select id, status from orders where customer_id = #{customer} order by id")
    @Results({
        @Result(property = "id", column = "id", id = true),
        @Result(property = "lines", column = "id", many = @Many(select = "lines", fetchType = FetchType.LAZY))
    })
    List<Order> withLines(long customer);

    @Select("select id, status from orders where id = #{id}")
    @Results({
        @Result(property = "id", column = "id", id = true),
        @Result(property = "lines", column = "id", many = @Many(select = "lines", fetchType = FetchType.EAGER))
    })
    Order oneWithLines(long id);

    @Select("select id, order_id, product_id, quantity from order_line where order_id = #{order}")
    List<Line> lines(long order);

    @Select("""
            <script>
            select id, order_id, product_id, quantity from order_line where order_id in
            <foreach item="order" collection="orders" open="(" separator="," close=")">#{order}</foreach>
            </script>""")
    List<Line> linesOfAll(@Param("orders") List<Long> orders);

    @Select("select count(*) from order_line where order_id = #{order}")
    int countLines(long order);

    @Select("select exists (select 1 from order_line where order_id = #{order})")
    boolean hasLines(long order);

    @Select("""
            select id, order_id, product_id, quantity from order_line
            where order_id = #{order} order by id desc limit 1""")
    Line lastLine(long order);

    @Select("""
            select o.id, o.status, l.quantity from orders o join order_line l on l.order_id = o.id
            where o.customer_id = #{customer} order by o.id""")
    List<OrderLine> joined(long customer);

    @Select("select id, name from customer where region_id = #{region} order by id")
    @Results({
        @Result(property = "id", column = "id", id = true),
        @Result(property = "street", column = "id", one = @One(select = "street", fetchType = FetchType.EAGER))
    })
    List<Customer> customersWithStreet(long region);

    @Select("select street from address where customer_id = #{customer}")
    String street(long customer);
}
