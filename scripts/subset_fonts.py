"""Build ``templates/fonts/`` from the five npm packages that carry the static TrueType files.

    npm pack @expo-google-fonts/inter@0.4.2 @expo-google-fonts/source-serif-4@0.4.1
    npm pack @expo-google-fonts/noto-sans-sc@0.4.3 @expo-google-fonts/noto-sans-kr@0.4.3
    npm pack @expo-google-fonts/noto-sans-math@0.4.2
    python scripts/subset_fonts.py FOLDER_WITH_THE_ARCHIVES

The same archives and the same fontTools give the same bytes. Besides the fonts it writes their licences
and ``coverage.ranges``, from which the report knows what can be shown.
"""

from __future__ import annotations

import hashlib
import io
import sys
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent.parent / "templates" / "fonts"


@dataclass(frozen=True)
class Package:
    """One npm archive: its file and SHA-256, the family in its paths, our stem, weight -> its folder."""

    archive: str
    sha256: str
    family: str
    stem: str
    weights: dict[int, str]
    features: tuple[str, ...]


LATIN_FEATURES = ("calt", "case", "ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum")
# No "locl" for the Han font: it would bring the Japanese and Korean shapes of thousands of characters.
HAN_FEATURES = ("ccmp", "kern", "liga", "palt", "halt")

REGULAR_AND_BOLD = {400: "400Regular", 700: "700Bold"}
INTER = Package(
    "expo-google-fonts-inter-0.4.2.tgz",
    "b5c1e5878c07a5637169da9f7b1f370c69709f1f8de55998e2522f7aa9dfe2a9",
    "Inter",
    "inter",
    {**REGULAR_AND_BOLD, 500: "500Medium", 600: "600SemiBold"},
    LATIN_FEATURES,
)
SERIF = Package(
    "expo-google-fonts-source-serif-4-0.4.1.tgz",
    "84f0b412fbc9b0b666d6fe04620b2cd2e54bfd49ca61fe0663a9e5beb30afcc4",
    "SourceSerif4",
    "source-serif-4",
    {400: "400Regular", 600: "600SemiBold"},
    LATIN_FEATURES,
)
CHINESE = Package(
    "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
    "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
    "NotoSansSC",
    "noto-sans-sc",
    REGULAR_AND_BOLD,
    HAN_FEATURES,
)
KOREAN = Package(
    "expo-google-fonts-noto-sans-kr-0.4.3.tgz",
    "7614af529705ea48e8b76cb3b056b92db66b7625ef3fc97ce76366063df94d3f",
    "NotoSansKR",
    "noto-sans-kr",
    {400: "400Regular"},
    HAN_FEATURES,
)

MARKS = replace(CHINESE, stem="han-marks")

MATHS = Package(
    "expo-google-fonts-noto-sans-math-0.4.2.tgz",
    "652041ca903e7adcc1502a0621350526463e91416757310391370ff5f8fb3ce8",
    "NotoSansMath",
    "noto-sans-math",
    {400: "400Regular"},
    (),
)

# The 276 characters of the 通用规范汉字表 (2013, 8,105 characters) that GBK lacks.
# Source: property kTGH of the Unicode Han database, version 14.
BEYOND_GBK = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖"
    "䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮鿍鿎鿏𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉"
    "𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧"
    "𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕"
    "𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹"
    "𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
)

LATIN = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF),
    (0x1E00, 0x1EFF),
)  # fmt: skip
SYMBOLS = (
    (0x2010, 0x2027), (0x2030, 0x205E), (0x2070, 0x209C), (0x20A0, 0x20CF), (0x2100, 0x214F),
    (0x2150, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF), (0x2460, 0x24FF),
    (0x2500, 0x25FF), (0x2600, 0x26FF), (0x2700, 0x27EF), (0x2E80, 0x2FDF), (0x3000, 0x30FF),
    (0x3105, 0x312F), (0x31C0, 0x31EF), (0x3200, 0x33FF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
)  # fmt: skip
JAMO = ((0x3131, 0x318E),)
# A space is set in the font of the word before it, so every font needs its own.
SPACES = {0x20, 0xA0, 0x3000}
# What no other font has: ≒ of GBK, and ⟦ ⟧ in which the report shows what it cannot show.
MATHEMATICAL = "≒⟦⟧"
# What Chinese writes at full width and Latin fonts have as well, narrow: to be named before them in a Chinese document.
HAN_MARKS = "“”"


def main(folder: Path) -> None:
    """Write every font, its licence and the table of what all fonts together can show."""
    latin = _characters(LATIN) | _characters(SYMBOLS)
    wanted = (
        (INTER, latin),
        (SERIF, latin),
        (CHINESE, latin | _encoded("gbk") | {ord(one) for one in BEYOND_GBK}),
        (MARKS, SPACES | {ord(one) for one in HAN_MARKS}),
        (KOREAN, SPACES | _characters(JAMO) | {one for one in _encoded("euc_kr") if 0xAC00 <= one <= 0xD7A3}),
        (MATHS, SPACES | {ord(one) for one in MATHEMATICAL}),
    )
    covered: set[int] = set()
    for package, characters in wanted:
        for name, content in _built(package, folder, characters):
            (FONTS / name).write_bytes(content)
            covered |= _cmap(content)
            print(f"{len(content):>10,}  {name}")
    lines = (f"{first:04X}-{last:04X}\n" for first, last in _ranges(covered))
    (FONTS / "coverage.ranges").write_text("".join(lines), encoding="ascii")
    print(f"{len(covered):>10,}  characters")


def _built(package: Package, folder: Path, characters: set[int]) -> Iterator[tuple[str, bytes]]:
    content = (folder / package.archive).read_bytes()
    if hashlib.sha256(content).hexdigest() != package.sha256:
        raise SystemExit(f"{package.archive} is not the archive that the fonts were built from")
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        yield f"OFL-{package.family}.txt", _member(archive, "package/LICENSE_FONT")
        for weight, folder_name in sorted(package.weights.items()):
            source = _member(archive, f"package/{folder_name}/{package.family}_{folder_name}.ttf")
            yield f"{package.stem}-{weight}.ttf", _subset(source, characters, package.features)


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    if file is None:
        raise SystemExit(f"{name} is missing in {archive.name!r}")
    return file.read()


def _subset(source: bytes, characters: set[int], features: tuple[str, ...]) -> bytes:
    options = subset.Options(
        hinting=False,
        layout_features=list(features),
        name_IDs=["*"],  # the licence and copyright stay in the file
        name_languages=[0x409],
        notdef_outline=True,
        recalc_timestamp=False,
        drop_tables=[*subset.Options().drop_tables, "BASE", "STAT", "gasp", "vhea", "vmtx"],
    )
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _cmap(content: bytes) -> set[int]:
    return set(TTFont(io.BytesIO(content)).getBestCmap()) if content[:4] == b"\0\1\0\0" else set()


def _characters(ranges: Iterable[tuple[int, int]]) -> set[int]:
    return {one for first, last in ranges for one in range(first, last + 1)}


def _encoded(encoding: str) -> set[int]:
    """Every character that a two-byte encoding can hold."""
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    return {ord(one) for pair in pairs if len(one := pair.decode(encoding, errors="ignore")) == 1}


def _ranges(covered: set[int]) -> Iterator[tuple[int, int]]:
    for _, run in groupby(enumerate(sorted(covered)), key=lambda pair: pair[1] - pair[0]):
        points = [point for _, point in run]
        yield points[0], points[-1]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
