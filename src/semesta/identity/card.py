"""JKN card number, 13 digits with leading zeros, and the virtual account made from it (jkn.md 5.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from semesta.faults import Text
from semesta.identity.digits import read_digits
from semesta.identity.doubt import Doubt, catalogue

CARD_DIGITS: Final = 13
#: A bill is paid to 88888 and the last 11 digits of the card number (S94 and mem-H in jkn.md 5.1).
VIRTUAL_ACCOUNT_PREFIX: Final = "88888"
VIRTUAL_ACCOUNT_DIGITS: Final = 16

#: A card that lost its zeros still has this many digits; anything shorter is some other number.
_FEWEST_DIGITS: Final = 7
_NIK_DIGITS: Final = 16


@dataclass(frozen=True, slots=True, order=True)
class Card:
    """A card number of 13 digits; one that is wrong cannot be built.

    `restored`: leading zeros that a spreadsheet dropped were put back. `from_virtual_account`: the
    text was a virtual account, which lacks the first two digits; they are taken to be 00, as they
    usually are. Both say how the number was read and do not make it another card.
    """

    number: str
    restored: bool = field(default=False, compare=False)
    from_virtual_account: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        fault = _card_fault(self.number)
        if fault is not None:
            raise ValueError(f"{fault.code}: {fault.reason.en}")

    def __str__(self) -> str:
        return self.number

    @property
    def virtual_account(self) -> str:
        """The account that the holder's bill is paid to."""
        return VIRTUAL_ACCOUNT_PREFIX + self.number[-11:]


def parse_card(text: str) -> Card | Doubt:
    """Read a card number; lost zeros are restored and a virtual account is turned back into its card."""
    read = read_digits(text)
    if read.damage is not None:
        return _DAMAGE[read.damage]
    digits = read.digits
    if len(digits) == VIRTUAL_ACCOUNT_DIGITS and digits.startswith(VIRTUAL_ACCOUNT_PREFIX):
        number = digits[len(VIRTUAL_ACCOUNT_PREFIX) :].zfill(CARD_DIGITS)
        return _card_fault(number) or Card(number, from_virtual_account=True)
    number = digits.zfill(CARD_DIGITS) if len(digits) >= _FEWEST_DIGITS else digits
    return _card_fault(number) or Card(number, restored=len(digits) < CARD_DIGITS)


def _card_fault(digits: str) -> Doubt | None:
    if not (digits.isascii() and digits.isdigit()):
        return _DAMAGE["not_digits"] if digits else _DAMAGE["empty"]
    if len(digits) == _NIK_DIGITS:
        return _SIXTEEN
    if len(digits) != CARD_DIGITS:
        return _LENGTH
    return _PLACEHOLDER if digits == digits[0] * CARD_DIGITS else None


# --- what can be wrong ----------------------------------------------------------------------------

_FROM_SOURCE = Text(
    "Ambil nomor dari kartu peserta atau berkas BPJS asal, dengan kolom berformat teks.",
    "Take the number from the member's card or the insurer's original file, with the column as text.",
)

_DAMAGE: Final[dict[str, Doubt]] = {
    "empty": Doubt(
        "card_empty",
        Text("Nomor kartu kosong.", "The card number is empty."),
        _FROM_SOURCE,
    ),
    "scientific": Doubt(
        "card_scientific",
        Text(
            "Nomor kartu diubah Excel menjadi notasi ilmiah (seperti 1,34E+09), angka aslinya hilang.",
            "Excel turned the card number into scientific notation (like 1.34E+09); the digits are lost.",
        ),
        _FROM_SOURCE,
    ),
    "letters": Doubt(
        "card_letters",
        Text(
            "Nomor kartu memuat huruf yang mirip angka (O untuk 0, l atau I untuk 1).",
            "The card number holds letters that look like digits (O for 0, l or I for 1).",
        ),
        Text("Ketik ulang hanya dengan angka.", "Type it again with digits only."),
    ),
    "not_digits": Doubt(
        "card_not_digits",
        Text("Nomor kartu memuat tanda selain angka.", "The card number holds something but digits."),
        _FROM_SOURCE,
    ),
}
_LENGTH: Final = Doubt(
    "card_length",
    Text("Nomor kartu tidak 13 angka.", "The card number does not have 13 digits."),
    _FROM_SOURCE,
)
_SIXTEEN: Final = Doubt(
    "card_16_digits",
    Text(
        "Nomor kartu 16 angka; ini panjang NIK atau nomor KK.",
        "The card number has 16 digits; that is the length of a NIK or family card number.",
    ),
    Text(
        "Periksa apakah kolomnya tertukar, lalu ambil nomor 13 angka dari kartu peserta.",
        "See whether the columns changed places, then take the 13 digits from the member's card.",
    ),
)
_PLACEHOLDER: Final = Doubt(
    "card_placeholder",
    Text(
        "Nomor kartu berisi satu angka yang diulang; ini pengisi.",
        "The card number is one digit repeated; that is a filler.",
    ),
    _FROM_SOURCE,
)

#: Every doubt about a card number, by code.
CARD_DOUBTS = catalogue([*_DAMAGE.values(), _LENGTH, _SIXTEEN, _PLACEHOLDER])
