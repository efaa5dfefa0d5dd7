"""The event bus, on which Studio tells that a course changed. Off by default; docs/operations.rst tells how to use it.

The bus is asked by `manage.py consume_events` alone, through whatever package EVENT_BUS_CONSUMER names.
"""

from course_discovery.settings.parts.environment import env

# Dotted paths such as edx_event_bus_redis.RedisEventConsumer. This service produces no events: what has a producer
# here are apps beside ours.
EVENT_BUS_CONSUMER = env("EVENT_BUS_CONSUMER", default=None)
EVENT_BUS_PRODUCER = env("EVENT_BUS_PRODUCER", default=None)
# Before the names of all topics, with a hyphen: where several installations share a broker.
EVENT_BUS_TOPIC_PREFIX = env("EVENT_BUS_TOPIC_PREFIX", default=None)
EVENT_BUS_REDIS_CONNECTION_URL = env("EVENT_BUS_REDIS_CONNECTION_URL", default=None)
# Seconds for which the consumer waits for the next event. Longer ones end as errors: the client gives up after five.
EVENT_BUS_REDIS_CONSUMER_POLL_TIMEOUT = env.int("EVENT_BUS_REDIS_CONSUMER_POLL_TIMEOUT", default=3)
# For edx-event-bus-kafka, which installations that have Kafka add.
EVENT_BUS_KAFKA_BOOTSTRAP_SERVERS = env("EVENT_BUS_KAFKA_BOOTSTRAP_SERVERS", default=None)
EVENT_BUS_KAFKA_SCHEMA_REGISTRY_URL = env("EVENT_BUS_KAFKA_SCHEMA_REGISTRY_URL", default=None)

# An event younger than the first is applied when the second has passed, by a worker: a run that is being made here has
# come to Studio before it is committed here.
EVENT_BUS_MESSAGE_DELAY_THRESHOLD_SECONDS = env.int("EVENT_BUS_MESSAGE_DELAY_THRESHOLD_SECONDS", default=60)
EVENT_BUS_PROCESSING_DELAY_SECONDS = env.int("EVENT_BUS_PROCESSING_DELAY_SECONDS", default=60)
