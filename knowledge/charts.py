"""The evaluation's figures as pictures: channels, styles and topics, calibration."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.evaluation import Report

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_INCHES = (9, 6)
_CHINESE_FONTS = ("Noto Sans CJK SC", "Noto Sans CJK JP", "WenQuanYi Zen Hei", "SimHei")
_FONT_FILES = ("notosanscjk", "wqy-zenhei", "simhei")


def draw(report: Report, folder: Path) -> list[Path]:
    """Write the charts of `report` into `folder` as PNG files; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    retrieval: Any = report["retrieval"]
    decisions: Any = report["decisions"]
    first = {name: values["hit@1"] for name, values in retrieval.items()}
    return [
        _chart(folder / "retrieval.png", lambda axes: _bars(axes, first, "hit@1")),
        _chart(folder / "styles.png", lambda axes: _bars(axes, decisions["by style"], "fully right")),
        _chart(folder / "topics.png", lambda axes: _bars(axes, decisions["by topic"], "fully right")),
        _chart(folder / "calibration.png", lambda axes: _calibration(axes, report["calibration"])),
    ]


def _chart(path: Path, paint: Any) -> Path:
    # Drawing is needed here only; without the object interface matplotlib would look for a screen.
    from matplotlib import font_manager, rc_context
    from matplotlib.figure import Figure

    with rc_context({"font.family": [*_chinese_fonts(font_manager), "DejaVu Sans"]}):
        figure = Figure(figsize=_INCHES, layout="constrained")
        paint(figure.add_subplot())
        figure.savefig(path, dpi=120)
    return path


def _chinese_fonts(manager: Any) -> list[str]:
    """Return the Chinese fonts that there are; matplotlib's own list lacks those installed after it was made."""
    for path in manager.findSystemFonts():
        if Path(path).stem.lower().startswith(_FONT_FILES):
            manager.fontManager.addfont(path)
    known = {font.name for font in manager.fontManager.ttflist}
    return [name for name in _CHINESE_FONTS if name in known]


def _bars(axes: "Axes", shares: Mapping[str, float], label: str) -> None:
    names = list(shares)[::-1]
    bars = axes.barh(names, [shares[name] for name in names])
    axes.bar_label(bars, fmt="%.2f")
    axes.set_xlim(0, 1.08)
    axes.set_xlabel(label)


def _calibration(axes: "Axes", tenths: Any) -> None:
    axes.plot([0, 1], [0, 1], linestyle=":")
    axes.scatter(
        [one["confidence"] for one in tenths],
        [one["answerable"] for one in tenths],
        s=[20 + one["questions"] for one in tenths],
    )
    axes.set_xlabel("confidence")
    axes.set_ylabel("share of questions that have an answer")
