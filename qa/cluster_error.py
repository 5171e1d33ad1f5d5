"""What goes wrong with a cluster, told to people."""


class ClusterError(Exception):
    """A cluster cannot be reached, or cannot do what it is asked for; the message says why."""
