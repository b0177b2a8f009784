"""An invented province made to published totals, to the person, with planted faults and the truth behind them."""

from semesta.synthetic.bills import BillOrder, MadeBill
from semesta.synthetic.cards import Totals
from semesta.synthetic.make import Form, MadeFiles, make
from semesta.synthetic.noise import BY_NAME, HARSH, STANDARD, Noise
from semesta.synthetic.spec import (
    LAMPUNG_2023_08,
    LAMPUNG_2024_07,
    LAMPUNG_MOMENTS,
    Moment,
    ProvinceSpec,
    moment_on,
)

__all__ = [
    "BY_NAME",
    "HARSH",
    "LAMPUNG_2023_08",
    "LAMPUNG_2024_07",
    "LAMPUNG_MOMENTS",
    "STANDARD",
    "BillOrder",
    "Form",
    "MadeBill",
    "MadeFiles",
    "Moment",
    "Noise",
    "ProvinceSpec",
    "Totals",
    "make",
    "moment_on",
]
