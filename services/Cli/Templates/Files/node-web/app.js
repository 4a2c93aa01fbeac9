const http = require('http');

// The platform sends every request to port 9000 as it is.
http.createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ message: 'Hello, web!', method: request.method, path: request.url }));
}).listen(9000, '0.0.0.0', () => console.log('listening on 9000'));
