"""Charts with a sentence for a title: what the data say, no more than their intervals allow.

One file a family of panels; each finds its figures in the result, or gives None where they are not there.
"""
