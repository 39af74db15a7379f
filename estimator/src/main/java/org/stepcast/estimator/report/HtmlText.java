package org.stepcast.estimator.report;

/** Text in pages. */
final class HtmlText {

    private HtmlText() {}

    /** {@code raw} with what HTML would take for its own escaped. */
    static String of(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
