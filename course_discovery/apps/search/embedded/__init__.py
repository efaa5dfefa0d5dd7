"""A search engine in this process that answers the subset of Elasticsearch's REST API the service uses.

``Elasticsearch(hosts=[node_config(path)], node_class=EmbeddedNode)`` is a client of it.
"""

from course_discovery.apps.search.embedded.node import EmbeddedNode, node_config

__all__ = ["EmbeddedNode", "node_config"]
