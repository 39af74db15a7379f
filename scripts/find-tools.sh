# Sourced by the scripts of this folder: finds a JDK of at least 25 and Maven of at least 3.8 wherever they are installed.
# What is missing is said in one line, and ends the script with status 2. Builtins do the work: each command counts in the
# time that a prediction takes.

missing() {
    echo "$1" >&2
    exit 2
}

is_jdk_25() {
    local line
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line; do
        case $line in
            JAVA_VERSION=*)
                line=${line#*\"}
                line=${line%%[!0-9]*}
                [ "${line:-0}" -ge 25 ]
                return
                ;;
        esac
    done <"$1/release"
    return 1
}

# Sets jdk: from JAVA_HOME, the PATH, then the folders in which Maven's toolchain discovery looks.
find_jdk() {
    local on_path=
    on_path=$(command -v java) && on_path=$(readlink -f "$on_path") || on_path=
    for jdk in "${JAVA_HOME:-}" "${on_path%/bin/java}" \
        /usr/lib/jvm/* /usr/java/* /usr/jdk/* /opt/java/* /opt/*jdk* \
        "$HOME"/.jdks/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.m2/jdks/* "$HOME"/.gradle/jdks/* \
        "$HOME"/.asdf/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if is_jdk_25 "$jdk"; then return; fi
    done
    missing "Stepcast needs JDK 25 or newer: install one, or point JAVA_HOME at it."
}

# Sets maven and jdk. Maven runs on its usual Java, or on the found JDK where there is no other; its toolchain finds the JDK
# by JAVA25_HOME.
find_build_tools() {
    local version
    find_jdk
    [ -x "$jdk/bin/javac" ] || missing "Stepcast needs a JDK to build; $jdk has no compiler."
    export JAVA25_HOME="$jdk"
    if [ -z "${JAVA_HOME:-}" ] && ! command -v java >/dev/null; then
        export JAVA_HOME="$jdk"
    fi
    maven=$(command -v mvn) || missing "Stepcast needs Maven 3.8 or newer: install it and put mvn on the PATH."
    version=$("$maven" -B -v 2>&1 | sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p') || true
    case $version in
        '' | 1.* | 2.* | 3.[0-7]) missing "Stepcast needs Maven 3.8 or newer; $maven is ${version:-of unknown version}." ;;
    esac
}

# Builds module $2 where its jar $1 is older than its sources or the core's; though several start at the same time, once.
build_if_changed() {
    is_current "$1" "$2" && return
    mkdir -p "$home/target"
    exec 9>"$home/target/build.lock"
    if command -v flock >/dev/null; then flock 9; fi
    is_current "$1" "$2" || build_module "$1" "$2"
    exec 9>&-
}

is_current() {
    [ -f "$1" ] && [ -z "$(find "$home"/pom.xml "$home"/{core,"$2"}/{pom.xml,src/main} -newer "$1" -print -quit)" ]
}

build_module() {
    local output
    find_build_tools
    echo "Building Stepcast (first use or changed sources) ..." >&2
    if ! output=$(cd "$home" && "$maven" -q -B -Dmaven.test.skip=true -pl "$2" -am package 2>&1); then
        echo "$output" >&2
        exit 1
    fi
    touch "$1" # Maven leaves an unchanged jar as it is, however old
}
