"""What a number in prose means: English text in, quantities out. Pure: no I/O, no framework."""
