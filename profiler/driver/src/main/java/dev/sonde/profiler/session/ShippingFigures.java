package dev.sonde.profiler.session;

/**
 * What became of a session's finished files; all but {@code waiting} and {@code waitingBytes} are sums since its start.
 *
 * @param target where they go, without secrets; empty if they stay
 * @param waiting finished files that are still here
 * @param failures attempts that failed
 * @param deleted files that were deleted before they were shipped, because the folder was full
 * @param lastFailure why the last attempt failed, without secrets; empty if it did not
 */
public record ShippingFigures(
        String target,
        long shipped,
        long shippedBytes,
        int waiting,
        long waitingBytes,
        long failures,
        long deleted,
        String lastFailure) {

    ShippingFigures plusShipped(long bytes) {
        return new ShippingFigures(
                target, shipped + 1, shippedBytes + bytes, waiting, waitingBytes, failures, deleted, "");
    }

    ShippingFigures plusFailure(String reason) {
        return new ShippingFigures(target, shipped, shippedBytes, waiting, waitingBytes, failures + 1, deleted, reason);
    }

    ShippingFigures plusDeleted(long files) {
        return new ShippingFigures(
                target, shipped, shippedBytes, waiting, waitingBytes, failures, deleted + files, lastFailure);
    }

    ShippingFigures withWaiting(int files, long bytes) {
        return new ShippingFigures(target, shipped, shippedBytes, files, bytes, failures, deleted, lastFailure);
    }
}
