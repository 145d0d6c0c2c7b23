"""What the files are, for programs and for people: Frictionless Data Package (v1), DCAT 3 as JSON-LD, and the
dictionary in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lapor.agencies.current import base_url
from lapor.agencies.models import Agency
from lapor.publish.open_data.codes import CODE_COLUMNS, code_lines
from lapor.publish.open_data.columns import COLUMNS, Column, K
from lapor.publish.open_data.files import CODES, CSV, PARQUET

MEDIA = {
    ".csv": ("CSV", "text/csv"),
    ".geojson": ("GeoJSON", "application/geo+json"),
    ".parquet": ("Parquet", "application/vnd.apache.parquet"),
    ".json": ("JSON", "application/json"),
    ".jsonld": ("JSON-LD", "application/ld+json"),
    ".md": ("Markdown", "text/markdown"),
    "": ("", "text/plain"),
}
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
Sums = Mapping[str, tuple[int, str]]  # name: bytes and SHA-256


def licence_of(root: Agency) -> dict[str, str]:
    """The city's own, where its brand names one (`data_licence`: name, title, path)."""
    return {**LICENCE, **root.brand.get("data_licence", {})}


def title_of(root: Agency) -> str:
    return f"Laporan warga {root.brand.get('city') or root.name}"


def media_of(name: str) -> tuple[str, str]:
    """(format, media type) by the ending of a file's name."""
    ending = name[name.rindex(".") :] if "." in name else ""
    return MEDIA.get(ending, MEDIA[""])


def file_url(root: Agency, day: date, name: str) -> str:
    return f"{base_url(root)}/data/{day.isoformat()}/{name}"


def data_package(root: Agency, day: date, reports: int, sums: Sums) -> dict[str, Any]:
    schemas = {CSV: _schema(COLUMNS, "number"), CODES: _schema(CODE_COLUMNS, ["column", "code"])}
    resources = [_resource(name, size, digest, schemas.get(name)) for name, (size, digest) in sums.items()]
    return {
        "profile": "data-package",
        "name": f"laporan-{root.code}",
        "title": title_of(root),
        "created": f"{day.isoformat()}T00:00:00Z",
        "homepage": f"{base_url(root)}/data/",
        "licenses": [licence_of(root)],
        "resources": resources,
        "count_of_rows": reports,
    }


def _schema(columns: Sequence[Column], key: str | list[str]) -> dict[str, Any]:
    """Frictionless Table Schema."""
    fields = [{"name": c.name, "type": c.kind, "title": c.meaning, "description": c.meaning_en} for c in columns]
    return {"fields": fields, "primaryKey": key, "missingValues": [""]}


def _resource(name: str, size: int, digest: str, schema: Mapping[str, Any] | None) -> dict[str, Any]:
    """A file with its size and checksum, a table with its schema. Parquet without the size: frictionless reads it as a
    table, never sees its bytes and says that they differ; dcat.jsonld has it."""
    stem, _dot, _ending = name.partition(".")
    form, media = media_of(name)
    resource: dict[str, Any] = {
        "name": f"{stem}-{form.lower()}",
        "path": name,
        "format": form.lower(),
        "mediatype": media,
        "hash": f"sha256:{digest}",
    }
    if name != PARQUET:
        resource["bytes"] = size
    if schema:
        resource |= {"profile": "tabular-data-resource", "encoding": "utf-8", "schema": schema}
    return resource


def dcat(root: Agency, day: date, sums: Sums) -> dict[str, Any]:
    """https://www.w3.org/TR/vocab-dcat-3/"""
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Dataset",
        "@id": f"{base_url(root)}/data/",
        "dct:title": {"@value": title_of(root), "@language": "id"},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": root.name},
        "dct:license": {"@id": licence_of(root)["path"]},
        "dct:modified": {"@value": day.isoformat(), "@type": "xsd:date"},
        "dct:accrualPeriodicity": {"@id": "http://purl.org/cld/freq/daily"},
        "dcat:landingPage": {"@id": f"{base_url(root)}/data/"},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": name,
                "dcat:downloadURL": {"@id": file_url(root, day, name)},
                "dcat:mediaType": media_of(name)[1],
                "dcat:byteSize": size,
                "spdx:checksum": {
                    "@type": "spdx:Checksum",
                    "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                    "spdx:checksumValue": digest,
                },
            }
            for name, (size, digest) in sums.items()
        ],
    }


def dictionary(root: Agency, day: date) -> str:
    """KAMUS.md: the meaning of each column, what is left out and why."""
    licence = licence_of(root)
    rows = "\n".join(f"| `{c.name}` | {c.kind} | {c.meaning} | {c.meaning_en} |" for c in COLUMNS)
    codes = "\n".join(
        f"| `{column}` | `{code}` | {label} | {label_en} |" for column, code, label, label_en in code_lines()
    )
    return f"""# {title_of(root)}

{day.isoformat()} · {root.name} · [{licence["title"]}]({licence["path"]}) · {base_url(root)}/data/

Satu baris untuk setiap laporan yang boleh diketahui umum. Tanpa isi laporan, tanpa nama, tanpa alamat; laporan
rahasia dan kasus terlindungi tidak ada. Isi yang sudah diterbitkan ada di halaman laporan:
{base_url(root)}/laporan/<number>.

One line for each report that the public may know of. No words, no name, no address; confidential and protected cases
are not in it.

## Tempat

Titik hanya untuk laporan yang diterbitkan, dan tidak untuk kategori yang tempatnya sering berupa rumah. Untuk
kategori itu kelurahan disebut bila ada sedikitnya {K} laporan sejenis di sana, jika tidak hanya kecamatan bila di
sana ada sedikitnya {K}, jika tidak kosong.

Points of published reports only, and of no category whose place is often a home. There the kelurahan is named where
at least {K} reports of the kind stand in it, else the kecamatan on the same condition, else nothing.

## Terlambat dan tepat waktu

Angka utama halaman statistik dapat dihitung ulang dari laporan.csv: terlambat sekarang = baris dengan `is_overdue`;
dijawab tepat waktu = `is_answered_in_time` dibagi `is_due`, dari yang `filed_on` pada periodenya; selesai dikonfirmasi
= `state` resolved dibagi semua yang resolved, closed_unconfirmed, archived, referred.

The leading figures of the statistics can be worked out from laporan.csv: late now = lines with `is_overdue`; answered
in time = `is_answered_in_time` by `is_due`, of those with `filed_on` in the period; confirmed solved = `state` resolved
by all that are resolved, closed_unconfirmed, archived or referred.

## Kode

| kolom | kode | arti | meaning |
|---|---|---|---|
{codes}

## Kolom

| kolom | jenis | arti | meaning |
|---|---|---|---|
{rows}
"""
