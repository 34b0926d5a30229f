package dev.sonde.sample.nplusone.hibernate;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Any;
import org.hibernate.annotations.AnyDiscriminatorValue;
import org.hibernate.annotations.AnyKeyJavaClass;
import org.hibernate.annotations.BatchSize;
import org.jspecify.annotations.Nullable;

/** Entities of a shop; none of them fetches eagerly, but for the one-to-one that cannot be lazy. */
final class Shop {

    private Shop() {}

    @Entity(name = "Customer")
    @Table(name = "customer")
    static class Customer {
        @Id
        Long id = 0L;

        @Column(name = "region_id")
        Long region = 0L;

        String name = "";

        @OneToMany
        @JoinColumn(name = "customer_id")
        @BatchSize(size = 128)
        List<Order> orders = new ArrayList<>();

        List<Order> getOrders() {
            return orders;
        }
    }

    /** The same customers, as the module sees them that writes letters. */
    @Entity(name = "Recipient")
    @Table(name = "customer")
    static class Recipient {
        @Id
        Long id = 0L;

        @Column(name = "region_id")
        Long region = 0L;

        String name = "";

        @OneToOne(mappedBy = "recipient", fetch = FetchType.LAZY)
        @Nullable
        Address address;
    }

    @Entity(name = "Address")
    @Table(name = "address")
    static class Address {
        @Id
        Long id = 0L;

        @OneToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "customer_id")
        @Nullable
        Recipient recipient;

        String street = "";
    }

    @Entity(name = "Order")
    @Table(name = "orders")
    static class Order {
        @Id
        Long id = 0L;

        @Column(name = "customer_id", insertable = false, updatable = false)
        Long customer = 0L;

        String status = "";

        @OneToMany(mappedBy = "order")
        List<Line> lines = new ArrayList<>();

        List<Line> getLines() {
            return lines;
        }
    }

    @Entity(name = "Line")
    @Table(name = "order_line")
    static class Line {
        @Id
        Long id = 0L;

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "order_id")
        @Nullable
        Order order;

        @ManyToOne(fetch = FetchType.LAZY, optional = false)
        @JoinColumn(name = "product_id")
        Product product = new Product();

        int quantity;

        Product getProduct() {
            return product;
        }
    }

    @Entity(name = "Product")
    @Table(name = "product")
    static class Product {
        @Id
        Long id = 0L;

        String name = "";
        BigDecimal price = BigDecimal.ZERO;
        int stock;

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "supplier_id")
        @Nullable
        Supplier supplier;

        String getName() {
            return name;
        }

        void raise(BigDecimal by) {
            price = price.add(by);
        }

        void count(int pieces) {
            stock = pieces;
        }
    }

    @Entity(name = "Supplier")
    @Table(name = "supplier")
    static class Supplier {
        @Id
        UUID id = new UUID(0, 0);

        String name = "";
    }

    @Entity(name = "Shipment")
    @Table(name = "shipment")
    static class Shipment {
        @Id
        Long id = 0L;

        String destination = "";

        @Any(fetch = FetchType.LAZY)
        @AnyKeyJavaClass(Long.class)
        @AnyDiscriminatorValue(discriminator = "truck", entity = Truck.class)
        @AnyDiscriminatorValue(discriminator = "van", entity = Van.class)
        @AnyDiscriminatorValue(discriminator = "bike", entity = Bike.class)
        @Column(name = "vehicle_type")
        @JoinColumn(name = "vehicle_id")
        @Nullable
        Vehicle vehicle;
    }

    /** What carries a shipment. */
    interface Vehicle {
        String getPlate();
    }

    @Entity(name = "Truck")
    @Table(name = "truck")
    static class Truck implements Vehicle {
        @Id
        Long id = 0L;

        String plate = "";
        int axles;

        @Override
        public String getPlate() {
            return plate;
        }
    }

    @Entity(name = "Van")
    @Table(name = "van")
    static class Van implements Vehicle {
        @Id
        Long id = 0L;

        String plate = "";
        int seats;

        @Override
        public String getPlate() {
            return plate;
        }
    }

    @Entity(name = "Bike")
    @Table(name = "bike")
    static class Bike implements Vehicle {
        @Id
        Long id = 0L;

        String plate = "";
        int gears;

        @Override
        public String getPlate() {
            return plate;
        }
    }

    @Entity(name = "Category")
    @Table(name = "category")
    static class Category {
        @Id
        Long id = 0L;

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "parent_id")
        @Nullable
        Category parent;

        String name = "";

        @Nullable
        Category getParent() {
            return parent;
        }

        String getName() {
            return name;
        }
    }

    @Entity(name = "Setting")
    @Table(name = "setting")
    static class Setting {
        @Id
        String name = "";

        String value = "";
    }

    @Entity(name = "Reading")
    @Table(name = "reading")
    static class Reading {
        @Id
        Long id = 0L;

        @Column(name = "device_id")
        UUID device = new UUID(0, 0);

        double value;
    }
}
