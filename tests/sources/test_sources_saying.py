"""What a desk reads in `rejects` is Indonesian in the edition and English where English is asked for."""

from __future__ import annotations

import pytest

from semesta.sources import said_in
from semesta.sources.saying import fixed_texts
from tests.sources.desk import read_files, resident, residents_csv


def test_every_sentence_has_one_english() -> None:
    english: dict[str, str] = {}
    for text in fixed_texts():
        assert english.setdefault(text.id, text.en) == text.en
        assert said_in("en", text.id) == text.en
        assert said_in("id", text.id) == text.id


def test_a_sentence_that_nobody_knows_stays_as_it_is() -> None:
    assert said_in("en", "Kalimat dari program yang lain.") == "Kalimat dari program yang lain."


@pytest.mark.parametrize("by_name", [False, True])
def test_no_refusal_of_a_faulty_file_stays_indonesian(
    tmp_path_factory: pytest.TempPathFactory, by_name: bool
) -> None:
    people = [
        resident(0, NIK="1871015013809001"), resident(1, NO_KK="18710199"), resident(2, TGL_LHR="31-02-1980"),
        resident(3, KODE_WILAYAH="18.71.01.9999"), resident(4, DESIL="99"), resident(5, JENIS_KLMIN="ENTAH"),
        resident(6, NIK="", NO_KK="", NAMA_LGKP="", TGL_LHR=""), resident(7), resident(7),
        *(resident(i) for i in range(8, 20)),
    ]  # fmt: skip
    text = residents_csv(people)
    if by_name:
        text = text.replace("KODE_WILAYAH", "NAMA_KEL").replace("18.71.01.1004", "SUKAMAJU")
    desk = read_files(tmp_path_factory.mktemp("desk"), {"dkb.csv": text + "1,2,3\n"})
    sentences = [sentence for row in desk.rejects("reason, remedy") for sentence in row]
    assert len(sentences) >= 16
    for sentence in sentences:
        assert said_in("en", sentence) != sentence
