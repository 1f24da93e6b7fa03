import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from '../../../scripts/n8n/ports.mjs';

const FIRST_THAT_SYSTEMS_HAND_OUT = 32_768;

test('each port is another one, free, and none that the system hands out', async () => {
	const first = await freePort();
	const taken = createServer().listen(first + 10, '127.0.0.1');
	await once(taken, 'listening');
	const ports = [first, await freePort(), await freePort()];
	taken.close();
	expect(new Set([...ports, first + 10]).size).toBe(4);
	for (const port of ports) expect(port).toBeLessThan(FIRST_THAT_SYSTEMS_HAND_OUT);
});
