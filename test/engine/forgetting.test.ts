import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CredentialList } from '../../engine/gateway/contract';
import { BOB, collect, link, OWNER, send, text, untilConnected, useBench } from './support';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How the data of a number ends. */
describe('forgetting', () => {
	const bench = useBench({ each: true });

	const folder = () => join(bench.options.dataDir, bench.account.id);
	const n8n = (...ids: string[]): CredentialList => ({
		ids,
		database: 'owner',
		newestExecution: 1,
	});
	const unlinked = () =>
		bench.simulator.traffic.waitFor(
			({ direction, stanza }) =>
				direction === 'in' &&
				stanza.tag === 'iq' &&
				JSON.stringify(stanza).includes('remove-companion-device'),
		);

	test('by hand unlinks the number and leaves nothing of it', async () => {
		await send(bench, text(BOB, 'hello'));
		const gone = unlinked();
		const status = await bench.host.request(bench.account, 'session.forget', {});
		expect(status).toMatchObject({ state: 'UNLINKED', connected: false, queueLength: 0 });
		await gone;
		expect(existsSync(folder())).toBe(false);
	});

	test('by hand lets triggers go on with the number that is linked next', async () => {
		const events = await collect(bench, ['message.incoming'], { durableId: 'w:n' });
		await bench.host.request(bench.account, 'session.forget', {});
		await link(bench);
		const { bob } = bench;
		const id = await bob.sendText(OWNER, 'to the new one');
		await events.next('message.incoming', ({ messageId }) => messageId === id);
		await events.close();
	});

	test('by hand is refused while WhatsApp cannot be told, and nothing is deleted', async () => {
		bench.simulator.faults.refuseConnections(true);
		bench.simulator.faults.dropConnections(OWNER);
		const lost = await collect(bench, ['session.disconnected']);
		while ((await bench.host.request(bench.account, 'session.status', {})).connected) {
			await lost.next('session.disconnected');
		}
		await expect(bench.host.request(bench.account, 'session.forget', {})).rejects.toMatchObject({
			code: 'DISCONNECTED',
		});
		expect(existsSync(join(folder(), 'session.db'))).toBe(true);
		bench.simulator.faults.refuseConnections(false);
	});

	test('a number whose credential is gone is unlinked, although nobody opens it, and deleted after seven days', async () => {
		await bench.host.compareCredentials(n8n(bench.account.id));
		await bench.restart();
		const gone = unlinked();
		await bench.host.compareCredentials(n8n());
		await gone;
		expect(existsSync(join(folder(), 'session.db'))).toBe(true);
		bench.clock.skip(7 * DAY);
		await bench.host.compareCredentials(n8n());
		expect(existsSync(folder())).toBe(false);
	});

	test('a number whose credential is gone sends nothing of what waits', async () => {
		await bench.host.compareCredentials(n8n(bench.account.id));
		bench.simulator.faults.refuseConnections(true);
		bench.simulator.faults.dropConnections(OWNER);
		await send(bench, text(BOB, 'never'));
		await bench.host.close();
		await bench.restart();
		const { logins } = bench.simulator.statistics(OWNER);
		await bench.host.compareCredentials(n8n());
		await bench.restart();
		bench.simulator.faults.refuseConnections(false);
		await bench.host.resume();
		await bench.host.compareCredentials(n8n(bench.account.id));
		expect(bench.simulator.statistics(OWNER).logins).toBe(logins);
		await bench.host.resume();
		await untilConnected(bench);
	});

	test('content is forgotten in its time also where nobody opens the account', async () => {
		const { bob } = bench;
		const events = await collect(bench, ['message.incoming'], { durableId: 'w:n' });
		const id = await bob.sendText(OWNER, 'forget me');
		await events.next('message.incoming', ({ messageId }) => messageId === id);
		await bench.restart();
		const looked = bench.clock.timerOf(HOUR);
		bench.clock.skip(25 * HOUR);
		await looked;
		await expect(
			send(bench, text(BOB, 'reply', { replyTo: { messageId: id } })),
		).rejects.toMatchObject({ code: 'UNKNOWN_MESSAGE' });
		expect(readdirSync(folder())).toContain('session.db');
	});
});
