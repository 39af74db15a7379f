package org.stepcast.estimator.recipe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options of a shell script or a file of arguments, wherever in it they stand. Variables that the file itself sets are
 * put in; comments do not count.
 */
final class ShellArguments {

    private static final Pattern COMMENT = Pattern.compile("(?m)(^|\\s)#.*$");
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?m)^\\s*(?:export\\s+)?([A-Za-z_]\\w*)=([^\\s(;]+|\"[^\"]*\")\\s*$");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_]\\w*)(?::-([^}]*))?}?");
    private static final Pattern TOKEN = Pattern.compile("\"([^\"]*)\"|'([^']*)'|[^\\s()\"']+");
    private static final int NESTING = 8;

    /** Options of torchrun, srun and the like, in either spelling. */
    private static final Set<String> LAUNCHER = Set.of(
            "--nproc-per-node",
            "--nnodes",
            "--node-rank",
            "--master-addr",
            "--master-port",
            "--rdzv-backend",
            "--rdzv-endpoint",
            "--rdzv-id",
            "--max-restarts",
            "--standalone",
            "--tee",
            "--log-dir",
            "--ntasks",
            "--ntasks-per-node",
            "--nodes",
            "--gres",
            "--gpus-per-node",
            "--job-name",
            "--output",
            "--exclusive",
            "--container-image",
            "--container-mounts",
            "--kill-on-bad-exit",
            "--cpus-per-task",
            "--time",
            "--label",
            "--local-ranks-filter");

    private final Map<String, String> options = new LinkedHashMap<>();
    private final Map<String, String> launcher = new LinkedHashMap<>();

    private ShellArguments() {}

    static ShellArguments of(String text) {
        String plain = COMMENT.matcher(text).replaceAll("$1").replace("\\\n", " ");
        Map<String, String> variables = new LinkedHashMap<>();
        for (Matcher found = ASSIGNMENT.matcher(plain); found.find(); ) {
            String itself = "${" + found.group(1) + ":-";
            String value = found.group(2).replace("\"", "");
            variables.put(
                    found.group(1),
                    value.startsWith(itself) ? value.substring(itself.length(), value.length() - 1) : value);
        }
        ShellArguments arguments = new ShellArguments();
        plain.lines().forEach(line -> arguments.collect(line, variables));
        return arguments;
    }

    /** Name to value; values of one option are joined by spaces, and a flag has none. */
    Map<String, String> options() {
        return options;
    }

    /** Options of the launcher, with hyphens in their names. */
    Map<String, String> launcher() {
        return launcher;
    }

    /** A value stands in the line of its option. */
    private void collect(String text, Map<String, String> variables) {
        String current = "";
        for (Matcher tokens = TOKEN.matcher(text); tokens.find(); ) {
            String token = substitute(unquoted(tokens), variables);
            if (token.startsWith("--") && token.length() > 2) {
                int equals = token.indexOf('=');
                current = equals < 0 ? token : token.substring(0, equals);
                put(current, equals < 0 ? "" : token.substring(equals + 1));
            } else if (isBare(tokens) && (token.startsWith("-") || token.matches(".*(=|[;&|]|\\.py$).*"))) {
                current = "";
            } else if (!current.isEmpty()) {
                put(current, token);
            }
        }
    }

    private void put(String name, String value) {
        String hyphened = name.replace('_', '-');
        Map<String, String> home = LAUNCHER.contains(hyphened) ? launcher : options;
        home.merge(
                LAUNCHER.contains(hyphened) ? hyphened : name, value, (before, more) -> (before + " " + more).strip());
    }

    private static boolean isBare(Matcher token) {
        return token.group(1) == null && token.group(2) == null;
    }

    private static String unquoted(Matcher token) {
        if (token.group(1) != null) {
            return token.group(1);
        }
        return token.group(2) != null ? token.group(2) : token.group();
    }

    private static String substitute(String token, Map<String, String> variables) {
        String text = token;
        for (int round = 0; round < NESTING && text.contains("$"); round++) {
            text = VARIABLE.matcher(text)
                    .replaceAll(found -> Matcher.quoteReplacement(variables.getOrDefault(
                            found.group(1), found.group(2) == null ? "@" + found.group(1) : found.group(2))));
        }
        return text;
    }
}
