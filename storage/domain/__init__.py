"""The law: what the standards and the organisation's procedures say, as values in, values out.

No I/O, no clock.
"""
