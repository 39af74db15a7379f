# Sourced by the scripts of this folder: finds a JDK of at least 25 and Maven of at least 3.8 wherever they are installed.
# Each function prints what it found, or says in one line what is missing and ends the script with status 2.

missing() {
    echo "$1" >&2
    exit 2
}

# The major version that the release file of a JDK names; 0 where there is none.
jdk_major() {
    local release="$1/release" version
    [ -x "$1/bin/java" ] && [ -r "$release" ] || { echo 0; return; }
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release")
    echo "${version:-0}"
}

# The home of the java on the PATH, links resolved.
java_home_of_path() {
    local java
    java=$(command -v java) || return 0
    while [ -L "$java" ]; do
        local target
        target=$(readlink "$java")
        case $target in /*) java=$target ;; *) java=$(dirname "$java")/$target ;; esac
    done
    (cd "$(dirname "$java")/.." && pwd -P)
}

# JAVA_HOME, then the PATH, then the folders in which Maven's toolchain discovery looks.
find_jdk() {
    local home
    for home in "${JAVA_HOME:-}" "$(java_home_of_path)" \
        /usr/lib/jvm/* /usr/java/* /usr/jdk/* /opt/java/* /opt/*jdk* \
        "$HOME"/.jdks/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.m2/jdks/* "$HOME"/.gradle/jdks/* \
        "$HOME"/.asdf/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ "$(jdk_major "$home")" -ge 25 ]; then
            echo "$home"
            return
        fi
    done
    missing "Stepcast needs JDK 25 or newer: install one, or point JAVA_HOME at it."
}

find_maven() {
    local maven version
    maven=$(command -v mvn) || missing "Stepcast needs Maven 3.8 or newer: install it and put mvn on the PATH."
    version=$("$maven" -B -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\.[0-9]*\).*/\1/p')
    case $version in
        '' | 1.* | 2.* | 3.[0-7]) missing "Stepcast needs Maven 3.8 or newer; $maven is ${version:-of unknown version}." ;;
    esac
    echo "$maven"
}

# Maven runs on its usual Java, or on the found JDK where there is no other; its toolchain finds the JDK by JAVA25_HOME.
run_maven() {
    local jdk maven
    jdk=$(find_jdk) || exit 2
    [ -x "$jdk/bin/javac" ] || missing "Stepcast needs a JDK to build; $jdk has no compiler."
    export JAVA25_HOME="$jdk"
    if [ -z "$(java_home_of_path)" ] && [ -z "${JAVA_HOME:-}" ]; then
        export JAVA_HOME="$jdk"
    fi
    maven=$(find_maven) || exit 2
    "$maven" "$@"
}
