'use strict';

// The work that is benched: an order is read, priced and answered. Function and direct server run this very file.

/** @param {string} text JSON of an order; returns JSON of its totals. */
function price(text) {
  const order = JSON.parse(text);
  let units = 0;
  let total = 0;
  for (const line of order.lines) {
    units += line.quantity;
    total += line.quantity * line.price;
  }
  return JSON.stringify({ id: order.id, customer: order.customer, lines: order.lines.length, units, total });
}

module.exports = { price };
