#!/usr/bin/env bash
# Fuzzes what reads text of anyone's: reports, texts, Philae-Via, the targets of every probe. SharpFuzz instruments our assemblies; inputs
# on which a reader goes a new way are kept and changed further. Prints a table and exits 1 where something else than the
# documented exception is thrown, a message holds the secret, a promise is broken, or an input takes 10 seconds.
#   test/fuzz.sh [inputs a reader, by default a million: more than 10 million in all] [reader]
# What is found is in artifacts/fuzz/crashes, and becomes a test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source test/install.sh
need_dotnet test/fuzz.sh
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

rm -rf artifacts/fuzz/program
dotnet tool restore >/dev/null
dotnet publish test/fuzz/Fuzz.csproj --configuration Release --nologo -v quiet --output artifacts/fuzz/program
for assembly in artifacts/fuzz/program/Philae.HealthChecks*.dll; do
  case "$assembly" in */Philae.HealthChecks.Fuzz.dll) continue ;; esac
  dotnet sharpfuzz "$assembly"
done
exec dotnet artifacts/fuzz/program/Philae.HealthChecks.Fuzz.dll "${1:-1000000}" artifacts/fuzz/crashes ${2+"$2"}
