'use strict';

// Six megabytes for callers who may or may not read them.

const http = require('node:http');

const chunk = Buffer.alloc(64 * 1024, 'x');

http.createServer(async (request, response) => {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': chunk.length * 96 });
  for (let sent = 0; sent < 96 && !response.destroyed; sent++) {
    if (!response.write(chunk)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
  }
  response.end();
}).listen(9000, '0.0.0.0');
