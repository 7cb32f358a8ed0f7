"""Runs inside a peer's own environment: NAME GOLD OUT; prints the rows read a second."""

import json
import sys
import time

POINTS = {"lessthan": "<", "morethan": ">"}


def quantulum3():
    from quantulum3 import parser

    def read(text):
        rows = []
        for quantity in parser.parse(text):
            row = {
                "span": list(quantity.span),
                "unit": quantity.unit.name,
                "value": quantity.value,
                "low": None,
                "high": None,
                "comparator": "=",
            }
            if quantity.uncertainty:
                row.update(
                    value=None,
                    low=quantity.value - quantity.uncertainty,
                    high=quantity.value + quantity.uncertainty,
                    comparator="range",
                )
            row["kind"] = quantity.unit.entity.name
            rows.append(row)
        return rows

    return read


def recognizers():
    from recognizers_date_time import recognize_datetime
    from recognizers_number import Culture, recognize_number
    from recognizers_number_with_unit import (
        recognize_age,
        recognize_currency,
        recognize_dimension,
        recognize_temperature,
    )

    kinds = {
        "currency": recognize_currency,
        "dimension": recognize_dimension,
        "age": recognize_age,
        "temperature": recognize_temperature,
    }

    def number(text):
        try:
            return float(str(text).replace(",", ""))
        except ValueError:
            return None

    def read(text):
        rows = []
        for kind, recognize in kinds.items():
            for found in recognize(text, Culture.English):
                resolution = found.resolution or {}
                value = number(resolution.get("value"))
                if value is not None:
                    rows.append(
                        {
                            "span": [found.start, found.end + 1],
                            "value": value,
                            "kind": kind,
                            "unit": resolution.get("unit"),
                            "comparator": "=",
                        }
                    )
        taken = [row["span"] for row in rows]
        # Numbers inside dates and times of day are none; those inside durations stay.
        taken += [
            [found.start, found.end + 1]
            for found in recognize_datetime(text, Culture.English)
            if "duration" not in found.type_name
        ]
        for found in recognize_number(text, Culture.English):
            span = [found.start, found.end + 1]
            value = number((found.resolution or {}).get("value"))
            if value is None or any(a < span[1] and span[0] < b for a, b in taken):
                continue
            percent = text[span[1] :].lstrip().startswith(("%", "percent", "per cent"))
            rows.append(
                {
                    "span": span,
                    "value": value,
                    "comparator": "=",
                    "unit": "percent" if percent else None,
                    "kind": "percent" if percent else "count",
                }
            )
        return rows

    return read


def main():
    name, gold, out = sys.argv[1:]
    read = {"quantulum3": quantulum3, "recognizers": recognizers}[name]()
    with open(gold, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    read(rows[0]["text"])
    begun = time.perf_counter()
    answers = []
    for row in rows:
        try:
            found = read(row["text"])
        except Exception:  # a reader that fails on a row has found nothing there
            found = []
        answers.append({"id": row["id"], "quantities": found})
    seconds = time.perf_counter() - begun
    with open(out, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(answer) + "\n" for answer in answers)
    print(round(len(rows) / seconds, 1))


if __name__ == "__main__":
    main()
