'use strict';
const assert = require('node:assert/strict');
const { client, untilActive, scenario, codeOf } = require('./client');
const { sample } = require('./zip');

const FunctionName = 'sdk-web';

scenario([FunctionName], async () => {
  await client.CreateFunction({ FunctionName, Type: 'HTTP', Runtime: 'Nodejs20.19', Timeout: 20, Code: { ZipFile: sample('page') } });
  await untilActive(FunctionName);
  const { TriggerInfo } = await client.CreateTrigger({
    FunctionName,
    TriggerName: 'web',
    Type: 'http',
    TriggerDesc: JSON.stringify({ AuthType: 'NONE', NetConfig: { EnableIntranet: true, EnableExtranet: true } }),
    Enable: 'OPEN',
  });
  const { NetConfig } = JSON.parse(TriggerInfo.TriggerDesc);
  const url = NetConfig.ExtranetUrl || NetConfig.IntranetUrl;
  assert.match(url, /^http/);

  const page = await fetch(url);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<html/i);
  const figures = await fetch(new URL('?monthly=200&rate=4&years=20&format=json', url.endsWith('/') ? url : `${url}/`));
  assert.equal(figures.status, 200);
  assert.equal(typeof (await figures.json()), 'object');

  const { Triggers } = await client.ListTriggers({ FunctionName });
  assert.deepEqual(Triggers.map((trigger) => trigger.TriggerName), ['web']);
  await client.DeleteTrigger({ FunctionName, TriggerName: 'web', Type: 'http' });
  assert.equal((await fetch(url)).status, 404);
  assert.match(await codeOf(client.DeleteTrigger({ FunctionName, TriggerName: 'web', Type: 'http' })), /^ResourceNotFound/);
});
