"""Where everything in a chart stands: data in, coordinates out, nothing drawn and nothing judged.

One file a kind of chart; the macro of the same name in ``templates/report/charts/`` draws what its function
returns. Lengths are CSS pixels, rounded to two decimals; y grows downwards. What is good or bad comes in with
the data as a ``Tone``: no threshold is known here. A value that was not assessed has no bar, never a bar of
length 0.
"""
