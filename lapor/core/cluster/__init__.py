"""The embedded PostgreSQL: one cluster per data folder, reached through a socket only. Used by cli, run and tests."""

from lapor.core.cluster.cluster import Cluster, running
from lapor.core.cluster.errors import ClusterError

__all__ = ["Cluster", "ClusterError", "running"]
