import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { link, setStage, type Stage } from './harness';

const DELETED = '5511900000001';
const KEPT = '5511900000003';

let stage: Stage;
beforeAll(async () => (stage = await setStage()));
afterAll(async () => await stage.stop());

test('a number whose credential was deleted is unlinked when n8n starts, and no other', async () => {
	const { rest, n8n, simulator } = stage;
	const credential = await link(stage, DELETED);
	const kept = await link(stage, KEPT);
	await rest.deleteCredential(credential);
	const unlinked = simulator.traffic.waitFor(
		({ direction, stanza }) =>
			direction === 'in' && JSON.stringify(stanza).includes('remove-companion-device'),
		300_000,
	);
	await n8n.kill();
	await n8n.start();
	await unlinked;
	expect(simulator.phone(DELETED).devices()).toEqual([]);
	expect(simulator.phone(KEPT).devices()).toHaveLength(1);
	// Its data stays for a while: the credential may come back with a backup.
	expect(existsSync(join(n8n.home, '.n8n', 'whatsapp-linked', credential.id))).toBe(true);
	expect(existsSync(join(n8n.home, '.n8n', 'whatsapp-linked', kept.id))).toBe(true);
}, 600_000);
