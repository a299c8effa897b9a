import pytest

from perizinan.files.checks.foreign import ends_as_zip, hides_in_photo, is_foreign, is_program, opens_as_zip
from tests.perizinan.files import made

pytestmark = pytest.mark.unit

ZIP = made.zipped(data=b"x")


@pytest.mark.parametrize(
    "data",
    [b"\n <HTML>", b"<?php 1", b"<?=`$_GET[0]`", b"<svg onload=1>", b"MZ\x90", b"\n#!/bin/sh", b"Rar!\x1a\x07\0", ZIP],
)
def test_foreign(data):
    assert is_foreign(data)


@pytest.mark.parametrize(
    "data", [b"", b"% a comment", b"x MZ", b"<x:xmpmeta>", b"PK\x03\x04", b"<?xml version='1.0'?>"]
)
def test_not_foreign(data):
    assert not is_foreign(data)


@pytest.mark.parametrize(
    ("data", "hides"), [(b"\0<ScRiPt src=", True), (b"a %PDF-1.4", True), (b"<?xpacket begin", False)]
)
def test_what_hides_in_a_photo(data, hides):
    assert hides_in_photo(data) is hides


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ", ""),
        (b"", "a.EXE"),
        (b"", "surat.pdf.js"),
        (b"", "a.bat. "),
        (b"", "a.docm"),
        (b"<html>", "a.txt"),
        (b"", "a.exe\u00a0"),
        (b"", "a.exe\u200b"),
        (b"", "a.ex\u00ade .\u2003."),
        (b"", "a.xll"),
    ],
)
def test_programs(data, name):
    assert is_program(data, name)


@pytest.mark.parametrize(("data", "name"), [(b"a;b", "a.csv"), (b"<?xml?><Invoice/>", "a.xml"), (b"", "exe.txt")])
def test_data_is_no_program(data, name):
    assert not is_program(data, name)


@pytest.mark.parametrize(
    ("data", "ends"),
    [
        (ZIP, True),
        (b"%PDF" + ZIP, True),
        (ZIP + b"\nendstream", False),
        (ZIP[:-2] + b"\x0a\0" + b"\nendstream", True),
        (ZIP + b"x" * 70_000, False),
        (b"PK\x05\x06", False),
    ],
    ids=["zip", "behind a pdf", "inside", "comment to the end", "far before the end", "too short"],
)
def test_a_zip_at_the_end(data, ends):
    assert ends_as_zip(data) is ends


def test_lenient_programs_open_a_zip_with_something_behind_it():
    assert opens_as_zip(ZIP + b"x")
