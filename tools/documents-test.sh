#!/bin/sh
# Builds what README.md and docs/ show to other projects, as another team would: documents-test.sh REPOSITORY
# The libraries must be installed in the repository. The page on embedding gives the POM. Its program is built with that POM as it is
# shown, and the programs of the other pages with every model in the place of one. Each program runs in a directory of its own.
set -eu
repository=$1
home=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
classpath=org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath
# Digits needs MNIST, and ReadmeIT runs it where that is. Tracked needs a server.
compiled_only='Digits Tracked'

# Prints the first block of a language on a page.
block() {
    awk -v start="^\`\`\`$1\$" '$0 ~ start && !seen { on = 1; seen = 1; next } /^```/ { on = 0 } on' "$2"
}

# Writes each program of a page to a directory, named like its public class.
programs() {
    awk -v out="$2" -v page="$1" '
        /^```java$/ { on = 1; text = ""; next }
        /^```/ && on {
            on = 0
            if (!match(text, /public class [A-Za-z0-9]+/)) { print page ": Java without a public class" > "/dev/stderr"; exit 1 }
            file = out "/" substr(text, RSTART + 13, RLENGTH - 13) ".java"
            printf "%s", text > file
            close(file)
        }
        on { text = text $0 "\n" }' "$1"
}

# Writes a POM around what a page shows of it.
pom() {
    echo '<project xmlns="http://maven.apache.org/POM/4.0.0">'
    echo '<modelVersion>4.0.0</modelVersion><groupId>com.example</groupId><artifactId>shown</artifactId><version>1</version>'
    cat
    echo '</project>'
}

# Compiles a project and writes its class path.
build() {
    mvn --batch-mode --quiet "-Dmaven.repo.local=$repository" -f "$1/pom.xml" compile "$classpath" "-Dmdep.outputFile=$1/cp"
}

# Runs the programs of a project.
run() {
    for source in "$1"/src/main/java/*.java; do
        name=$(basename "$source" .java)
        case " $compiled_only " in *" $name "*) continue ;; esac
        mkdir "$1/$name"
        (cd "$1/$name" && java -Xmx1g -cp "$1/target/classes:$(cat "$1/cp")" "$name" > out.txt 2> err.txt) || {
            cat "$1/$name/out.txt" "$1/$name/err.txt" >&2
            echo "$name of the documents failed" >&2
            exit 1
        }
        echo "$name: built against the installed libraries, and ran"
    done
}

embedding=$scratch/embedding
others=$scratch/others
spark=$scratch/spark
mkdir -p "$embedding/src/main/java" "$others/src/main/java" "$spark"

block xml "$home/docs/embedding.md" | pom > "$embedding/pom.xml"
programs "$home/docs/embedding.md" "$embedding/src/main/java"
build "$embedding"
run "$embedding"

awk '/<artifactId>gen-cgan</ {
        count = split("gen-vae gen-gan gen-cgan gen-dcgan gen-onnx gen-mlflow", modules, " ")
        for (i = 1; i <= count; i++) {
            print "<artifactId>" modules[i] "</artifactId>"
            if (i < count) print "</dependency><dependency><groupId>io.gen4j</groupId>"
        }
        next
    } 1' "$embedding/pom.xml" > "$others/pom.xml"
for page in "$home"/README.md "$home"/docs/*.md; do
    [ "$page" = "$home/docs/embedding.md" ] || programs "$page" "$others/src/main/java"
done
build "$others"
run "$others"

{ echo "<dependencies>"; block xml "$home/docs/spark.md"; echo "</dependencies>"; } | pom > "$spark/pom.xml"
mvn --batch-mode --quiet "-Dmaven.repo.local=$repository" -f "$spark/pom.xml" "$classpath" "-Dmdep.outputFile=$spark/cp"
grep -q gen-spark "$spark/cp"
echo "the dependency on the page of Spark: found among the installed libraries"
