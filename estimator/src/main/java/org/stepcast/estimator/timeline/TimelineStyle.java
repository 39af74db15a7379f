package org.stepcast.estimator.timeline;

/** The colours of timelines, for light and dark grounds. */
public final class TimelineStyle {

    /** One rule for each kind of span; takes the colours from variables. */
    public static final String SPANS = """
            .timeline text { font: 11px system-ui, sans-serif; text-anchor: middle; fill: var(--ink); }
            .timeline text.end { text-anchor: end; }
            .timeline text.start { text-anchor: start; }
            .timeline text.axis { fill: var(--muted); }
            .timeline text.on { fill: var(--on); pointer-events: none; }
            .timeline rect, .timeline path { shape-rendering: geometricPrecision; }
            .timeline rect.pass { stroke: var(--ground); stroke-width: .5; }
            .timeline .ground { fill: var(--ground); }
            .timeline .idle { fill: var(--idle); }
            .timeline .tick { stroke: var(--ink); stroke-opacity: .12; fill: none; }
            .timeline .forward { fill: var(--forward); }
            .timeline .backward, .timeline .input-gradient { fill: var(--backward); }
            .timeline .weight-gradient { fill: var(--weight); }
            .timeline .recompute { fill: var(--recompute); }
            .timeline .collective { fill: var(--tensor); }
            .timeline .send { fill: var(--send); }
            .timeline .data-parallel { fill: var(--data); }
            .timeline .optimizer { fill: var(--optimizer); }
            .timeline rect.chunk1 { fill-opacity: .72; }
            .timeline rect.chunk2 { fill-opacity: .52; }
            .timeline rect.chunk3 { fill-opacity: .36; }
            .timeline text.chunk1, .timeline text.chunk2, .timeline text.chunk3 { fill: var(--ink); }
            """;

    private static final String LIGHT = """
            --ground: #ffffff; --ink: #1c2430; --muted: #5d6878; --idle: #eef1f5; --on: #ffffff;
            --forward: #3a78c2; --backward: #1f8a70; --weight: #74a832; --recompute: #d08a1d;
            --tensor: #8058b8; --send: #7c8798; --data: #c2476b; --optimizer: #96603a;
            """;

    private static final String DARK = """
            --ground: #12161c; --ink: #e6eaf0; --muted: #98a3b3; --idle: #20262f; --on: #0c1015;
            --forward: #6ba6ea; --backward: #47bf9f; --weight: #a3d15c; --recompute: #e8b04f;
            --tensor: #b08fe6; --send: #96a1b2; --data: #ec7f9f; --optimizer: #cf9a70;
            """;

    /** The variables, for a page. */
    public static final String PAGE = variables(":root");

    /** The variables, for a picture on its own. */
    static final String FILE = variables(".timeline");

    private TimelineStyle() {}

    private static String variables(String element) {
        return element + " {\n" + LIGHT + "}\n@media (prefers-color-scheme: dark) { " + element + " {\n" + DARK
                + "} }\n";
    }
}
