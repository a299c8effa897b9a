from perizinan.web.cache import ForgivingRedisCache


def test_redis_away_is_an_empty_cache():
    cache = ForgivingRedisCache("redis://127.0.0.1:1/0", {})
    cache.set("kunci", 1)
    assert cache.get("kunci", "tidak ada") == "tidak ada"
    assert cache.get_or_set("kunci", 2) == 2
    assert cache.add("kunci", 1) is True
    assert cache.get_many(["kunci"]) == {}
    assert cache.set_many({"kunci": 1}) == ["kunci"]
    assert cache.delete("kunci") is False
    assert not cache.has_key("kunci")
    assert cache.incr("kunci") == 1
    cache.clear()
