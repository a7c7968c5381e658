"""Figures as SVG text, drawn on the server: bars, words, maps.

Each drawing is a pure function: the same numbers give the same picture. Text is escaped here. Colours and typefaces
come from the page's classes; the attributes beside them are what a downloaded picture falls back on. The seats, tables,
presence dots and rings of the house are drawn in `collective.ground.web.drawing`.
"""
