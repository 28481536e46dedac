#!/usr/bin/env bash
# A million requests at a service of 12 probes of which some fail, hang and flap. Prints what the service holds meanwhile (descriptors,
# threads, heap, timers), and exits 1 where that is more in the second half than in the first. Takes about a quarter of an hour.
#   test/soak.sh [requests, by default 1000000]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source test/install.sh
need_dotnet test/soak.sh

if ! output=$(dotnet build test/load/LoadTest.csproj --configuration Release --nologo -v quiet 2>&1); then
  echo "$output" >&2
  exit 1
fi
exec test/load/bin/Release/net10.0/LoadTest soak "$@"
