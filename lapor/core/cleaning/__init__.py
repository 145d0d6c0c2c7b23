"""Files of strangers, made safe to serve: what they are is found from their content, and only pixels and sound are
carried over into new files.

Callers use `guard`: it lets a child process do the decoding, with limits on memory and time. Django-free.
"""
