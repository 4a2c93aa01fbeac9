'use strict';

const { price } = require('./orders.js');

// Answers by the gateway's integrated response.
exports.main_handler = async (event) => ({
  isBase64Encoded: false,
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: price(event.body),
});
