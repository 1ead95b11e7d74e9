"""The peer: the same snapshot by psutil. Prints milliseconds of each round as JSON."""

import json
import sys
import time

import psutil

ROUNDS = int(sys.argv[1])


def attempt(read):
    try:
        return read()
    except psutil.Error:
        return None


def basic():
    rows = []
    for process in psutil.process_iter():
        with process.oneshot():
            rows.append((process.pid, attempt(process.name), attempt(process.username), attempt(process.cpu_times), attempt(process.memory_info), attempt(process.cmdline)))
    return rows


def full():
    rows = []
    for process in psutil.process_iter():
        with process.oneshot():
            rows.append(
                (
                    process.pid,
                    attempt(process.ppid),
                    attempt(process.name),
                    attempt(process.exe),
                    attempt(process.username),
                    attempt(process.status),
                    attempt(process.create_time),
                    attempt(lambda: process.cpu_percent(None)),
                    attempt(process.memory_info),
                    attempt(process.nice),
                    attempt(process.num_threads),
                    attempt(process.cmdline),
                    attempt(process.num_fds),
                )
            )
    return rows, psutil.net_connections(kind="all")


def measure(snapshot):
    snapshot()
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        snapshot()
        times.append((time.perf_counter() - started) * 1000)
    return times


print(json.dumps({"basic": measure(basic), "full": measure(full), "processes": len(psutil.pids())}))
