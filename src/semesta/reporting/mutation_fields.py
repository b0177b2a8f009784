"""The fields that a mutation form can have: of a person's row, and of the form as a whole."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Literal

from semesta.faults import Text

Kind = Literal["TAMBAH", "KURANG", "UBAH"]
KINDS: tuple[Kind, ...] = ("TAMBAH", "KURANG", "UBAH")

PLACEHOLDER = re.compile(r"\{\s*([A-Za-z0-9_]+)\s*\}")

#: Of a row. The mutation record of jkn.md 5.4, and the 34 columns that are recalled there [mem-M]; what no file
#: of ours holds stays empty in the form.
FIELDS: Mapping[str, Text] = {
    "no": Text("nomor urut", "running number"),
    "jenis": Text("TAMBAH, KURANG, atau UBAH", "TAMBAH (add), KURANG (remove) or UBAH (change)"),
    "nik": Text("NIK", "NIK"),
    "no_kk": Text("nomor kartu keluarga", "family card number"),
    "no_kartu": Text("nomor kartu JKN", "card number"),
    "nama": Text("nama menurut data kependudukan (KURANG: menurut kartu)", "name by the register (KURANG: by the card)"),
    "tempat_lahir": Text("kosong: tidak ada di data", "empty: no file has it"),
    "tgl_lahir": Text("tanggal lahir", "date of birth"),
    "sex": Text("L atau P", "L (male) or P (female)"),
    "pisa": Text("hubungan keluarga di kartu, 1 sampai 5", "relation on the card, 1 to 5"),
    "shdk": Text("hubungan keluarga di KK, 1 sampai 11", "relation on the family card, 1 to 11"),
    "status_kawin": Text("kosong", "empty"),
    "alamat": Text("alamat", "address"),
    "rt": Text("RT", "RT"),
    "rw": Text("RW", "RW"),
    "kode_pos": Text("kosong", "empty"),
    "desa_kode": Text("kode desa Kemendagri", "Kemendagri code of the village"),
    "desa_nama": Text("nama desa/kelurahan", "name of the village"),
    "kec_kode": Text("kode kecamatan", "code of the district"),
    "kec_nama": Text("nama kecamatan", "name of the district"),
    "kab_kode": Text("kode kabupaten/kota", "code of the regency"),
    "kab_nama": Text("nama kabupaten/kota", "name of the regency"),
    "faskes_kode": Text("kosong", "empty"),
    "faskes_nama": Text("faskes tingkat pertama di kartu", "first-level facility of the card"),
    "drg_kode": Text("kosong", "empty"),
    "drg_nama": Text("kosong", "empty"),
    "telepon": Text("kosong", "empty"),
    "email": Text("kosong", "empty"),
    "npp": Text("kosong", "empty"),
    "jabatan": Text("kosong", "empty"),
    "status_pegawai": Text("kosong", "empty"),
    "kelas": Text("kelas rawat; TAMBAH selalu 3", "hospital class; TAMBAH always 3"),
    "tmt": Text("mulai berlakunya mutasi", "first day of the mutation"),
    "gaji": Text("kosong", "empty"),
    "kewarganegaraan": Text("kosong", "empty"),
    "no_polis": Text("kosong", "empty"),
    "nama_asuransi": Text("kosong", "empty"),
    "npwp": Text("kosong", "empty"),
    "paspor": Text("kosong", "empty"),
    "alasan": Text("MENINGGAL, PINDAH_DOMISILI, GANDA, BEKERJA_PPU, ...", "reason, in the words of the agreement"),
    "perubahan": Text("UBAH: apa yang berubah, lama -> baru", "UBAH: what changes, old -> new"),
    "dokumen": Text("dokumen yang perlu dilampirkan", "document to enclose"),
    "sumber": Text("dari mana usulan ini", "where the proposal comes from"),
    "keterangan": Text("apa kata data", "what the data say"),
    "desil": Text("desil kesejahteraan", "welfare decile"),
    "pengusul": Text("yang mengusulkan", "who proposes"),
    "verifikator": Text("kosong: diisi yang memeriksa", "empty: for who verifies"),
    "periode": Text("bulan tagihan, misalnya 2024-07", "billed month, for example 2024-07"),
}  # fmt: skip
DATES = ("tgl_lahir", "tmt")

#: Of the form; they may stand in any cell outside the row.
FORM_FIELDS: Mapping[str, Text] = {
    "pemda": Text("nama pemerintah daerah", "name of the local government"),
    "bulan": Text("bulan tagihan, misalnya Juli 2024", "billed month, for example Juli 2024"),
    "edisi": Text("edisi data yang dipakai", "edition of the data"),
    "tanggal_data": Text("keadaan data", "as-of date of the data"),
    "jumlah": Text("jumlah baris di lembar ini", "rows on this sheet"),
    "jumlah_tambah": Text("jumlah TAMBAH", "number of TAMBAH"),
    "jumlah_kurang": Text("jumlah KURANG", "number of KURANG"),
    "jumlah_ubah": Text("jumlah UBAH", "number of UBAH"),
}

#: What a sheet must have: of all kinds, or of the kind that its name says.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "": ("jenis", "nik", "no_kartu", "nama", "alasan", "tmt"),
    "TAMBAH": ("nik", "nama", "tgl_lahir"),
    "KURANG": ("nik", "no_kartu", "nama", "alasan", "tmt"),
    "UBAH": ("nik", "no_kartu", "nama"),
}


def nearest(name: str) -> tuple[str, ...]:
    """Known fields that look like an unknown one."""
    known = (*FIELDS, *FORM_FIELDS)
    return tuple(difflib.get_close_matches(name.lower(), known, n=3, cutoff=0.5))
