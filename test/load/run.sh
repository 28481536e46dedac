#!/usr/bin/env bash
# Measures the endpoint under load beside its peers, prints one table, and ends with 1 where a target is missed (docs/performance.md).
#   --short: only counts (allocations, runs), which a busy machine does not change. --only <part of a row's name>, --list,
#   --seconds <3> of each drive, --rounds <5>.
# On Debian and Ubuntu it installs what is missing. Nothing else should run on the machine meanwhile.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

has() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$1" >/dev/null 2>&1; }
has_postgresql() { has initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

if ! has dotnet; then
  echo "test/load/run.sh: install the .NET SDK 10 first (https://dot.net)." >&2
  exit 1
fi

packages=()
has wrk || packages+=(wrk)
has redis-server || packages+=(redis-server)
has redis-cli || packages+=(redis-tools)
has_postgresql || packages+=(postgresql)
has mariadbd || packages+=(mariadb-server-core)
has mariadb || packages+=(mariadb-client-core)
if [[ " $* " != *" --short "* ]]; then
  # For Native AOT.
  has clang || packages+=(clang)
  [ -e /usr/include/zlib.h ] || packages+=(zlib1g-dev)
fi

if [ ${#packages[@]} -gt 0 ]; then
  sudo=()
  if [ "$(id -u)" -ne 0 ]; then sudo=(sudo); fi
  if ! has apt-get || { [ ${#sudo[@]} -gt 0 ] && ! has sudo; }; then
    echo "test/load/run.sh: install ${packages[*]}." >&2
    exit 1
  fi
  echo "test/load/run.sh: installing ${packages[*]}" >&2
  # Servers of its own are started: the package's cluster is not wanted.
  if [[ " ${packages[*]} " == *" postgresql "* ]]; then
    "${sudo[@]}" mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' | "${sudo[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

if ! output=$(dotnet build test/load/LoadTest.csproj --configuration Release --nologo -v quiet 2>&1); then
  echo "$output" >&2
  exit 1
fi
exec test/load/bin/Release/net10.0/LoadTest "$@"
