package org.stepcast.sampler.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.stepcast.core.error.BadInputException;
import org.stepcast.sampler.grid.GridPlan;
import org.stepcast.sampler.grid.GridShape;
import org.stepcast.sampler.measure.Measurement;

/** Counts shapes and times them, for Prometheus to scrape at {@code /metrics}. */
public final class AgentMetrics implements AgentListener, AutoCloseable {

    private static final int OK = 200;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Counter done = registry.counter("stepcast.shapes.done");
    private final Counter failed = registry.counter("stepcast.shapes.failed");
    private final DistributionSummary seconds = registry.summary("stepcast.shape.seconds");
    private final HttpServer server;

    private AgentMetrics(HttpServer server) {
        this.server = server;
        server.createContext("/metrics", this::answer);
    }

    /** Serves on {@code port} of this machine, or on a free one for 0. */
    public static AgentMetrics serve(int port) {
        try {
            AgentMetrics metrics = new AgentMetrics(HttpServer.create(new InetSocketAddress(port), 0));
            metrics.server.start();
            return metrics;
        } catch (IOException taken) {
            throw new BadInputException("--metrics-port (" + port + ") cannot be used: " + taken.getMessage() + ".");
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void measured(GridPlan plan, GridShape shape, List<Measurement> passes, double shapeSeconds) {
        done.increment();
        seconds.record(shapeSeconds);
    }

    @Override
    public void failed(GridPlan plan, GridShape shape, String reason) {
        failed.increment();
    }

    @Override
    public void close() {
        server.stop(0);
        registry.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] text = registry.scrape().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(OK, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }
}
