'use strict';

const { inspect } = require('node:util');

const USER_EXCEPTION = 430;
const HANDLER_NOT_FOUND = 437;
const RESPONSE_TOO_LARGE = 407;
const INVALID_EVENT = 400;

const ownFrame = `(${__dirname}/`;
const ownFrameBare = `at ${__dirname}/`;
const ownFrameUrl = `file://${__dirname}/`;

function isRuntimeFrame(line) {
  return line.includes('node:internal/') || line.includes('node:net:') || line.includes('node:events:') || line.includes('node:async_hooks:') ||
    line.includes(ownFrame) || line.includes(ownFrameBare) || line.includes(ownFrameUrl);
}

/** The text of a thrown value: an Error's stack without the frames of the runtime. */
function stackOf(thrown) {
  if (!(thrown instanceof Error) && typeof thrown?.stack !== 'string') return typeof thrown === 'string' ? thrown : inspect(thrown);
  const stack = typeof thrown.stack === 'string' ? thrown.stack : String(thrown);
  const text = stack.split('\n').filter((line) => !/^\s+at /.test(line) || !isRuntimeFrame(line)).join('\n');
  return thrown.cause === undefined ? text : `${text}\n  [cause]: ${stackOf(thrown.cause)}`;
}

function failure(statusCode, errorMessage, stackTrace) {
  return JSON.stringify({ statusCode, errorMessage, stackTrace });
}

const userException = (thrown) => failure(USER_EXCEPTION, 'user code exception caught', stackOf(thrown));
const handlerNotFound = (detail, stackTrace = '') => failure(HANDLER_NOT_FOUND, `HandlerNotFound: ${detail}`, stackTrace);
const responseTooLarge = () => failure(RESPONSE_TOO_LARGE, 'The size of response exceeds the upper limit (6MB)', '');
const invalidEvent = (error) => failure(INVALID_EVENT, `InvalidParameterValue: the event is not JSON: ${error.message}`, '');

module.exports = { handlerNotFound, invalidEvent, responseTooLarge, stackOf, userException };
