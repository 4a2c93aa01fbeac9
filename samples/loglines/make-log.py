"""Writes access-log.txt: one invented day of an invented shop, the same each time."""

import random

random.seed(20240229)
PATHS = ["/", "/search", "/item/{}", "/cart", "/checkout", "/img/{}.webp", "/login", "/api/stock/{}"]
lines = []
second = 0
for _ in range(600):
    second += random.randint(20, 260)
    path = random.choice(PATHS).format(random.randint(1, 900))
    status = random.choices([200, 304, 302, 404, 403, 500, 503], [80, 10, 5, 6, 1, 1, 1])[0]
    level = "ERROR" if status >= 500 else "WARN" if status >= 400 else "INFO"
    took = int(random.lognormvariate(3.2, 0.9)) + (2000 if status == 503 else 0)
    clock = f"{second // 3600 % 24:02}:{second // 60 % 60:02}:{second % 60:02}"
    address = f"203.0.113.{random.randint(1, 254)}"
    lines.append(f'2024-02-29T{clock}Z {level} {address} "GET {path} HTTP/1.1" {status} {took}ms')
with open("access-log.txt", "w", encoding="ascii") as file:
    file.write("\n".join(lines) + "\n")
