'use strict';
const assert = require('node:assert/strict');
const { client, untilActive, invoke, scenario } = require('./client');
const { zip, sample } = require('./zip');

const names = ['sdk-node', 'sdk-thumbnails'];

scenario(names, async () => {
  await client.CreateFunction({
    FunctionName: names[0],
    Runtime: 'Nodejs20.19',
    Handler: 'index.main_handler',
    Code: { ZipFile: zip({ 'index.js': 'exports.main_handler = async (event, context) => { console.log("ran"); if (event.fail) throw new Error("on purpose"); return { id: context.request_id, sum: event.a + event.b }; };' }) },
  });
  await untilActive(names[0]);
  const good = await invoke(names[0], { a: 1, b: 2 });
  assert.equal(good.InvokeResult, 0, JSON.stringify(good));
  assert.equal(JSON.parse(good.RetMsg).sum, 3);
  assert.equal(JSON.parse(good.RetMsg).id, good.FunctionRequestId);
  assert.match(good.Log, /ran/);

  const bad = await invoke(names[0], { fail: true });
  assert.notEqual(bad.InvokeResult, 0);
  assert.match(bad.RetMsg, /on purpose/);

  await client.CreateFunction({ FunctionName: names[1], Runtime: 'Nodejs18.15', Handler: 'index.main_handler', Timeout: 20, Code: { ZipFile: sample('thumbnails') } });
  await untilActive(names[1]);
  const made = JSON.parse((await invoke(names[1], { photos: ['dunes.png'], width: 48 })).RetMsg);
  assert.equal(made.thumbnails.length, 1);

  const { Functions } = await client.ListFunctions({});
  for (const name of names) assert.ok(Functions.some((each) => each.FunctionName === name), `${name} is listed`);
});
