"""What Word insists on: children in the order of the schema, and nothing but named styles."""

from __future__ import annotations

import pytest
from lxml import etree

from audit.report.word.ooxml import NAMESPACES, qualified
from audit.text import Language
from tests.report.word.made import EVERY, all_of, parts, word

# ISO/IEC 29500-1:2016, annex A.1 (wml.xsd): the sequences of CT_PPr, EG_RPrBase, CT_TblPr, CT_TcPr, CT_SectPr,
# CT_Style, CT_Lvl and CT_Settings, without the elements that follow the last one of ours.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "settings": "writeProtection view zoom defaultTabStop autoHyphenation evenAndOddHeaders characterSpacingControl "
    "footnotePr endnotePr compat docVars rsids themeFontLang clrSchemeMapping decimalSymbol listSeparator",
    "pBdr": "top left bottom right between bar",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "tcBorders": "top start left bottom end right insideH insideV tl2br tr2bl",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "sdt": "sdtPr sdtEndPr sdtContent",
}
DIRECT = {
    "pPr": {"pStyle", "pageBreakBefore", "sectPr"},
    "rPr": {"rStyle", "rFonts"},
    "tblPr": {"tblStyle", "tblW", "tblLayout", "tblLook", "tblCaption"},
    "trPr": {"cantSplit", "trHeight", "tblHeader"},
    "tcPr": {"tcW", "gridSpan"},
}
"""What stands in the text beside the name of a style: sizes, and one page break taken back."""

every = pytest.mark.parametrize(("name", "language"), EVERY)


def local(node: etree._Element) -> str:
    return str(etree.QName(node).localname)


@every
def test_children_stand_in_the_order_of_the_schema(name: str, language: Language) -> None:
    wrong, seen = [], set()
    for parent in all_of(word(name, language, True), *(f"w:{one}" for one in ORDER)):
        order, children = ORDER[local(parent)].split(), [local(one) for one in parent]
        seen.add(local(parent))
        strange = [one for one in children if one not in order]
        if strange or children != sorted(children, key=order.index):
            wrong.append((local(parent), children))
    assert wrong == []
    assert seen == set(ORDER)


@every
def test_every_style_that_is_used_is_defined_once(name: str, language: Language) -> None:
    content = word(name, language)
    defined = [one.get(qualified("w:styleId")) for one in all_of(content, "w:style")]
    assert len(defined) == len(set(defined))
    uses = ("w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next")
    assert {one.get(qualified("w:val")) for one in all_of(content, *uses)} <= set(defined)
    body = parts(content)["word/document.xml"]
    plain = [
        one
        for one in body.iter(qualified("w:p"))
        if one.find(f"{qualified('w:pPr')}/{qualified('w:pStyle')}") is None
    ]
    assert plain == []


@every
def test_all_looks_come_from_styles(name: str, language: Language) -> None:
    body = parts(word(name, language))["word/document.xml"]
    direct = {
        (kind, local(child))
        for kind, allowed in DIRECT.items()
        for node in body.iter(qualified(f"w:{kind}"))
        for child in node
        if local(child) not in allowed
    }
    assert direct == set()
    fonts = {tuple(one.attrib.items()) for one in body.iter(qualified("w:rFonts"))}
    assert fonts <= {((qualified("w:hint"), "eastAsia"),)}


def test_quotation_marks_of_a_chinese_report_are_chinese_and_those_of_an_english_one_are_not() -> None:
    def hinted(language: Language) -> set[str]:
        body = parts(word("survey", language))["word/document.xml"]
        return {
            run.findtext(qualified("w:t"), "")
            for run in body.iter(qualified("w:r"))
            if run.find(f".//{qualified('w:rFonts')}") is not None
        }

    assert [one for one in hinted("zh") if "“顾客调查”" in one]
    assert hinted("en") == set()


@every
def test_the_cells_of_a_row_fill_the_columns_of_its_table(name: str, language: Language) -> None:
    for table in all_of(word(name, language), "w:tbl"):
        columns = [int(one.get(qualified("w:w"))) for one in table.iter(qualified("w:gridCol"))]
        assert all(one > 0 for one in columns) and sum(columns) <= 9639
        for row in table.findall(qualified("w:tr")):
            spans = [int(one.get(qualified("w:val"))) - 1 for one in row.iter(qualified("w:gridSpan"))]
            assert len(row.findall(qualified("w:tc"))) + sum(spans) == len(columns)


def test_every_namespace_has_its_usual_prefix() -> None:
    used = {
        node.nsmap[node.prefix]: node.prefix
        for node in parts(word("survey", "en"))["word/document.xml"].iter()
    }
    assert used == {NAMESPACES[prefix]: prefix for prefix in ("w", "wp", "a", "pic")}
