import type { CommandName, Commands, MessageContent } from '../../engine/gateway/contract';
import { BOB, collect, OWNER, send, text, useBench } from './support';

const bench = useBench({
	each: true,
	settings: { optOutWords: ['STOP', 'Não'], optInWords: ['start'] },
});

const run = async <C extends CommandName>(command: C, input: Commands[C]['input']) =>
	await bench.host.request(bench.account, command, input);
const isOptedOut = async (contact = BOB) => await run('contact.isOptedOut', { contact });

/** Bob writes, and the engine has it. */
async function bobWrites(words: string): Promise<void> {
	const events = await collect(bench, ['message.incoming']);
	await bench.bob.sendText(OWNER, words);
	await events.next('message.incoming', ({ text: heard }) => heard === words);
	await events.close();
}

const OPTED_OUT = { code: 'OPTED_OUT' };

test.each(['STOP', 'stop.', ' Stop! ', 'nao'])(
	'%j opts out, and starts workflows',
	async (words) => {
		await bobWrites(words);
		expect(await isOptedOut()).toMatchObject({
			...{ phone: BOB, optedOut: true, since: expect.any(String), reason: 'word' },
		});
		await expect(send(bench, text(BOB, 'Buy!'))).rejects.toMatchObject({
			...OPTED_OUT,
			message: expect.stringMatching(
				/^They have asked for no more messages, on \d{4}-\d\d-\d\d\.$/,
			),
		});
	},
);

test.each(['Do not stop', 'STOP it', '', 'stopp'])('%j does not', async (words) => {
	if (words) await bobWrites(words);
	expect(await isOptedOut()).toMatchObject({ optedOut: false, since: null, reason: null });
});

test('an answer goes to them all the same where that is asked for, and so does what is done to messages', async () => {
	const before = await send(bench, text(BOB, 'Hello'));
	await bench.bob.waitForMessage(before.messageId);
	await bobWrites('stop');
	const confirmed = await send(bench, text(BOB, 'You are off the list', { evenIfOptedOut: true }));
	await bench.bob.waitForMessage(confirmed.messageId);
	const target = { messageId: before.messageId };
	const actions: MessageContent[] = [
		{ type: 'reaction', target, emoji: '👍' },
		{ type: 'delete', target },
	];
	for (const content of actions) {
		expect(await send(bench, text(BOB, '', { content }))).toMatchObject({ error: null });
	}
	await expect(
		send(bench, text(BOB, '', { content: { type: 'forward', target } })),
	).rejects.toMatchObject(OPTED_OUT);
});

test('what waits fails when they opt out meanwhile', async () => {
	const events = await collect(bench, ['session.disconnected', 'message.failed']);
	bench.simulator.faults.refuseConnections(true);
	bench.simulator.faults.dropConnections(bench.phone.number);
	await events.next('session.disconnected');
	const waiting = await send(bench, text(BOB, 'Buy!'));
	await run('contact.setOptedOut', { contact: BOB, optedOut: true });
	bench.simulator.faults.refuseConnections(false);
	const failed = await events.next('message.failed');
	expect(failed).toMatchObject({ messageId: waiting.messageId, error: OPTED_OUT });
	expect(bench.bob.received).toEqual([]);
	await events.close();
});

test('they are back when they write one of the other words, or n8n takes them off the list', async () => {
	await bobWrites('STOP');
	await bobWrites('Start');
	expect(await isOptedOut()).toMatchObject({ optedOut: false });
	expect(await run('contact.setOptedOut', { contact: BOB, optedOut: true })).toMatchObject({
		...{ optedOut: true, reason: 'operation' },
	});
	await bench.restart();
	await expect(send(bench, text(BOB, 'Buy!'))).rejects.toMatchObject({
		...OPTED_OUT,
		message: expect.stringContaining('They were put on the list'),
	});
	await run('contact.setOptedOut', { contact: BOB, optedOut: false });
	const { messageId } = await send(bench, text(BOB, 'Welcome back'));
	await bench.bob.waitForMessage(messageId);
});

test('both addresses of a person are one', async () => {
	await bobWrites('Hello');
	await run('contact.setOptedOut', { contact: bench.bob.lid, optedOut: true });
	expect(await isOptedOut(BOB)).toMatchObject({ phone: BOB, lid: bench.bob.lid, optedOut: true });
	await expect(send(bench, text(BOB, 'Buy!'))).rejects.toMatchObject(OPTED_OUT);
	await run('contact.setOptedOut', { contact: BOB, optedOut: false });
	expect(await isOptedOut(bench.bob.lid)).toMatchObject({ optedOut: false });
});

test('words in groups opt nobody out', async () => {
	const { id } = await bench.simulator.group({ subject: 'Team', members: [OWNER, BOB] });
	const events = await collect(bench, ['message.incoming']);
	await bench.bob.sendText(id, 'STOP');
	await events.next('message.incoming');
	expect(await isOptedOut()).toMatchObject({ optedOut: false });
	await events.close();
});
