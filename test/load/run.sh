#!/usr/bin/env bash
# Measures the endpoint under load beside its peers, prints one table, and ends with 1 where a target is missed (docs/performance.md).
#   --short: only counts (allocations, runs), which a busy machine does not change. --only <part of a row's name>, --list,
#   --seconds <3> of each drive, --rounds <5>.
# On Debian and Ubuntu it installs what is missing. Nothing else should run on the machine meanwhile.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

source test/install.sh
need_dotnet test/load/run.sh

need wrk wrk
need redis-server redis-server
need redis-cli redis-tools
has_postgresql || packages+=(postgresql)
need mariadbd mariadb-server-core
need mariadb mariadb-client-core
if [[ " $* " != *" --short "* ]]; then
  # For Native AOT.
  need clang clang
  [ -e /usr/include/zlib.h ] || packages+=(zlib1g-dev)
fi
install_packages test/load/run.sh ""

if ! output=$(dotnet build test/load/LoadTest.csproj --configuration Release --nologo -v quiet 2>&1); then
  echo "$output" >&2
  exit 1
fi
exec test/load/bin/Release/net10.0/LoadTest "$@"
