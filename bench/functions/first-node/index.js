'use strict';

exports.main_handler = async () => ({ isBase64Encoded: false, statusCode: 200, headers: { 'content-type': 'text/plain' }, body: 'first' });
