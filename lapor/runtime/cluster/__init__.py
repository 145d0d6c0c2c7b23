"""The embedded PostgreSQL: one cluster per data folder, reached through a socket only. Used by cli, run and tests."""

from lapor.runtime.cluster.cluster import Cluster, running
from lapor.runtime.cluster.errors import ClusterError

__all__ = ["Cluster", "ClusterError", "running"]
