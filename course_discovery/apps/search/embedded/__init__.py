"""A search engine in this process that answers the subset of Elasticsearch's REST API the service uses."""
