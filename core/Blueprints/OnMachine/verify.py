#!/usr/bin/python3
"""Runs the blueprint's checks on the machine and prints their results as one line of JSON.

Usage: verify.py [CHECKS_FILE]. Exits 0 when all have passed, 1 otherwise. Azure keeps only the last 4 KB of the output,
so that a passed check keeps one line of what it printed and a failed one its last lines.
"""
import json
import os
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
    wanted = check.get("prints")
    passed = code == 0 and (wanted is None or wanted in output)
    if code == 0 and not passed:
        output += f'\nexpected it to print "{wanted}"'
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


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else "/etc/chatops/checks.json"
    with open(path, encoding="utf-8") as file:
        checks = json.load(file)
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
