#!/bin/bash
# Sets the machine up once, at first boot. Usage: setup.sh PYTHON_VERSION
# Fixed text: everything that differs between blueprints is read from files. Any failure ends it, and cloud-init reports error.
set -euo pipefail
python_version=$1

# The kernel and the driver stay what the image brought; an upgrade of either breaks CUDA mid-lease.
dpkg-query --show --showformat='${binary:Package}\n' \
    | grep -E '^(linux-|nvidia-|libnvidia-|cuda-drivers)' \
    | xargs --no-run-if-empty apt-mark hold

# Exactly the locked packages and nothing else; hashes are demanded as soon as the lock has them.
lock=/opt/chatops/requirements.lock
"python$python_version" -m venv /opt/chatops/env
hashes=()
if grep --quiet -- '--hash=sha256:' "$lock"; then hashes=(--require-hashes); fi
/opt/chatops/env/bin/pip install --no-input --disable-pip-version-check --no-cache-dir --no-deps "${hashes[@]}" --requirement "$lock"
# One person's machine: they may add packages without asking.
chmod --recursive a+rwX /opt/chatops/env

if compgen -G '/etc/chatops/blob-*.yaml' > /dev/null; then
    . /etc/os-release
    curl --fail --silent --show-error --location --retry 5 --output /tmp/microsoft-prod.deb \
        "https://packages.microsoft.com/config/ubuntu/$VERSION_ID/packages-microsoft-prod.deb"
    # An extension that Azure Policy installs may hold apt's lock just now.
    export DEBIAN_FRONTEND=noninteractive
    apt-get --option DPkg::Lock::Timeout=600 install --yes /tmp/microsoft-prod.deb
    apt-get --option DPkg::Lock::Timeout=600 update
    apt-get --option DPkg::Lock::Timeout=600 install --yes blobfuse2 fuse3
    mkdir --parents /var/cache/chatops
fi

if [ -f /etc/chatops/mountpoints ]; then
    xargs --delimiter='\n' mkdir --parents < /etc/chatops/mountpoints
    systemctl daemon-reload
    mount --all
    while read -r path; do
        if ! mountpoint --quiet "$path"; then
            echo "$path is not mounted" >&2
            exit 1
        fi
        # The data disk is the person's own; shares keep the rights that they come with.
        if findmnt --noheadings --types ext4 --mountpoint "$path" > /dev/null; then chmod 1777 "$path"; fi
    done < /etc/chatops/mountpoints
fi
