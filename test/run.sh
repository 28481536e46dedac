#!/usr/bin/env bash
# Runs every test against real servers. On Debian and Ubuntu it installs those that are missing; elsewhere it says what to do.
#   PHILAE_TEST_REDIS_URL, PHILAE_TEST_POSTGRESQL_URL, PHILAE_TEST_MYSQL_URL, PHILAE_TEST_DOCKER_HOST (all four): use servers
#   of your own, and leave out, with a word about it, the tests that start and stop one themselves. Further arguments go to
#   'dotnet test'.
#   PHILAE_TEST_MONGODB_URL, PHILAE_TEST_NSQ_URL, PHILAE_TEST_ELASTICSEARCH_URL: use a server of yours where the tests use a fake.
#   PHILAE_TEST_FULL=1: also the tests against a real Keystone, which is 170 packages; they are skipped otherwise.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

source test/install.sh
need_dotnet test/run.sh

need redis-server redis-server
need redis-cli redis-tools
has_postgresql || packages+=(postgresql)
need mariadbd mariadb-server-core
need mariadb mariadb-client-core
need etcd etcd-server
need podman podman
need haproxy haproxy
need nginx nginx-light
need openssl openssl
if [ "${PHILAE_TEST_FULL:-}" = 1 ]; then
  need keystone-manage python3-keystone
  need waitress-serve python3-waitress
fi

filter=()
if [ -n "${PHILAE_TEST_REDIS_URL:-}" ] && [ -n "${PHILAE_TEST_POSTGRESQL_URL:-}" ] && [ -n "${PHILAE_TEST_MYSQL_URL:-}" ] \
  && [ -n "${PHILAE_TEST_DOCKER_HOST:-}" ]; then
  if [ ${#packages[@]} -gt 0 ]; then
    echo "test/run.sh: using your servers; left out are the tests that start and stop their own (missing: ${packages[*]})." >&2
    filter=(--filter-not-trait "Servers=Own")
  fi
else
  install_packages test/run.sh ", or set PHILAE_TEST_REDIS_URL, PHILAE_TEST_POSTGRESQL_URL, PHILAE_TEST_MYSQL_URL and PHILAE_TEST_DOCKER_HOST to servers of your own"
fi

exec dotnet test --configuration Release "$@" ${filter[@]+"${filter[@]}"}
