"""A small report with everything that can go wrong in a PDF; run as a command, it prints its SHA-256."""

from __future__ import annotations

import hashlib
import sys
from datetime import UTC, datetime

from audit.report.branding.palette import Palette
from audit.report.environment import environment
from audit.report.pdf import Rendered, html_to_pdf
from audit.report.typesetting import Attached
from audit.report.wording import TAGS
from audit.resources import shipped
from audit.text import Language
from tests.report.charts.specimens import specimens

CREATED = datetime(2026, 4, 18, 1, 0, tzinfo=UTC)
STYLES = shipped("templates") / "report"
RESULT = b'{"schema":1}'

HOSTILE = (
    "</td><script>alert(1)</script> & {{ 7 * 7 }}",
    "invoice\u202egpj.exe zero\u200bwidth \u2028 line \x00\x07 nul",
    "\U0001f600 \U000e0041 \ud800 \ufffe \u0378",
    "z" + "\u0301" * 40,
    "A" * 4000,
    "镕喆堃 䶮 안녕하세요 ≒ ₤ ⟦U+0041⟧",
)

DOCUMENT = """
{% import 'charts.svg.j2' as c with context %}
<!DOCTYPE html>
<html lang="{{ tag }}"><head><title>ignored</title><link rel="stylesheet" href="asset:palette.css"><link rel="stylesheet" href="asset:report.css">\
<link rel="stylesheet" href="asset:draft.css"></head>\
<body data-document="AR-2026-0418" data-issuer="{{ issuer }}">
<section class="toc"><h1 data-run="{{ title }}">{{ title }}</h1><ul>
<li class="level-1"><a href="#one">{{ title }}</a></li></ul></section>
<section><h1 id="one" data-run="01 {{ title }}"><span class="no">01</span> {{ title }}</h1>
<p class="lead">{{ title }}</p><p> <span></span> </p>
{% for name, chart in charts %}<figure><figcaption>{{ title }}</figcaption>{{ c[name](chart, title) }}</figure>
{% endfor %}
<table><caption>{{ title }}</caption><thead><tr>\
<th scope="col">No.</th><th scope="col">{{ title }}</th></tr></thead>
<tbody>
{% for text in hostile %}<tr><th scope="row">{{ loop.index }}</th><td>{{ text }}</td></tr>
{% endfor %}
{% for number in range(60) %}<tr><th scope="row">{{ number }}</th><td></td></tr>
{% endfor %}
</tbody></table></section></body></html>
"""


def specimen(language: Language = "zh") -> Rendered:
    """The specimen as a PDF."""
    zh = language == "zh"
    env = environment(language)
    html = env.from_string(DOCUMENT).render(
        title="审查报告" if zh else "Audit report",
        issuer="衡准认证" if zh else "Hengzhun Certification",
        charts=specimens(language),
        hostile=HOSTILE,
    )
    return html_to_pdf(
        html,
        language=TAGS[language],
        title="审查报告" if zh else "Audit report",
        created=CREATED,
        author="Hengzhun",
        attachments=[Attached("result.json", RESULT, "result")],
        assets={
            "palette.css": Palette().css().encode(),
            "report.css": (STYLES / "report.css").read_bytes(),
            "draft.css": (STYLES / "draft.css").read_bytes(),
            "draft.svg": env.get_template("draft.svg.j2").render().encode(),
        },
    )


if __name__ == "__main__":
    sys.stdout.write(hashlib.sha256(specimen().content).hexdigest())
