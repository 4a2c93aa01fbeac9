'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');
const { pathToFileURL } = require('node:url');
const { handlerNotFound, stackOf, userException } = require('./failures.js');

const EXTENSIONS = ['.js', '.mjs', '.cjs'];

/** A function that could not be loaded; `frame` is the JSON of the LOAD_FAILED frame. */
class LoadFailure extends Error {
  constructor(frame) {
    super('the handler could not be loaded');
    this.frame = frame;
  }
}

/** Loads `file.function` below the code root and returns the function. Throws LoadFailure. */
async function loadHandler(codeRoot, handler) {
  const dot = handler.lastIndexOf('.');
  if (dot <= 0 || dot === handler.length - 1) throw new LoadFailure(handlerNotFound(`the handler "${handler}" is not of the form file.function`));
  const stem = handler.slice(0, dot);
  const name = handler.slice(dot + 1);
  const root = path.resolve(codeRoot);
  const base = path.resolve(root, stem);
  if (!base.startsWith(root + path.sep)) throw new LoadFailure(handlerNotFound(`the handler "${handler}" lies outside the code package`));
  const file = EXTENSIONS.map((extension) => base + extension).find((candidate) => fs.existsSync(candidate));
  if (file === undefined) throw new LoadFailure(handlerNotFound(`there is no file ${stem}.js in the code package`));

  let module;
  try {
    module = await evaluate(file, root);
  } catch (error) {
    throw new LoadFailure(isCompileError(error)
      ? handlerNotFound(`${path.basename(file)} cannot be loaded: ${error.message}`, stackOf(error))
      : userException(error));
  }

  const found = module?.[name] ?? module?.default?.[name] ?? (name === 'default' ? module?.default : undefined);
  if (typeof found !== 'function') throw new LoadFailure(handlerNotFound(`${path.basename(file)} does not export a function named ${name}`));
  return found;
}

async function evaluate(file, root) {
  if (isModule(file, root)) return import(pathToFileURL(file).href);
  try {
    return createRequire(file)(file);
  } catch (error) {
    if (error?.code !== 'ERR_REQUIRE_ESM' && error?.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
    return import(pathToFileURL(file).href);
  }
}

function isModule(file, root) {
  if (file.endsWith('.mjs')) return true;
  if (file.endsWith('.cjs')) return false;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (fs.existsSync(manifest)) return JSON.parse(fs.readFileSync(manifest, 'utf8')).type === 'module';
    if (folder === root || folder === path.dirname(folder)) return false;
  }
}

// A file that does not compile has its place in front of the message; a SyntaxError that running code threw has not.
function isCompileError(error) {
  return error instanceof SyntaxError && !String(error.stack).startsWith('SyntaxError');
}

module.exports = { LoadFailure, loadHandler };
