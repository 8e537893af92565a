"""Pages against a bare Django page on the same server: throughput, waiting, queries, size, memory, start, sign-in.

Rounds are interleaved, so that whatever else the machine does meets every page alike; figures are medians of rounds.
"""

import gzip
import statistics
import time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import load, people, servers
from bench.ground import Ground
from bench.load import Target
from bench.rows import Row, at_most
from bench.servers import Server
from finpro.accounts import services as accounts
from finpro.kernel import clock

ROUNDS = 5
DASHBOARD, RECORD = 1.0, 0.7  # of the bare page's throughput
LARGEST = 3.0  # times the median person's time
P95, P99 = 1.3, 1.6  # times the bare page's waiting at half load
QUERIES = {"dashboard": 6, "record": 8, "largest": 8}
PSS, COLD, ASSETS, HTML, SIGN_IN = 92, 1.0, 70, 10, 40
KB = 1024


def measure(ground: Ground, *, seconds: float = 2.0, crowd: int = 300) -> list[Row]:
    """Every row about pages. `seconds`: length of one round of one page. `crowd`: how many synthetic people."""
    kind = people.fill(ground, crowd)
    median, largest = people.median_and_largest()
    sessions = {"dashboard": people.signed_in(median, "median"), "largest": people.signed_in(largest, "largest")}
    rows = [Row("records measured", f"{kind}; largest with {people.rows_of(largest)} state rows")]
    rows += _counted(sessions)
    rows += _cold()
    rows += _sizes(ground)  # collected by the start
    rows += [_sign_in()]
    connection.close()
    port, bare = servers.free_port(), servers.free_port()
    with (
        servers.serving(servers.granian(servers.OURS, port), port, "/healthz") as ours,
        servers.serving(servers.granian(servers.PLAIN, bare), bare, "/plain"),
    ):
        targets = {
            "bare": Target("bare", bare, "/plain", sessions["dashboard"]),
            "dashboard": Target("dashboard", port, "/me/", sessions["dashboard"]),
            "record": Target("record", port, "/me/record", sessions["dashboard"]),
            "largest": Target("largest", port, "/me/record", sessions["largest"]),
        }
        speeds = _speeds(targets, seconds)
        rows += _throughput(speeds)
        rows += _waiting(targets, speeds, seconds)
        rows += _memory(ours)
    return rows


def _speeds(targets: dict[str, Target], seconds: float) -> dict[str, list[float]]:
    for target in targets.values():
        load.throughput(target, 1.0)  # statements are prepared and templates compiled
    rounds = [{name: load.throughput(target, seconds) for name, target in targets.items()} for _ in range(ROUNDS)]
    return {name: [found[name] for found in rounds] for name in targets}


def _throughput(speeds: dict[str, list[float]]) -> list[Row]:
    # The ratio of each round, then the median: what slows a whole round slows both sides of it.
    share = {
        name: statistics.median(ours / bare for ours, bare in zip(found, speeds["bare"], strict=True))
        for name, found in speeds.items()
    }
    times = statistics.median(
        slow and quick / slow for quick, slow in zip(speeds["record"], speeds["largest"], strict=True)
    )
    middle = {name: statistics.median(found) for name, found in speeds.items()}
    return [
        Row("bare Django page, throughput", f"{middle['bare']:.0f} pages/s", "the measure", 1.0),
        _share("dashboard", middle["dashboard"], share["dashboard"], DASHBOARD),
        _share("record, median person", middle["record"], share["record"], RECORD),
        Row(
            "record, largest person: time of the median's",
            f"{middle['largest']:.0f} pages/s, {times:.2f} ×",
            f"≤ {LARGEST:g} ×",
            times / LARGEST,
            times <= LARGEST,
        ),
    ]


def _share(name: str, speed: float, share: float, line: float) -> Row:
    measured = f"{speed:.0f} pages/s, {share:.0%} of the bare page"
    return Row(f"{name}, throughput", measured, f"≥ {line:.0%}", share / line, share >= line)


def _waiting(targets: dict[str, Target], speeds: dict[str, list[float]], seconds: float) -> list[Row]:
    """Each page at half of its own throughput, due at random moments."""
    found: dict[str, list[list[float]]] = {name: [] for name in targets}
    for number in range(ROUNDS):
        for name, target in targets.items():
            rate = statistics.median(speeds[name]) / 2
            found[name].append(load.latencies(target, rate, seconds, seed=number))
    rows = []
    for name in ("dashboard", "record"):
        for share, line in ((0.95, P95), (0.99, P99)):
            ours, bare = (_middle(found[key], share) for key in (name, "bare"))
            rows.append(
                Row(
                    f"{name}, {share:.0%} wait at half load",
                    f"{ours * 1000:.1f} ms, bare page {bare * 1000:.1f} ms: {ours / bare:.2f} ×",
                    f"≤ {line:g} ×",
                    ours / bare / line,
                    ours / bare <= line,
                )
            )
    return rows


def _middle(rounds: list[list[float]], share: float) -> float:
    return statistics.median(load.percentile(values, share) for values in rounds)


def _counted(sessions: dict[str, str]) -> list[Row]:
    """Queries of a page, and its size as it travels."""
    rows = []
    pages = {
        "dashboard": ("/me/", "dashboard"),
        "record": ("/me/record", "dashboard"),
        "largest": ("/me/record", "largest"),
    }
    for name, (path, who) in pages.items():
        client = Client(headers={"host": "localhost"})
        client.cookies["session"] = sessions[who]
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}.")
        queries = [query for query in asked.captured_queries if query["sql"] not in {"BEGIN", "COMMIT"}]
        rows.append(at_most(f"{name}, queries", len(queries), QUERIES[name], "queries", 0))
        size = len(gzip.compress(answer.content, 6)) / KB
        rows.append(at_most(f"{name}, HTML compressed", size, HTML, "KB"))
    return rows


def _sizes(ground: Ground) -> list[Row]:
    built = list((ground.home / "static" / "finpro").glob("app.????????????.*.br"))
    if not built:
        raise RuntimeError("No compressed asset is there.")
    return [
        at_most("style sheet and script, compressed", sum(path.stat().st_size for path in built) / KB, ASSETS, "KB")
    ]


def _sign_in(times: int = 15) -> Row:
    """CPU of this process for signing in; the database's is not in it."""
    words = {"email": "bench@example.org", "password": people.PASSWORD}
    accounts.open_account(**words, name="Bench", by=people.BY, at=clock.now())
    spent = []
    for _ in range(times):
        client = Client(headers={"host": "localhost"})
        began = time.process_time()
        answer = client.post("/sign-in", words)
        spent.append((time.process_time() - began) * 1000)
        if answer.status_code != 302:
            raise RuntimeError(f"Signing in answered {answer.status_code}.")
    return at_most("sign-in, CPU", statistics.median(spent), SIGN_IN, "ms")


def _cold() -> list[Row]:
    """From the start of the process to its first answered page."""
    rounds: list[tuple[float, ...]] = []
    for _ in range(ROUNDS):
        port = servers.free_port()
        commands = (
            (servers.COMMAND, "/sign-in"),
            (servers.granian(servers.OURS, port), "/sign-in"),
            (servers.granian(servers.PLAIN, port), "/plain"),
        )
        rounds.append(tuple(_start(command, port, asked) for command, asked in commands))
    whole, server, bare = (statistics.median(found) for found in zip(*rounds, strict=True))
    return [
        at_most("cold start of the web server", server, COLD, "s", 2),
        Row("cold start of the command finpro web, which becomes it", f"{whole:.2f} s"),
        Row("cold start of the bare page's server", f"{bare:.2f} s"),
    ]


def _start(command: tuple[str, ...], port: int, asked: str) -> float:
    with servers.serving(command, port, asked) as server:
        return server.cold


def _memory(ours: Server) -> list[Row]:
    return [at_most("memory of a web worker after load (PSS)", max(ours.pss()), PSS, "MB")]
