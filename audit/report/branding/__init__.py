"""The look, the words and the order of a certification body, from a folder of its own."""
