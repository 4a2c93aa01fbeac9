'use strict';
const assert = require('node:assert/strict');
const { client, untilActive, invoke, scenario } = require('./client');
const { zip } = require('./zip');

const FunctionName = 'sdk-versions';
const code = (text) => zip({ 'index.py': `def main_handler(event, context):\n    return "${text}"\n` });

scenario([FunctionName], async () => {
  await client.CreateFunction({ FunctionName, Runtime: 'Python3.10', Handler: 'index.main_handler', Code: { ZipFile: code('one') } });
  await untilActive(FunctionName);
  const { FunctionVersion } = await client.PublishVersion({ FunctionName, Description: 'first' });
  assert.equal(FunctionVersion, '1');
  await untilActive(FunctionName);
  await client.UpdateFunctionCode({ FunctionName, ZipFile: code('two') });
  await untilActive(FunctionName);

  assert.equal(JSON.parse((await invoke(FunctionName, {})).RetMsg), 'two');
  assert.equal(JSON.parse((await invoke(FunctionName, {}, { Qualifier: '1' })).RetMsg), 'one');
  const listed = await client.ListVersionByFunction({ FunctionName });
  assert.deepEqual([...listed.FunctionVersion].sort(), ['$LATEST', '1']);

  const accepted = await client.Invoke({ FunctionName, InvocationType: 'Event', ClientContext: '{}' });
  assert.ok(accepted.Result.FunctionRequestId);
});
