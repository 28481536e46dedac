#!/usr/bin/env bash
# Mutates the core's folders and the endpoint, and prints how many of the mutants the tests of each kill. Exits 1 where that
# is less than 90 %. It takes hours; the reports are in artifacts/mutation. docs/mutation.md says more.
#   test/mutation.sh [Wire|Errors|Engine|Sharing|Scheduling|Configuration|Endpoint]...   all by default
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source test/install.sh
need_dotnet test/mutation.sh
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
dotnet tool restore >/dev/null
output=$PWD/artifacts/mutation
mkdir -p "$output"

# A copy is mutated, so that what is built here stays as it is.
tree=$output/tree
rm -rf "$tree"
mkdir -p "$tree"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents --target-directory="$tree"

# mutate <name> <project> <files> <project with the tests> <files with the tests>
mutate() {
  export MUTATION_FILES=$5
  rm -rf "${output:?}/$1"
  (cd "$tree/test/$4" && dotnet stryker --project "$2.csproj" --mutate "$3" --test-runner mtp --concurrency 1 --configuration Release \
    --skip-version-check --reporter Json --reporter Html --output "$output/$1") >"$output/$1.log" 2>&1 || { tail -20 "$output/$1.log" >&2; return 1; }
}

# Killed and timed out, of all that compile and are not ignored.
score() {
  local report
  report=$(find "$output/$1" -name '*.json' | head -1)
  grep -o '"status": *"[A-Za-z]*"' "$report" | awk -F'"' -v name="$1" '
    { count[$4]++ }
    END {
      killed = count["Killed"] + count["Timeout"]; left = count["Survived"] + count["NoCoverage"]
      printf "%-14s %6d %9d %6.1f %%\n", name, killed, left, killed + left ? 100 * killed / (killed + left) : 0
      exit killed < 0.9 * (killed + left)
    }'
}

folders=("$@")
[ $# -gt 0 ] || folders=(Wire Errors Engine Sharing Scheduling Configuration Endpoint)
status=0
printf '%-14s %6s %9s %8s\n' folder killed survived score
for folder in "${folders[@]}"; do
  case "$folder" in
    Wire) mutate Wire Philae.HealthChecks 'Wire/**/*.cs' Philae.HealthChecks.Tests 'Errors/**/*.cs;Wire/**/*.cs' ;;
    Errors) mutate Errors Philae.HealthChecks 'Errors/**/*.cs' Philae.HealthChecks.Tests 'Errors/**/*.cs;Wire/**/*.cs' ;;
    Engine | Sharing | Scheduling)
      mutate "$folder" Philae.HealthChecks "$folder/**/*.cs" Philae.HealthChecks.Tests '*.cs;Engine/**/*.cs;Sharing/**/*.cs;Scheduling/**/*.cs;Registration/**/*.cs;Telemetry/**/*.cs;LoopDetection/**/*.cs' ;;
    Configuration) mutate Configuration Philae.HealthChecks 'Configuration/**/*.cs' Philae.HealthChecks.Fleet.Tests '*.cs;Configuration/**/*.cs' ;;
    Endpoint) mutate Endpoint Philae.HealthChecks.AspNetCore '**/*.cs' Philae.HealthChecks.AspNetCore.Tests '**/*.cs' ;;
    *) echo "test/mutation.sh: no folder '$folder'." >&2; exit 1 ;;
  esac
  score "$folder" || status=1
done
exit "$status"
