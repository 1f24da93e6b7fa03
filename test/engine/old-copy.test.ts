import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { collect, link, OWNER, BOB, send, text, untilConnected, useBench } from './support';

/** An account's folder that was copied, and went on in one place. */
describe('an old copy of a session', () => {
	const bench = useBench({ each: true });

	const folder = () => join(bench.options.dataDir, bench.account.id);
	const copy = (from: string, to: string) => {
		rmSync(to, { recursive: true, force: true });
		cpSync(from, to, { recursive: true });
	};
	const elsewhere = () => join(bench.options.dataDir, '..', `${bench.account.id}-${process.pid}`);
	afterEach(() => rmSync(elsewhere(), { recursive: true, force: true }));

	const isRefused = async () => {
		const status = await bench.host.request(bench.account, 'session.status', {});
		expect(status).toMatchObject({
			state: 'LOGGED_OUT',
			connected: false,
			lastError: { code: 'OLD_COPY' },
			summary: expect.stringContaining('old copy'),
		});
		await expect(send(bench, text(BOB, 'never'))).rejects.toMatchObject({
			code: 'OLD_COPY',
			hint: expect.stringContaining('put the newest copy of the folder back'),
		});
	};

	test.each([
		['made while n8n ran', false],
		['made while it was stopped', true],
	])('%s is refused when it is put back, and the newer one goes on', async (_when, isStopped) => {
		if (isStopped) await bench.restart();
		copy(folder(), elsewhere());
		await bench.restart();
		await untilConnected(bench);
		const { messageId } = await send(bench, text(BOB, 'by the newer one'));
		await bench.bob.waitForMessage(messageId);
		await bench.host.close();
		const newest = `${elsewhere()}-newest`;
		copy(folder(), newest);
		copy(elsewhere(), folder());
		const { logins } = bench.simulator.statistics(OWNER);
		await bench.restart();
		await isRefused();
		expect(bench.simulator.statistics(OWNER).logins).toBe(logins);

		await bench.host.close();
		copy(newest, folder());
		rmSync(newest, { recursive: true });
		await bench.restart();
		expect(await untilConnected(bench)).toMatchObject({ state: 'LINKED' });
	});

	test('on another machine is known by the keys that WhatsApp has meanwhile, and sends nothing', async () => {
		await bench.restart();
		copy(folder(), elsewhere());
		bench.simulator.phone(OWNER).useUpOneTimeKeys();
		const uploaded = bench.simulator.traffic.waitFor(
			({ direction, stanza: { tag, attrs } }) =>
				direction === 'in' && tag === 'iq' && attrs.xmlns === 'encrypt' && attrs.type === 'set',
		);
		await untilConnected(bench);
		await uploaded;
		await untilConnected(bench);
		await bench.host.close();
		copy(elsewhere(), folder());
		rmSync(`${folder()}.count`);
		await bench.restart();
		const events = await collect(bench, ['session.loggedOut', 'session.connected']);
		expect(await events.next('session.loggedOut')).toMatchObject({
			reason: expect.stringContaining('old copy'),
		});
		await isRefused();
		expect(events.all).toHaveLength(1);
		await events.close();
	});

	test('can be linked again', async () => {
		copy(folder(), elsewhere());
		await bench.restart();
		await untilConnected(bench);
		await bench.host.close();
		copy(elsewhere(), folder());
		await bench.restart();
		await isRefused();
		expect(await link(bench)).toMatchObject({ state: 'LINKED', connected: true });
		await bench.restart();
		expect(await untilConnected(bench)).toMatchObject({ state: 'LINKED' });
	});

	test('is not what was moved to another machine, with or without what lay beside it', async () => {
		await bench.host.close();
		rmSync(`${folder()}.count`);
		await bench.restart();
		expect(await untilConnected(bench)).toMatchObject({ state: 'LINKED' });
	});
});
