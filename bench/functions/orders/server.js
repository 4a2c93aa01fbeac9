'use strict';

// The reference: the same work behind Node's own server, called directly; as a web function it listens on port 9000.
// node server.js <port>, 0 for a free one; prints the port.

const http = require('node:http');
const { price } = require('./orders.js');

const server = http.createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    const answer = price(text);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
    response.end(answer);
  });
});
// A connection that a round of the bench leaves idle is still there in the next one.
server.keepAliveTimeout = 0;
server.listen(Number(process.argv[2]), process.argv[3] ?? '127.0.0.1', () => console.log(server.address().port));
