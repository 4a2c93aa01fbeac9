'use strict';
const assert = require('node:assert/strict');
const { client, untilActive, invoke, scenario } = require('./client');
const { sample } = require('./zip');

const FunctionName = 'sdk-bash';

scenario([FunctionName], async () => {
  await client.CreateFunction({ FunctionName, Runtime: 'CustomRuntime', Handler: 'main', Timeout: 20, Code: { ZipFile: sample('loglines') } });
  await untilActive(FunctionName);
  const result = await invoke(FunctionName, { file: 'access-log.txt' });
  assert.equal(result.InvokeResult, 0, JSON.stringify(result));
  const counted = JSON.parse(result.RetMsg);
  assert.ok(counted.lines > 0);
  assert.equal(counted.levels.INFO + counted.levels.WARN + counted.levels.ERROR, counted.lines);
});
