"""Mail drafts as files that mail programs open to be looked at and sent: RFC 5322, marked as unsent."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*", re.ASCII)
_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}", re.ASCII)
_LONGEST_ADDRESS, _LONGEST_LOCAL, _LONGEST_HEADER = 254, 64, 200


@dataclass(frozen=True)
class Person:
    """Somebody in a mail's head: an address, and the name shown beside it."""

    address: str
    name: str = ""


@dataclass(frozen=True)
class Mail:
    """A draft in one language. Without a sender or a recipient the mail program asks for them."""

    subject: str
    paragraphs: tuple[str, ...]
    language: str
    dated: datetime
    to: Person | None = None
    sender: Person | None = None

    @property
    def text(self) -> str:
        """The body: paragraphs, an empty line between them."""
        return "\n\n".join(map(_body, self.paragraphs)) + "\n"


def clean_address(text: str | None) -> str | None:
    r"""The address as it may stand in a mail's head, or None where the text is no single address.

    Names of domains outside ASCII are written in their ASCII form; a line break, a second address or a comment makes
    it none.

    >>> clean_address(" Ann@Example.com "), clean_address("a@b.org\nBcc: c@d.org"), clean_address("a@b.org, c@d.org")
    ('Ann@Example.com', None, None)
    >>> clean_address("ann@bücher.example")
    'ann@xn--bcher-kva.example'
    """
    local, at, domain = (text or "").strip().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii") if domain else ""
    except UnicodeError:
        return None
    found = f"{local}@{ascii_domain}"
    fits = len(found) <= _LONGEST_ADDRESS and len(local) <= _LONGEST_LOCAL
    whole = at and fits and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(ascii_domain)
    return found if whole else None


def clean_line(text: str) -> str:
    r"""A text as one line of a mail's head: nothing that begins another line, nothing invisible, at most 200 signs.

    >>> clean_line("Academy\r\nBcc: eve@example.com\x00")
    'Academy Bcc: eve@example.com'
    """
    plain = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    shown = "".join(sign if sign.isprintable() else " " for sign in plain)
    return " ".join(shown.split())[:_LONGEST_HEADER].rstrip()


def eml(mail: Mail) -> bytes:
    """The draft as a file: UTF-8 text, `X-Unsent: 1`, lines that end as RFC 5322 wants."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    message["Date"] = format_datetime(mail.dated)
    for name, person in (("From", mail.sender), ("To", mail.to)):
        shown = None if person is None else _shown(person)
        if shown is not None:
            message[name] = shown
    message.set_content(mail.text, subtype="plain", charset="utf-8", cte="quoted-printable")
    message["Content-Language"] = clean_line(mail.language)
    return _subject(clean_line(mail.subject)) + message.as_bytes()


def _subject(line: str) -> bytes:
    """The line of the subject; written apart, because a message loses spaces between encoded words."""
    charset = "us-ascii" if line.isascii() else "utf-8"
    return f"Subject: {Header(line, charset, header_name='Subject').encode(linesep=chr(13) + chr(10))}\r\n".encode(
        "ascii"
    )


def _shown(person: Person) -> Address | None:
    address = clean_address(person.address)
    if address is None:
        return None
    try:
        return Address(clean_line(person.name), addr_spec=address)
    except (MessageError, ValueError):
        return Address(addr_spec=address)


def _body(text: str) -> str:
    """A paragraph without signs that nobody sees; its own line breaks stay."""
    plain = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in plain if sign == "\n" or sign.isprintable())
