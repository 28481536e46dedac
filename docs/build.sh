#!/usr/bin/env bash
# Builds the documentation, with the reference of the public API, into artifacts/docs. A broken link or a member without
# documentation fails it. Nothing of it is committed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

# A warning is an error: docfx then ends non-zero.
docfx() { dotnet docfx "$@" --warningsAsErrors --logLevel warning; }

rm -rf api ../artifacts/docs ../artifacts/docs-source
dotnet tool restore >/dev/null
docfx metadata docfx.json

undocumented=$(awk '
  function finish() { if (uid != "" && !documented) print uid; uid = "" }
  FNR == 1 { finish(); references = 0 }
  /^references:/ { finish(); references = 1 }
  !references && /^- uid:/ { finish(); uid = $3; documented = 0 }
  /^  summary:/ || /^  type: Namespace/ { documented = 1 }
  END { finish() }' api/*.yml)
if [ -n "$undocumented" ]; then
  printf 'docs/build.sh: no documentation:\n%s\n' "$undocumented" >&2
  exit 1
fi

# docfx takes no page from above its own file, and the pages link to the README.
site=../artifacts/docs-source
mkdir -p "$site"
cp docfx.json ../README.md ../CHANGELOG.md ../LICENSE "$site"
tar -C .. --exclude=bin --exclude=obj -cf - docs | tar -C "$site" -xf -
docfx build "$site/docfx.json"
echo "docs/build.sh: artifacts/docs has $(find ../artifacts/docs -name '*.html' | wc -l) pages"
