'use strict';

/** What monthly payments come to, year by year: [{ year, paidIn, value }], whole currency units. */
function plan({ monthly, rate, years }) {
  const factor = (1 + rate / 100) ** (1 / 12);
  const result = [{ year: 0, paidIn: 0, value: 0 }];
  let value = 0;
  for (let month = 1; month <= years * 12; month++) {
    value = (value + monthly) * factor;
    if (month % 12 === 0) result.push({ year: month / 12, paidIn: Math.round(monthly * month), value: Math.round(value) });
  }
  return result;
}

module.exports = { plan };
