#!/usr/bin/env bash
# Runs every test against real servers. On Debian and Ubuntu it installs those that are missing; elsewhere it says what to do.
#   PHILAE_TEST_REDIS_URL, PHILAE_TEST_POSTGRESQL_URL, PHILAE_TEST_MYSQL_URL, PHILAE_TEST_DOCKER_HOST (all four): use servers
#   of your own, and leave out, with a word about it, the tests that start and stop one themselves. Further arguments go to
#   'dotnet test'.
#   PHILAE_TEST_MONGODB_URL, PHILAE_TEST_NSQ_URL, PHILAE_TEST_ELASTICSEARCH_URL: use a server of yours where the tests use a fake.
#   PHILAE_TEST_FULL=1: also the tests against a real Keystone, which is 170 packages; they are skipped otherwise.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

has() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$1" >/dev/null 2>&1; }
has_postgresql() { has initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

if ! has dotnet; then
  echo "test/run.sh: install the .NET SDK 10 first (https://dot.net)." >&2
  exit 1
fi

packages=()
has redis-server || packages+=(redis-server)
has redis-cli || packages+=(redis-tools)
has_postgresql || packages+=(postgresql)
has mariadbd || packages+=(mariadb-server-core)
has mariadb || packages+=(mariadb-client-core)
has etcd || packages+=(etcd-server)
has podman || packages+=(podman)
has openssl || packages+=(openssl)
if [ "${PHILAE_TEST_FULL:-}" = 1 ]; then
  has keystone-manage || packages+=(python3-keystone)
  has waitress-serve || packages+=(python3-waitress)
fi

filter=()
if [ -n "${PHILAE_TEST_REDIS_URL:-}" ] && [ -n "${PHILAE_TEST_POSTGRESQL_URL:-}" ] && [ -n "${PHILAE_TEST_MYSQL_URL:-}" ] \
  && [ -n "${PHILAE_TEST_DOCKER_HOST:-}" ]; then
  if [ ${#packages[@]} -gt 0 ]; then
    echo "test/run.sh: using your servers; left out are the tests that start and stop their own (missing: ${packages[*]})." >&2
    filter=(--filter-not-trait "Servers=Own")
  fi
elif [ ${#packages[@]} -gt 0 ]; then
  sudo=()
  if [ "$(id -u)" -ne 0 ]; then sudo=(sudo); fi
  if ! has apt-get || { [ ${#sudo[@]} -gt 0 ] && ! has sudo; }; then
    echo "test/run.sh: install ${packages[*]} (redis-server, PostgreSQL, MariaDB, podman), or set PHILAE_TEST_REDIS_URL, PHILAE_TEST_POSTGRESQL_URL, PHILAE_TEST_MYSQL_URL and PHILAE_TEST_DOCKER_HOST to servers of your own." >&2
    exit 1
  fi
  echo "test/run.sh: installing ${packages[*]}"
  # The tests start servers of their own: the package's cluster is not wanted.
  if [[ " ${packages[*]} " == *" postgresql "* ]]; then
    "${sudo[@]}" mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' | "${sudo[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

exec dotnet test --configuration Release "$@" ${filter[@]+"${filter[@]}"}
