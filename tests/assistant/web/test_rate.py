"""Who is counted, and for how long."""

from assistant.web.rate import Buckets, client_of


def test_a_bucket_fills_with_time_and_the_longest_silent_is_forgotten() -> None:
    now = [1000.0]
    buckets = Buckets(2, clients=2, now=lambda: now[0])
    assert [buckets.take("a"), buckets.take("a"), buckets.take("a")] == [0, 0, 30]
    now[0] += 30
    assert [buckets.take("a"), buckets.take("a")] == [0, 30]
    now[0] += 3600
    assert [buckets.take("a"), buckets.take("a"), buckets.take("a")] == [0, 0, 30]
    buckets.take("b")
    buckets.take("c")
    assert set(buckets.levels) == {"b", "c"}
    for n in range(1000):
        buckets.take(str(n))
    assert len(buckets.levels) == 2


def test_an_ipv6_subscriber_is_one_client() -> None:
    def client(host: str) -> str:
        return client_of({"type": "http", "client": (host, 1)})

    assert client("2001:db8::1") == client("2001:db8::ffff") != client("2001:db8:0:1::1")
    assert client("192.0.2.1") != client("192.0.2.2")
    assert client_of({"type": "http", "client": None}) == ""
