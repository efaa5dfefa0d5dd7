"""Asking the internet alone: what an address that a stranger typed in must not lead to is the network we stand in."""

from ipaddress import ip_address
from socket import socket
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class PrivateAddress(Exception):
    """A host whose address belongs to a private network, or to this machine. The message names the address."""


def public_session() -> requests.Session:
    """Return a session that raises PrivateAddress instead of sending anything to a private network.

    The address is that of the connection, so neither a redirect nor a name server that changes its mind leads there.
    A proxy that the environment names decides for itself.
    """
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, _PublicAdapter())
    return session


def _public(connection: socket) -> socket:
    """Return the connection, unless it leads to a private address."""
    address = connection.getpeername()[0].partition("%")[0]
    if not ip_address(address).is_global:
        connection.close()
        raise PrivateAddress(address)
    return connection


class _PublicHttp(HTTPConnection):
    def _new_conn(self) -> socket:
        return _public(super()._new_conn())


class _PublicHttps(HTTPSConnection):
    def _new_conn(self) -> socket:
        return _public(super()._new_conn())


class _PublicHttpPool(HTTPConnectionPool):
    ConnectionCls = _PublicHttp


class _PublicHttpsPool(HTTPSConnectionPool):
    ConnectionCls = _PublicHttps


class _PublicAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PublicHttpPool, "https": _PublicHttpsPool}
