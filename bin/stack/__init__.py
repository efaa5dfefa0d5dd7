"""The distributed footing on one machine: `make stack.up`, `make stack.down`, `make test.stack`.

containers.py runs docker-compose.yml where a Docker daemon answers; elsewhere native.py runs the same servers as
processes on loopback: databases.py, queue.py and search_engine.py say how each is had and started.
"""
