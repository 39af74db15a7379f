package org.stepcast.estimator.report;

/** How pages look; colours come from the variables of the timeline, so that a bar and a span of a kind are alike. */
final class PageStyle {

    static final String CSS = """
            :root { color-scheme: light dark; }
            body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.5 system-ui, sans-serif; }
            main { max-width: 1120px; margin: 0 auto; padding: 24px 20px 48px; }
            h1 { font-size: 24px; margin: 0; }
            h2 { font-size: 13px; font-weight: 600; margin: 0 0 8px; color: var(--muted); }
            p { margin: 0; color: var(--muted); }
            section { margin-top: 28px; }
            .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px; }
            .figures div { background: var(--idle); border-radius: 8px; padding: 12px 14px; }
            .figures h2 { margin: 0; }
            .figures p { font-size: 12px; }
            .figures .value { font-size: 22px; font-weight: 600; color: var(--ink); font-variant-numeric: tabular-nums; }
            .bar { display: flex; height: 28px; border-radius: 6px; overflow: hidden; background: var(--idle); }
            .bar i + i { border-left: 1px solid var(--ground); box-sizing: border-box; }
            .legend { display: flex; flex-wrap: wrap; gap: 4px 22px; list-style: none; padding: 0; margin: 10px 0 0; }
            .legend i { display: inline-block; width: 10px; height: 10px; border-radius: 2px; margin-right: 6px; }
            .legend, table { font-variant-numeric: tabular-nums; }
            i.forward { background: var(--forward); }
            i.backward { background: var(--backward); }
            i.recompute { background: var(--recompute); }
            i.tensor-parallel { background: var(--tensor); }
            i.expert-parallel { background: color-mix(in srgb, var(--tensor) 70%, var(--data)); }
            i.context-parallel { background: color-mix(in srgb, var(--tensor) 60%, var(--forward)); }
            i.pipeline-transfer { background: var(--send); }
            i.pipeline-bubble { background: color-mix(in srgb, var(--send) 45%, var(--ground)); }
            i.data-parallel-exposed { background: var(--data); }
            i.optimizer { background: var(--optimizer); }
            i.other { background: var(--muted); }
            .scroll { overflow-x: auto; }
            .timeline { display: block; width: 100%; }
            #zoom { vertical-align: middle; margin-left: 12px; width: 140px; accent-color: var(--forward); }
            table { border-collapse: collapse; width: 100%; white-space: nowrap; }
            th { text-align: left; font-weight: 600; font-size: 12px; color: var(--muted); }
            th, td { padding: 4px 12px 4px 0; border-bottom: 1px solid var(--idle); }
            th:nth-child(n+4):nth-child(-n+6), td:nth-child(n+4):nth-child(-n+6) { text-align: right; }
            th:nth-child(7), td:nth-child(7) { padding-left: 16px; }
            ul { margin: 0; padding-left: 18px; }
            """;

    private PageStyle() {}
}
