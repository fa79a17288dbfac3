#!/bin/bash
# What the sum of gradients between two executors costs: all-reduce.sh CLASS_PATH [GIGABITS DELAY_MS]
#
# CLASS_PATH is that of gen-spark's tests. Without a network, both processes use the loopback. With one, they run in two network
# namespaces with a virtual cable of that speed and delay each way (needs root, ip and tc). A delay of 0 works without the kernel's
# module netem.
set -euo pipefail
class_path=$1
port=${PORT:-45678}
run() { java -Xmx1g -cp "$class_path" io.gen4j.spark.internal.AllReduceCost "$@"; }
if [ $# -eq 1 ]; then
    run 1 127.0.0.1 "$port" > /dev/null &
    run 0 127.0.0.1 "$port"
    wait
    exit
fi
a=gen4j-a-$$
b=gen4j-b-$$
trap 'ip netns del "$a"; ip netns del "$b"' EXIT
ip netns add "$a"
ip netns add "$b"
ip link add veth-a-$$ netns "$a" type veth peer name veth-b-$$ netns "$b"
for end in "$a veth-a-$$ 10.77.0.1" "$b veth-b-$$ 10.77.0.2"; do
    set -- $end "${@: -2}"
    ip -n "$1" link set lo up
    ip -n "$1" addr add "$3/24" dev "$2"
    ip -n "$1" link set "$2" up
    if [ "$5" = 0 ]; then
        tc -n "$1" qdisc add dev "$2" root tbf rate "$4gbit" burst 256kb latency 400ms
    else
        tc -n "$1" qdisc add dev "$2" root netem delay "$5ms" rate "$4gbit" limit 100000
    fi
done
in_namespace() {
    local namespace=$1
    shift
    ip netns exec "$namespace" java -Xmx1g -cp "$class_path" io.gen4j.spark.internal.AllReduceCost "$@"
}
in_namespace "$b" 1 10.77.0.1 "$port" > /dev/null &
in_namespace "$a" 0 10.77.0.1 "$port"
wait
