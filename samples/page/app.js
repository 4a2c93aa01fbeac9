'use strict';

// A web function: any HTTP server on port 9000. This one renders a savings plan as a form and a chart.

const http = require('node:http');
const { page } = require('./page.js');
const { plan } = require('./plan.js');

const LIMITS = { monthly: [0, 100000, 200], rate: [0, 20, 4], years: [1, 50, 20] };

/** The numbers of the form; what is missing or out of range becomes the usual value. */
function settings(query) {
  return Object.fromEntries(Object.entries(LIMITS).map(([name, [low, high, usual]]) => {
    const value = Number(query.get(name) ?? NaN);
    return [name, value >= low && value <= high ? (name === 'years' ? Math.round(value) : value) : usual];
  }));
}

const server = http.createServer((request, response) => {
  const query = new URL(request.url, 'http://page').searchParams;
  const chosen = settings(query);
  const result = plan(chosen);
  console.log(`${request.method} ${request.url}`);
  if (query.get('format') === 'json') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ...chosen, paidIn: result.at(-1).paidIn, value: result.at(-1).value }));
  } else {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(page(chosen, result, request.headers['x-scf-request-id']));
  }
});

server.listen(Number(process.env.PORT ?? 9000), '0.0.0.0');
process.on('SIGTERM', () => server.close());
