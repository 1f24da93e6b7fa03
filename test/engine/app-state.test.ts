import type { NewAppStateChange } from '../simulator';
import { BOB, collect, OWNER, useBench } from './support';

/** What the phone changes at the very moment in which we want to: in the collection of stars and deletions. */
const phonesChange = (n: number): NewAppStateChange => ({
	collection: 'regular_high',
	index: ['mute', `55119000000${10 + n}@s.whatsapp.net`],
	action: { muteAction: { muted: true } },
	operation: 'set',
	apiVersion: 2,
});

describe('changes that the devices of an account share', () => {
	const bench = useBench();
	let messageId: string;

	beforeAll(async () => {
		const events = await collect(bench, ['message.incoming']);
		messageId = await bench.bob.sendText(OWNER, 'remember me');
		await events.next('message.incoming', (event) => event.messageId === messageId);
		await events.close();
	});

	const target = () => ({ messageId, fromMe: false });
	const star = (starred: boolean) =>
		bench.host.request(bench.account, 'message.star', { chat: BOB, target: target(), starred });
	const stars = () =>
		bench.phone.appState.filter(({ index }) => index[0] === 'star' && index[2] === messageId);

	test.each([1, 3])(
		'the phone is quicker, %i times: a star is there when it is told',
		async (times) => {
			const changes = Array.from({ length: times }, (_, n) => phonesChange(n + times));
			await bench.phone.overtakeAppState(...changes);
			const before = stars().length;
			await star(true);
			await bench.phone.waitForAppState(() => stars().length > before);
			expect(stars().at(-1)).toMatchObject({ action: { starAction: { starred: true } } });
			const muted = bench.phone.appState.map(({ index }) => index[1]);
			for (const { index } of changes) expect(muted).toContain(index[1]);
		},
	);

	test('the phone is quicker each time: it is told that it was not done', async () => {
		const before = stars().length;
		await bench.phone.overtakeAppState(
			...Array.from({ length: 5 }, (_, n) => phonesChange(n + 20)),
		);
		await expect(star(false)).rejects.toMatchObject({
			code: 'REJECTED',
			message: expect.stringContaining('did not take the change'),
		});
		expect(stars()).toHaveLength(before);
	});

	test('a deletion for us, too, is done anew on top of what the phone has written', async () => {
		await bench.phone.overtakeAppState(phonesChange(60));
		await bench.host.request(bench.account, 'message.deleteForMe', { chat: BOB, target: target() });
		await bench.phone.waitForAppState(
			({ index }) => index[0] === 'deleteMessageForMe' && index[2] === messageId,
		);
	});

	test.each([400, 404, 500])(
		'a refusal (%i) is told as one, and the next change goes on',
		async (code) => {
			bench.simulator.faults.failAppState(OWNER, code);
			await expect(star(true)).rejects.toMatchObject({
				code: 'REJECTED',
				message: expect.stringContaining(String(code)),
			});
			const before = stars().length;
			await star(true);
			await bench.phone.waitForAppState(() => stars().length > before);
		},
	);
});
