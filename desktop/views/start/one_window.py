"""One window for each store: a second one raises the first and hands over its files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MILLISECONDS = 1000


class OneWindow(QObject):
    """Holds `<store>.window.lock` while the window shows the store; `called` with the files a second one was given."""

    called = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        """Hold no store yet."""
        super().__init__(parent)
        self._place = ""
        self._lock: QLockFile | None = None
        self._server: QLocalServer | None = None

    def reserve(self, place: str, files: list[Path]) -> bool:
        """Be the window of the store; False when another one is, which was raised and given the files.

        Files are heard of from `listen` on, so that the window need not wait for it to be painted.
        """
        return self._hold(place) or not call_window(place, files)

    def take(self, place: str) -> bool:
        """Be the window of this store; False when another one is. A database on a server has as many as it likes."""
        held = self._hold(place)
        if held:
            self.listen()
        return held

    def listen(self) -> None:
        """Hear from now on of the windows that find this one there."""
        if self._lock is None or self._server is not None:
            return
        from PySide6.QtNetwork import QLocalServer

        name = _name(self._place)
        QLocalServer.removeServer(name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        self._server.listen(name)

    def _hold(self, place: str) -> bool:
        if self._lock is not None and self._place == place:
            return True
        self.release()
        if "://" in place or not Path(place).parent.exists():
            return True
        lock = QLockFile(f"{place}.window.lock")
        lock.setStaleLockTime(0)
        if not lock.tryLock(0) and not (_is_empty(Path(lock.fileName())) and lock.tryLock(0)):
            return lock.error() != QLockFile.LockError.LockFailedError
        self._place, self._lock = place, lock
        return True

    def release(self) -> None:
        """Let the store go."""
        if self._lock is not None:
            self._lock.unlock()
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
        self._lock = self._server = None

    def _answer(self) -> None:
        socket = self._server.nextPendingConnection() if self._server is not None else None
        if socket is not None:
            socket.disconnected.connect(lambda: self._heard(socket))

    def _heard(self, socket: QLocalSocket) -> None:
        import json

        try:
            files = json.loads(bytes(socket.readAll().data()) or b"[]")
        except ValueError:
            files = []
        socket.deleteLater()
        self.called.emit([Path(str(file)) for file in files] if isinstance(files, list) else [])


def call_window(place: str, files: list[Path]) -> bool:
    """Ask the window that shows the store to come to the front; False when none answers."""
    import json

    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    if not _connected(socket, _name(place)):
        return False
    socket.write(json.dumps([str(file) for file in files]).encode())
    socket.waitForBytesWritten(_PATIENCE_MILLISECONDS)
    socket.disconnectFromServer()
    return True


def _connected(socket: QLocalSocket, name: str) -> bool:
    """Whether the other window answers; one that was only just painted begins to listen a moment later."""
    patience = QDeadlineTimer(_PATIENCE_MILLISECONDS)
    while not patience.hasExpired():
        socket.connectToServer(name)
        if socket.waitForConnected(_PATIENCE_MILLISECONDS):
            return True
        QThread.msleep(50)
    return False


def _is_empty(file: Path) -> bool:
    """Whether the lock names no holder, as after a power cut: then it is removed."""
    try:
        if file.stat().st_size == 0:
            file.unlink()
            return True
    except OSError:
        return False
    return False


def _name(place: str) -> str:
    import hashlib

    return "seatwise-" + hashlib.sha256(str(Path(place).absolute()).encode()).hexdigest()[:24]
