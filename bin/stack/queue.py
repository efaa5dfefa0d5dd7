"""Redis: the queue of background jobs (database 0) and the cache (from database 1 on)."""

import redis

from bin.stack.packages import program, require
from bin.stack.processes import Service, give_away, own_folder
from bin.stack.settings import Stack


def redis_server(stack: Stack) -> Service:
    require("redis-server")
    folder, port, password = stack.folder / "redis", stack.port("redis"), stack.password("redis")
    configuration = folder / "redis.conf"

    def prepare() -> None:
        own_folder(folder)
        configuration.touch(mode=0o600)
        kept = 'save ""' if stack.is_for_tests else "appendonly yes"
        configuration.write_text(
            f"bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir {folder}\n{kept}\n", encoding="utf-8"
        )
        give_away(configuration)

    def is_healthy() -> bool:
        try:
            with redis.Redis(port=port, password=password, socket_timeout=2) as client:
                return client.ping()
        except redis.RedisError:
            return False

    return Service(
        name="redis",
        address=f"127.0.0.1:{port}",
        command=[program("redis-server"), str(configuration)],
        prepare=prepare,
        is_healthy=is_healthy,
    )
