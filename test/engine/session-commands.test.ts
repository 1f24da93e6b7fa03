import { collect, link, OWNER, send, text, untilConnected, useBench } from './support';

/** The number itself: its phone, and the restart of what runs for it. */
describe('the session', () => {
	const bench = useBench({ each: true, linked: false, settings: { deviceName: 'Shop bot' } });
	const device = () => bench.host.request(bench.account, 'session.device', {});
	const restart = () => bench.host.request(bench.account, 'session.restart', {});

	test.each(['code', 'QR code'])('is listed by its name when linked by %s', async (how) => {
		if (how === 'code') await link(bench);
		else {
			const { text: qr } = await bench.host.request(bench.account, 'session.linkByQr', {});
			await bench.phone.scan(qr ?? '');
			await untilConnected(bench);
		}
		expect(bench.phone.devices()).toMatchObject([{ id: 1, name: 'Shop bot' }]);
		expect(await device()).toEqual({
			...{ phone: OWNER, lid: bench.phone.lid, platform: 'android', system: 'Android' },
			...{ app: 'WhatsApp', deviceName: 'Shop bot', deviceId: 1 },
		});
	});

	test('keeps the name it was linked with, whatever the credential says later', async () => {
		await link(bench);
		bench.account.settings.deviceName = 'Another';
		await bench.restart();
		await untilConnected(bench);
		expect(await device()).toMatchObject({ deviceName: 'Shop bot' });
		expect(bench.phone.devices()).toMatchObject([{ name: 'Shop bot' }]);
	});

	test.each(['session.device', 'session.restart'] as const)('%s wants a number', async (name) => {
		await expect(bench.host.request(bench.account, name, {})).rejects.toMatchObject({
			code: 'NOT_LINKED',
		});
	});

	test('goes on after a restart: triggers, the queue, and who waits', async () => {
		await link(bench);
		const heard = await collect(bench, ['message.incoming'], { durableId: 'workflow' });
		bench.bob.autoDeliver = false;
		const { messageId } = await send(bench, text(bench.bob.number, 'Hello'));
		await bench.bob.waitForMessage(messageId);
		const waiting = bench.host.request(bench.account, 'message.wait', {
			messageId,
			status: 'RECEIVED',
			timeoutMs: 60_000,
		});
		const connections = bench.simulator.statistics(OWNER).logins;
		expect(await restart()).toMatchObject({ state: 'LINKED', connected: true });
		expect(bench.simulator.statistics(OWNER).logins).toBe(connections + 1);
		await bench.bob.sendText(OWNER, 'After the restart');
		await heard.next('message.incoming');
		await bench.bob.read(messageId);
		expect(await waiting).toMatchObject({ status: 'READ' });
	});
});
