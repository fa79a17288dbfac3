# Functions that gen and tools/test.sh share, to be sourced by a shell in which $home is the clone's directory.

log=$home/target/build.log

# Makes a second build wait for the first one, where the system has flock.
lock() {
    mkdir -p "$home/target" 2> /dev/null && [ -w "$home/target" ] || {
        echo "gen: cannot build in $home: there is no permission to write to $home/target" >&2
        exit 1
    }
    exec 9> "$home/target/build.lock"
    ! command -v flock > /dev/null || flock 9
}

unlock() {
    exec 9>&-
}

# Calls Maven. Prints one line per module, and its tests' count; everything goes to the log, which a failure names.
maven() {
    command -v mvn > /dev/null || {
        echo "gen: there is no mvn: install Maven 3.8 or newer to build Gen4J" >&2
        exit 1
    }
    failed=$home/target/build.failed
    rm -f "$failed"
    { (cd "$home" && mvn --batch-mode "$@" 9>&-) || : > "$failed"; } 2>&1 | tee "$log" | while IFS= read -r line; do
        case $line in
            *'] Building Gen4J'*' ['*/*']'*)
                module=${line#*Building }
                count=${line##*[}
                echo "gen: [${count%%]*}] ${module%% [0-9]*}"
                ;;
            *'Tests run: '*' -- in '*) ;;
            *'] Tests run: '*) echo "gen:   ${line#*] }" ;;
        esac
    done >&2
    if [ -f "$failed" ]; then
        rm -f "$failed"
        sed -n '/-> \[Help 1\]/q; s/^\[ERROR\] *//p' "$log" | grep . | head -n 20 >&2 || :
        echo "gen: the build failed: see $log" >&2
        exit 1
    fi
}
