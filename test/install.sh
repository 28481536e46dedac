# Sourced by the scripts that need servers and tools of the system: installs those that are missing, on Debian and Ubuntu.

has() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$1" >/dev/null 2>&1; }

has_postgresql() { has initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

# need <command> <package that has it>
packages=()
need() { has "$1" || packages+=("$2"); }

need_dotnet() {
  if ! has dotnet; then
    echo "$1: install the .NET SDK 10 first (https://dot.net)." >&2
    exit 1
  fi
}

# install_packages <script's name> <what else there is to do, where they cannot be installed>
install_packages() {
  if [ ${#packages[@]} -eq 0 ]; then return; fi
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then sudo=(sudo); fi
  if ! has apt-get || { [ ${#sudo[@]} -gt 0 ] && ! has sudo; }; then
    echo "$1: install ${packages[*]}$2." >&2
    exit 1
  fi
  echo "$1: installing ${packages[*]}" >&2
  # Servers of our own are started: the package's cluster is not wanted.
  if [[ " ${packages[*]} " == *" postgresql "* ]]; then
    ${sudo[@]+"${sudo[@]}"} mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' | ${sudo[@]+"${sudo[@]}"} tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi
  ${sudo[@]+"${sudo[@]}"} apt-get update -qq
  ${sudo[@]+"${sudo[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}
