#!/bin/sh
# A Spark cluster of this machine, from Spark's own jars: a standalone master and workers as processes of their own.
#
#     tools/spark-cluster.sh home DIR              makes DIR a SPARK_HOME, with links to the jars in Maven's repository
#     tools/spark-cluster.sh start DIR [WORKERS]   starts the cluster, by default with two workers of one core
#     tools/spark-cluster.sh worker DIR N          starts worker N again
#     tools/spark-cluster.sh stop DIR              stops all of it
#
# Logs and process numbers lie in DIR/run. The master's address is in DIR/run/master. Ports are free ones, or from PORT on.
set -eu
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
verb=${1-}
[ $# -ge 2 ] || {
    sed -n '4,7s/^# *//p' "$0" >&2
    exit 2
}
mkdir -p "$2"
home=$(CDPATH= cd -- "$2" && pwd -P)
run=$home/run
port=${PORT:-0}
memory=${WORKER_MEMORY:-3g}

# What Spark's scripts set for Java 17.
opens=
for package in java.base/java.lang java.base/java.lang.invoke java.base/java.lang.reflect java.base/java.io java.base/java.net \
    java.base/java.nio java.base/java.util java.base/java.util.concurrent java.base/java.util.concurrent.atomic \
    java.base/sun.nio.ch java.base/sun.nio.cs java.base/sun.security.action java.base/sun.util.calendar \
    java.security.jgss/sun.security.krb5; do
    opens="$opens --add-opens=$package=ALL-UNNAMED"
done
opens="$opens -Djdk.reflect.useDirectMethodHandle=false"

make_home() {
    rm -rf "$home/jars"
    mkdir -p "$home/jars" "$home/bin" "$home/conf" "$run"
    list=$(mktemp)
    mvn --batch-mode --quiet -f "$root/tools/spark/pom.xml" ${SPARK_VERSION:+"-Dspark.version=$SPARK_VERSION"} \
        dependency:build-classpath "-Dmdep.outputFile=$list"
    tr ':' '\n' < "$list" | while IFS= read -r jar; do
        ln -sf "$jar" "$home/jars/"
    done
    rm -f "$list"
    cat > "$home/bin/spark-submit" << EOF
#!/bin/sh
# As Spark's own script: the launcher's command, without the search for Java.
SPARK_HOME=\$(CDPATH= cd -- "\$(dirname -- "\$0")/.." && pwd -P)
export SPARK_HOME SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=\${SPARK_LOCAL_IP:-127.0.0.1}
exec java -Xmx1g \${SPARK_SUBMIT_OPTS-} $opens -cp "\$SPARK_HOME/conf:\$SPARK_HOME/jars/*" org.apache.spark.deploy.SparkSubmit "\$@"
EOF
    chmod +x "$home/bin/spark-submit"
    cat > "$home/conf/spark-defaults.conf" << EOF
spark.log.level          WARN
spark.ui.enabled         false
spark.executor.memory    1g
spark.executor.cores     1
EOF
    cp "$root/tools/spark/log4j2.properties" "$home/conf/"
}

# start NAME CLASS ARGUMENT…: a process of Spark's in the background.
spawn() {
    name=$1
    shift
    SPARK_HOME=$home SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1 SPARK_NO_DAEMONIZE=1 \
        nohup java -Xmx512m -XX:+UseSerialGC $opens -cp "$home/conf:$home/jars/*" "$@" > "$run/$name.log" 2>&1 &
    echo $! > "$run/$name.pid"
}

# await FILE PATTERN: the first match in a log.
await() {
    i=0
    until grep -o "$2" "$1" 2> /dev/null | head -n 1 | grep .; do
        i=$((i + 1))
        [ $i -lt 600 ] || {
            echo "$1 does not say $2" >&2
            exit 1
        }
        sleep 0.2
    done
}

start_worker() {
    rm -f "$run/worker-$1.log"
    spawn "worker-$1" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory "$memory" --webui-port 0 \
        --work-dir "$run/work-$1" "$(cat "$run/master")"
    await "$run/worker-$1.log" 'Successfully registered with master' > /dev/null
}

case $verb in
    home) make_home ;;
    start)
        [ -d "$home/jars" ] || make_home
        mkdir -p "$run"
        rm -f "$run/master.log"
        spawn master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port 0
        await "$run/master.log" 'spark://127.0.0.1:[0-9]*' > "$run/master"
        for worker in $(seq 1 "${3:-2}"); do
            start_worker "$worker"
        done
        echo "SPARK_HOME=$home"
        echo "MASTER=$(cat "$run/master")"
        ;;
    worker) start_worker "$3" ;;
    stop)
        for file in "$run"/*.pid; do
            [ -e "$file" ] || continue
            kill "$(cat "$file")" 2> /dev/null || :
            rm -f "$file"
        done
        ;;
    *)
        echo "there is no verb $verb: home, start, worker or stop" >&2
        exit 2
        ;;
esac
