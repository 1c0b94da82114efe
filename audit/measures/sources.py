"""Where measures come from: works and standards as they were published, joined by words of either language."""

from __future__ import annotations

from audit.text import Text

DEFAULT = Text(zh="本工具的默认值", en="default of this toolkit")
CONSTRUCT = Text(zh="本工具自定的构念", en="construct of this toolkit")
CENSUS = Text(zh="依据全部记录，不作区间估计", en="a census, so without interval")
EXACT_POISSON = Text(zh="泊松精确区间（Garwood 1936）", en="exact Poisson interval (Garwood 1936)")


def cited(*parts: str | Text) -> Text:
    """Sources one after the other. A work is cited alike in every language, so its part is a plain string."""
    both = [Text(zh=one, en=one) if isinstance(one, str) else one for one in parts]
    return Text(zh="；".join(one.zh for one in both), en="; ".join(one.en for one in both))
