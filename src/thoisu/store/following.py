"""Following a store: how often it was changed, what became of its entries, and the tokens of those who use it."""

from collections.abc import Iterable
from datetime import UTC, datetime

from .base import Change, Token
from .core import Core


class Following(Core):
    """The methods of `Store` about its changes and its tokens."""

    def revision(self) -> str:
        [(store, n)] = self._rows("SELECT store, n FROM revision")
        return f"{store}-{n}"

    def last_change(self) -> int:
        [(n,)] = self._rows("SELECT coalesce(max(n), 0) FROM change")
        return int(n)

    def changes(self, after: int, limit: int = 100) -> list[Change]:
        sql = "SELECT n, entry, what FROM change WHERE n > ? ORDER BY n LIMIT ?"
        return [Change(*row) for row in self._rows(sql, [after, limit])]

    def newest_changes(self, entries: Iterable[str]) -> dict[str, int]:
        asked = self._list(entries)
        sql = "SELECT entry, max(n) FROM change WHERE what = 'gone' AND entry IN (?*) GROUP BY entry"
        found: dict[str, int] = dict(self._rows(sql, [asked]))
        # One that is back again has a number of its own, and that is the greater.
        found |= dict(self._rows("SELECT id, changed FROM entry_body WHERE changed > 0 AND id IN (?*)", [asked]))
        return found

    def _note(self, new: list[str], changed: list[str], gone: list[str]) -> dict[str, int]:
        """Puts what became of entries behind what was noted before; the numbers of the changes, by entry."""
        before = self.last_change()
        rows = [(i, what) for ids, what in ((new, "new"), (changed, "changed"), (gone, "gone")) for i in sorted(ids)]
        self._change_many("INSERT INTO change (entry, what) VALUES (?, ?)", rows)
        return dict(self._rows("SELECT entry, n FROM change WHERE n > ?", [before])) if rows else {}

    def put_token(self, name: str, hash: str, writes: bool) -> bool:
        if self._rows("SELECT 1 FROM token WHERE name = ?", [name]):
            return False
        made = datetime.now(UTC).isoformat(timespec="seconds")
        sql = "INSERT INTO token (name, hash, writes, made) VALUES (?, ?, ?, ?)"
        self._change(sql, [name, hash, writes, made])
        return True

    def revoke_token(self, name: str) -> bool:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        sql = "UPDATE token SET revoked = ? WHERE name = ? AND revoked IS NULL RETURNING name"
        return bool(self._change(sql, [now, name]))

    def tokens(self) -> list[Token]:
        rows = self._rows("SELECT name, hash, writes, made, revoked FROM token ORDER BY name")
        return [Token(name, hash, bool(writes), made, revoked) for name, hash, writes, made, revoked in rows]

    def token(self, hash: str) -> Token | None:
        sql = "SELECT name, hash, writes, made, revoked FROM token WHERE hash = ? AND revoked IS NULL"
        rows = self._rows(sql, [hash])
        return Token(rows[0][0], rows[0][1], bool(rows[0][2]), *rows[0][3:]) if rows else None
