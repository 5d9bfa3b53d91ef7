#!/usr/bin/python3
"""Runs the checks of the machine and of its blueprint on the machine, and prints their results as one line of JSON.

Usage: verify.py [FOLDER]. The folder, /etc/chatops, holds checks.json and, where something is mounted, mountpoints. The
environment variable CHATOPS_GPUS says how many GPUs there must be. Exits 0 when all have passed, 1 otherwise. Azure keeps only the last 4 KB of the output,
so that a passed check keeps one line of what it printed and a failed one its last lines.
"""
import json
import os
import shlex
import subprocess
import sys
import time

LIMIT_SECONDS = 600
PASSED_CHARS, FAILED_CHARS, KEPT_BYTES = 120, 900, 4096


def environment():
    """What a person gets at sign-in: the run command's own environment is nearly empty."""
    variables = dict(os.environ)
    try:
        with open("/etc/environment", encoding="utf-8") as file:
            for line in file:
                name, equals, value = line.strip().partition("=")
                if equals:
                    variables[name] = value.strip('"')
    except FileNotFoundError:
        pass
    return variables


def run(check, variables):
    start = time.monotonic()
    try:
        done = subprocess.run(
            ["/bin/bash", "-c", check["command"]], env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=LIMIT_SECONDS, check=False)
        output, code = done.stdout.decode("utf-8", "replace").strip(), done.returncode
    except subprocess.TimeoutExpired as late:
        output = (late.stdout or b"").decode("utf-8", "replace").strip() + f"\nstill running after {LIMIT_SECONDS} s"
        code = 124
    wanted, exactly = check.get("prints"), check.get("is")
    passed = code == 0 and (wanted is None or wanted in output) and (exactly is None or exactly == output)
    if code == 0 and not passed:
        output += f'\nexpected it to print "{exactly or wanted}"'
    elif code != 0:
        output += f"\nexit code {code}"
    kept = output.splitlines()[-1][-PASSED_CHARS:] if passed and output else output[-FAILED_CHARS:]
    return {"name": check["name"], "passed": passed, "seconds": round(time.monotonic() - start, 1), "output": kept.strip()}


def report(results):
    """One line of JSON that Azure keeps whole: the longest outputs lose their beginnings, also to escapes of six bytes a character."""
    while True:
        line = json.dumps({"checks": results})
        longest = max(results, key=lambda result: len(json.dumps(result["output"])), default=None)
        if len(line) < KEPT_BYTES or not longest or not longest["output"]:
            return line
        longest["output"] = longest["output"][len(longest["output"]) // 8 + 1:]


def own_checks(folder):
    """What every machine must show, whatever its blueprint says: all its GPUs, and everything mounted that should be."""
    checks = []
    if os.environ.get("CHATOPS_GPUS"):
        checks.append({"name": "gpu count", "command": "nvidia-smi --list-gpus | wc -l | xargs", "is": os.environ["CHATOPS_GPUS"]})
    mountpoints = os.path.join(folder, "mountpoints")
    if os.path.exists(mountpoints):
        # A mount that failed at boot gets a second chance: the network may have come up later.
        checks.append({"name": "mounts", "command":
                       f"while read -r path; do mountpoint -q \"$path\" || mount \"$path\" || exit 1; done < {shlex.quote(mountpoints)}"})
    return checks


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else "/etc/chatops"
    with open(os.path.join(folder, "checks.json"), encoding="utf-8") as file:
        checks = own_checks(folder) + json.load(file)
    results, variables = [], environment()
    for check in checks:
        results.append(run(check, variables))
        # The first failure decides; later checks would only push its output out of the 4 KB.
        if not results[-1]["passed"]:
            break
    print(report(results))
    return 0 if all(result["passed"] for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
