package dev.sonde.benchmarks.throughput;

/** How many threads of a service read at the same time, and where. */
record Load(int threads, Placement placement) {

    String label() {
        return threads + (threads == 1 ? " client thread" : " client threads, each") + " " + placement.label();
    }
}
