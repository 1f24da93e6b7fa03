import {
	BOB,
	link,
	linkAnother,
	meanwhile,
	OWNER,
	send,
	text,
	untilConnected,
	useBench,
} from './support';

const logins = (number: string) => bench.simulator.statistics(number).logins;

const bench = useBench({ each: true, linked: false });

describe('When n8n starts', () => {
	test('a linked number connects, though nothing asks for it', async () => {
		await link(bench);
		await bench.restart();
		const before = logins(OWNER);
		await bench.host.resume();
		await bench.simulator.traffic.waitFor(() => logins(OWNER) > before);
		expect(await untilConnected(bench)).toMatchObject({ state: 'LINKED', connected: true });
	});

	test('one that is not to stay connected only does for what waits', async () => {
		Object.assign(bench.account.settings, { stayConnected: false });
		await link(bench);
		const { phone } = await linkAnother(bench, '5511900000003');
		bench.simulator.faults.refuseConnections(true);
		bench.simulator.faults.dropConnections(OWNER);
		const { messageId } = await send(bench, text(BOB, 'over the restart'));
		await bench.host.close();
		bench.simulator.faults.refuseConnections(false);
		await bench.restart();
		const before = logins(phone.number);
		await bench.host.resume();
		await bench.bob.waitForMessage(messageId);
		await meanwhile(bench);
		expect(logins(phone.number)).toBe(before);
	});

	test('one that was logged out stays so', async () => {
		await link(bench);
		await bench.host.request(bench.account, 'session.logOut', {});
		await bench.restart();
		const { logins: before, refusedLogins } = bench.simulator.statistics(OWNER);
		await bench.host.resume();
		await meanwhile(bench);
		expect(bench.simulator.statistics(OWNER)).toMatchObject({ logins: before, refusedLogins });
	});
});
