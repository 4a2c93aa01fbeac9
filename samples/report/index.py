"""A report over countries.csv: the most people, or the most people per area, by continent or by country."""

import csv
import os
from collections import defaultdict

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "countries.csv")


def main_handler(event, context):
    """Event: {"continent"?: name, "top"?: number of countries, 3 unless given}."""
    continent = event.get("continent")
    top = int(event.get("top", 3))
    countries = [row for row in read_table() if continent in (None, row["continent"])]
    if not countries:
        raise ValueError(f"no country of the table lies in {continent!r}")
    print(f"{len(countries)} countries")
    return {
        "countries": len(countries),
        "population_millions": sum(row["population"] for row in countries),
        "continents": continents(countries),
        "most_people": [f"{row['country']}: {row['population']} million" for row in largest(countries, "population", top)],
        "most_crowded": [f"{row['country']}: {row['density']:.0f} per km²" for row in largest(countries, "density", top)],
    }


def read_table():
    with open(TABLE, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            population = int(row["population_millions"])
            area = int(row["area_thousand_km2"])
            yield {
                "country": row["country"],
                "continent": row["continent"],
                "population": population,
                "area": area,
                "density": population * 1000 / area,
            }


def continents(countries):
    groups = defaultdict(list)
    for row in countries:
        groups[row["continent"]].append(row)
    people = {name: sum(row["population"] for row in rows) for name, rows in groups.items()}
    total = sum(people.values())
    return {name: f"{people[name]} million, {100 * people[name] / total:.1f} %" for name in sorted(people, key=people.get, reverse=True)}


def largest(countries, key, count):
    return sorted(countries, key=lambda row: row[key], reverse=True)[:count]
