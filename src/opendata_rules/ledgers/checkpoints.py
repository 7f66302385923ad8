"""Checkpoints: how many entries a ledger has and their root, in a few lines that are kept elsewhere.

The form is that of C2SP's tlog-checkpoint and signed-note: origin, size, root in base64, then signatures. So tools for
transparency logs read them. A checkpoint is worth what its keeping is worth: whoever holds the ledger must not be able
to exchange it. A signature says in addition who made it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from ..errors import BadArgument, MissingExtra
from ..quoting import quoted
from ..values import Json, Value
from .canonical import base64_of

#: The kind of key in a signed note: Ed25519.
_ED25519 = b"\x01"
_LONGEST = 10_000
_NAME = re.compile(r"[^\s+]{1,200}")


@dataclass(frozen=True, slots=True)
class Checkpoint(Value):
    """What a ledger came to at one time.

    Attributes:
        origin: name of the ledger.
        size: how many entries it had.
        root: the root of their tree, 32 bytes.
        signatures: lines of signatures, each the name of a key and base64.
    """

    origin: str
    size: int
    root: bytes
    signatures: tuple[tuple[str, str], ...] = ()

    @property
    def signed(self) -> str:
        """The text that signatures are of."""
        return f"{self.origin}\n{self.size}\n{base64_of(self.root)}\n"

    @property
    def text(self) -> str:
        """The lines to be kept."""
        lines = "".join(f"— {name} {signature}\n" for name, signature in self.signatures)
        return f"{self.signed}\n{lines}"

    def __str__(self) -> str:
        return self.text

    def to_dict(self) -> dict[str, Json]:
        """Plain JSON types."""
        return {**self._tag(), "origin": self.origin, "size": self.size, "root": self.root.hex(), "text": self.text}


def checkpoint_of(text: str | Checkpoint) -> Checkpoint:
    """A checkpoint, read.

    Raises:
        TypeError: it is no text.
        BadArgument: it is none.
    """
    if isinstance(text, Checkpoint):
        return text
    if not isinstance(text, str):
        raise TypeError("checkpoint 应当是检查点的文字。 (checkpoint is the text of one)")
    try:
        if len(text) > _LONGEST:
            raise ValueError("too long")
        head, _, rest = text.replace("\r\n", "\n").partition("\n\n")
        origin, size, root = head.split("\n")
        if not origin.isprintable() or not re.fullmatch(r"0|[1-9][0-9]{0,17}", size):
            raise ValueError("origin or size")
        digest = base64.b64decode(root, validate=True)
        if len(digest) != hashlib.sha256().digest_size:
            raise ValueError("root")
        signatures = []
        for line in rest.splitlines():
            dash, name, signature = line.split(" ")
            if dash != "—" or not _NAME.fullmatch(name):
                raise ValueError("signature")
            base64.b64decode(signature, validate=True)
            signatures.append((name, signature))
    except (ValueError, binascii.Error) as error:
        raise BadArgument(
            "这不是检查点：应当有三行（台账名称、条目数、根），空一行，然后是签名。",
            english="this is no checkpoint: it has three lines (origin, size, root), an empty one, then signatures.",
            argument="checkpoint",
        ) from error
    return Checkpoint(origin, int(size), digest, tuple(signatures))


# -- keys -------------------------------------------------------------------------------------------------------------


def _ed25519() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError as error:
        raise MissingExtra.of("ledger", "给检查点签名", "signing checkpoints") from error
    return ed25519


@dataclass(frozen=True, slots=True)
class Key:
    """A key that signs checkpoints.

    Attributes:
        name: whose, without blanks and plus signs, as signatures name it.
        secret: the private key, 32 bytes.
    """

    name: str
    secret: bytes = field(repr=False)

    def _private(self) -> Any:
        return _ed25519().Ed25519PrivateKey.from_private_bytes(self.secret)

    def _public(self) -> bytes:
        raw: bytes = self._private().public_key().public_bytes_raw()
        return raw

    @property
    def public(self) -> str:
        """The key that signatures are checked with, as signed notes write it: name, number, base64."""
        raw = self._public()
        return f"{self.name}+{_number(self.name, raw).hex()}+{base64_of(_ED25519 + raw)}"

    def pem(self) -> bytes:
        """The private key as a PEM file, its name in the line before it. It is not encrypted."""
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        secret: bytes = self._private().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return f"{self.name}\n".encode() + secret

    def sign(self, checkpoint: Checkpoint) -> Checkpoint:
        """The checkpoint with a signature of this key."""
        signature = _number(self.name, self._public()) + self._private().sign(checkpoint.signed.encode("utf-8"))
        more = (self.name, base64_of(signature))
        return Checkpoint(checkpoint.origin, checkpoint.size, checkpoint.root, (*checkpoint.signatures, more))


def new_key(name: str) -> Key:
    """A new key.

    Raises:
        BadArgument: the name has blanks or plus signs, or is too long.
        MissingExtra: ``cryptography`` is not installed.
    """
    if not _NAME.fullmatch(name) or not name.isprintable():
        raise BadArgument(
            f"密钥名称不能有空格和加号，1 至 200 个字；得到的是“{quoted(name)}”。",
            english=f"the name of a key has 1 to 200 characters, no blank and no plus sign; this is {quoted(name)}.",
            argument="name",
        )
    return Key(name, _ed25519().Ed25519PrivateKey.generate().private_bytes_raw())


def key_of(pem: bytes) -> Key:
    """A private key, read from what :meth:`Key.pem` wrote.

    Raises:
        BadArgument: it is none.
        MissingExtra: ``cryptography`` is not installed.
    """
    ed25519 = _ed25519()
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        name, _, rest = pem.partition(b"\n")
        secret = load_pem_private_key(rest, None)
        found = name.decode("utf-8").strip()
        if not isinstance(secret, ed25519.Ed25519PrivateKey) or not _NAME.fullmatch(found):
            raise ValueError("another key")
    except (ValueError, TypeError) as error:
        raise BadArgument(
            "这不是签名密钥的文件（第一行是名称，后面是 Ed25519 私钥的 PEM）。",
            english="this is no file of a signing key (a name in the first line, then an Ed25519 private key in PEM).",
            argument="key",
        ) from error
    return Key(found, secret.private_bytes_raw())


def check_signature(checkpoint: Checkpoint, public: str) -> str:
    """That a checkpoint was signed by the holder of a key.

    Args:
        checkpoint: the checkpoint.
        public: the public key, as :attr:`Key.public` writes it.

    Returns:
        The name of the key.

    Raises:
        BadArgument: it is no key, or the checkpoint bears no good signature of it.
        MissingExtra: ``cryptography`` is not installed.
    """
    ed25519 = _ed25519()
    from cryptography.exceptions import InvalidSignature

    try:
        name, number, rest = public.strip().split("+", 2)
        raw = base64.b64decode(rest, validate=True)
        if raw[:1] != _ED25519 or len(raw) != 33 or _number(name, raw[1:]).hex() != number:
            raise ValueError("another key")
    except (ValueError, AttributeError) as error:
        raise BadArgument(
            "这不是公钥：应当写成“名称+编号+base64”。",
            english="this is no public key: it is written name+number+base64.",
            argument="public_key",
        ) from error
    for who, signature in checkpoint.signatures:
        found = base64.b64decode(signature)
        if who == name and found[:4].hex() == number:
            try:
                ed25519.Ed25519PublicKey.from_public_bytes(raw[1:]).verify(found[4:], checkpoint.signed.encode("utf-8"))
            except InvalidSignature:
                continue
            return name
    raise BadArgument(
        f"检查点上没有 {quoted(name)} 的有效签名。",
        english=f"the checkpoint bears no good signature of {quoted(name)}.",
        argument="checkpoint",
    )


def _number(name: str, raw: bytes) -> bytes:
    """The number of a key: what tells it from others of its name."""
    return hashlib.sha256(name.encode("utf-8") + b"\n" + _ED25519 + raw).digest()[:4]
