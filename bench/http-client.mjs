// @ts-check
// The clients of the bare HTTP part: twice the requests, the first round to warm up.
import { agentFor, post } from './requests.mjs';

const [port, count] = process.argv.slice(2).map(Number);
const agent = agentFor(16);
const body = JSON.stringify({ AccessToken: 'x'.repeat(1000) });

for (const round of ['warm', 'measured']) {
  let left = Number(count);
  const loop = async () => {
    while (left-- > 0) await post(agent, Number(port), { 'content-type': 'application/x-amz-json-1.1' }, body);
  };
  await Promise.all(Array.from({ length: 16 }, loop));
  process.send?.(round);
}
process.on('disconnect', () => process.exit());
