"""Asks Python's own ipaddress about every text in ip_network.txt and writes its answer down. Run it after adding a line:

    python3 tests/property/testdata/record.py
"""

import ipaddress
import json
import pathlib

path = pathlib.Path(__file__).with_name("ip_network.txt")
lines = []
for line in path.read_text().splitlines():
    text = line.split(" ", 1)[1]
    try:
        ipaddress.ip_network(json.loads(text))
        lines.append("takes " + text)
    except ValueError:
        lines.append("refuses " + text)
path.write_text("\n".join(lines) + "\n")
