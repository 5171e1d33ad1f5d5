"""A Milvus server that accepts connections and then never answers."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import grpc
from pymilvus.grpc_gen import milvus_pb2, milvus_pb2_grpc

_HANG_S = 10
"""Longer than any client of the tests waits, and short enough for a failing test to end."""


class _Silent(milvus_pb2_grpc.MilvusServiceServicer):
    def __init__(self, over):
        self._over = over

    def Connect(self, _request, _context):  # noqa: N802 (gRPC's names)
        return milvus_pb2.ConnectResponse(identifier=1)

    def GetVersion(self, _request, _context):  # noqa: N802
        return milvus_pb2.GetVersionResponse(version="v2.6.0")

    def DescribeCollection(self, _request, _context):  # noqa: N802
        self._over.wait(_HANG_S)


@contextmanager
def silent_milvus() -> Generator[str]:
    """Run such a server on the loopback; yield its address."""
    over = Event()
    server = grpc.server(ThreadPoolExecutor(max_workers=4))
    milvus_pb2_grpc.add_MilvusServiceServicer_to_server(_Silent(over), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        over.set()
        server.stop(grace=None).wait()
