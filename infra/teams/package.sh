#!/usr/bin/env bash
# Writes gpu-chatops-teams.zip into the current folder: the app to upload to Teams.
set -euo pipefail
usage="usage: $0 APP_ID [DOMAIN]
  APP_ID  client id of the bot's app registration, as in Teams__AppId
  DOMAIN  of your organisation's pages that the app's entry links to; contoso.example if nothing is said"

app_id=${1:-}
domain=${2:-contoso.example}
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "$usage" >&2
    exit 2
fi
if ! [[ $app_id =~ ^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$ ]]; then
    printf '%s\n%s\n' "\"$app_id\" is no app id: they look like 00000000-0000-4000-8000-000000000000." "$usage" >&2
    exit 2
fi
if ! [[ $domain =~ ^[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)+$ ]]; then
    printf '%s\n%s\n' "\"$domain\" is no domain: they look like contoso.example." "$usage" >&2
    exit 2
fi

# Python is there wherever this repository is worked on; zip is not.
python3 - "$(dirname "$0")" "$app_id" "$domain" <<'PYTHON'
import pathlib
import sys
import zipfile

folder, app_id, domain = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
manifest = (folder / "manifest.json").read_text(encoding="utf-8")
manifest = manifest.replace("{{TEAMS_APP_ID}}", app_id.lower()).replace("{{DOMAIN}}", domain)
with zipfile.ZipFile("gpu-chatops-teams.zip", "w", zipfile.ZIP_DEFLATED) as package:
    package.writestr("manifest.json", manifest)
    for icon in ("color.png", "outline.png"):
        package.write(folder / icon, icon)
PYTHON
echo "gpu-chatops-teams.zip is for the bot $app_id, with links to $domain."
