"""
Lives of dossiers as pictures: who worked when, what stood still, and when it was due.

A `Life` is made from the events of one dossier; SVG, HTML and text draw the same life.
"""

from __future__ import annotations

from dossierflow.render.lives.compared import Comparison, comparison_of, comparison_svg, comparison_text
from dossierflow.render.lives.life import Life
from dossierflow.render.lives.life_svg import life_svg
from dossierflow.render.lives.life_text import life_text
from dossierflow.render.lives.making import life_of, life_of_run
from dossierflow.render.lives.many import Many, Order, many_of
from dossierflow.render.lives.many_svg import many_svg
from dossierflow.render.lives.many_text import many_text
from dossierflow.render.lives.pages import comparison_html, life_html, many_html
from dossierflow.render.lives.values import comparison_json, life_json, many_json

__all__ = [
    "Comparison",
    "Life",
    "Many",
    "Order",
    "comparison_html",
    "comparison_json",
    "comparison_of",
    "comparison_svg",
    "comparison_text",
    "life_html",
    "life_json",
    "life_of",
    "life_of_run",
    "life_svg",
    "life_text",
    "many_html",
    "many_json",
    "many_of",
    "many_svg",
    "many_text",
]
