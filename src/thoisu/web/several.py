"""Several processes that answer at one port."""

from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process


class Several(Multiprocess):
    """Looks after processes of which each has a socket of its own, between which the system shares out who knocks.

    At one socket for all, the first that wakes takes everybody who waits, and the others are idle: of sixteen clients
    that came at once, mostly all. A process that takes the place of one that died hears at all sockets.
    """

    def init_processes(self) -> None:
        """Begins one process for each, with the sockets in turn."""
        for number in range(self.processes_num):
            process = Process(self.config, [self.sockets[number % len(self.sockets)]])
            process.start()
            self.processes.append(process)
