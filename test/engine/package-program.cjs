// A process of n8n: it loads all of the built package, opens the engine, and asks for a number. Its argument is the gateway's options.
const { writeSync } = require('node:fs');
const { join } = require('node:path');
const { n8n } = require('../../package.json');

const ROOT = join(__dirname, '..', '..');

for (const file of [...n8n.credentials, ...n8n.nodes]) require(join(ROOT, file));
/** @type {typeof import('../../engine/transport/open-gateway')} */
const { openGateway } = require(join(ROOT, 'dist', 'engine', 'transport', 'open-gateway.js'));

const account = {
	id: 'credential1',
	settings: { phone: '', minGapMs: 0, maxGapMs: 0, keepContentHours: 24 },
};
const gateway = openGateway(JSON.parse(process.argv[2] ?? ''));

// Where there is nobody to answer, neither ever is.
gateway.resume().catch(() => undefined);
gateway.request(account, 'session.status', {}).then(
	({ state }) => writeSync(1, `${state}\n`),
	() => undefined,
);
