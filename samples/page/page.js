'use strict';

const WIDTH = 640;
const HEIGHT = 320;
const MARGIN = { left: 72, right: 16, top: 16, bottom: 36 };

const escape = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const amount = (value) => Math.round(value).toLocaleString('en');

/** A round number at or above the value, so that the axis ends at one. */
function roundUp(value) {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 2.5, 5, 10].map((step) => step * unit).find((top) => top >= value) ?? unit * 10;
}

function chart(years) {
  const top = roundUp(years.at(-1).value);
  const last = years.at(-1).year;
  const x = (year) => MARGIN.left + ((WIDTH - MARGIN.left - MARGIN.right) * year) / last;
  const y = (value) => HEIGHT - MARGIN.bottom - ((HEIGHT - MARGIN.top - MARGIN.bottom) * value) / top;
  const area = (key) => `M${x(0)},${y(0)} ${years.map((point) => `L${x(point.year).toFixed(1)},${y(point[key]).toFixed(1)}`).join(' ')} L${x(last)},${y(0)} Z`;
  const lines = [0, 0.25, 0.5, 0.75, 1].map((part) => `
    <line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(part * top)}" y2="${y(part * top)}" class="grid"/>
    <text x="${MARGIN.left - 8}" y="${y(part * top) + 4}" text-anchor="end">${amount(part * top)}</text>`).join('');
  const step = Math.max(1, Math.ceil(last / 10));
  const labels = years.filter((point) => point.year % step === 0).map((point) => `
    <text x="${x(point.year).toFixed(1)}" y="${HEIGHT - MARGIN.bottom + 20}" text-anchor="middle">${point.year}</text>`).join('');
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Value and payments by year">${lines}
    <path d="${area('value')}" class="value"/>
    <path d="${area('paidIn')}" class="paid"/>${labels}
  </svg>`;
}

const field = (name, label, value, step) => `<label>${label} <input name="${name}" type="number" min="0" step="${step}" value="${escape(value)}"></label>`;

function page(chosen, years, requestId) {
  const end = years.at(-1);
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>Savings plan</title>
  <style>
    body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1b2733 }
    form { display: flex; flex-wrap: wrap; gap: 1rem; align-items: end }
    label { display: grid; font-size: .85rem; color: #52616f }
    input, button { font: inherit; padding: .35rem .6rem; border: 1px solid #b8c4ce; border-radius: .4rem }
    button { background: #0b6bcb; border-color: #0b6bcb; color: #fff }
    svg { width: 100%; height: auto; font-size: 12px } text { fill: #52616f } .grid { stroke: #e3e9ee }
    .value { fill: #0b6bcb; opacity: .35 } .paid { fill: #0b6bcb }
    footer { color: #8494a1; font-size: .8rem }
  </style>
</head>
<body>
  <h1>Savings plan</h1>
  <form>
    ${field('monthly', 'Each month', chosen.monthly, 10)}
    ${field('rate', 'Interest per year, %', chosen.rate, 0.1)}
    ${field('years', 'Years', chosen.years, 1)}
    <button>Show</button>
  </form>
  <p><strong>${amount(end.value)}</strong> after ${end.year} years, of which ${amount(end.paidIn)} paid in.</p>
  ${chart(years)}
  <footer>Rendered by a web function${requestId ? `, request ${escape(requestId)}` : ''}.</footer>
</body>
</html>
`;
}

module.exports = { page };
