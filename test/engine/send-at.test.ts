import { Readable } from 'node:stream';
import type { MessageRecord, SendMessage } from '../../engine/gateway/contract';
import { png } from '../support/files';
import {
	BOB,
	collect,
	linkAnother,
	OWNER,
	runLater,
	send,
	text,
	untilConnected,
	useBench,
} from './support';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const bench = useBench({ each: true });

const inMs = (ms: number) => new Date(bench.clock.now() + ms).toISOString();
const later = async (words: string, ms: number, more: Partial<SendMessage> = {}) =>
	await send(bench, text(BOB, words, { sendAt: inMs(ms), ...more }));
const waiting = async () =>
	(await bench.host.request(bench.account, 'queue.getMany', { limit: 50 })).map(
		({ preview }) => preview,
	);
const editTime = async ({ messageId }: Pick<MessageRecord, 'messageId'>, sendAt: string) =>
	await bench.host.request(bench.account, 'queue.editTime', { messageId, sendAt });
const remove = async ({ messageId }: MessageRecord) =>
	await bench.host.request(bench.account, 'queue.delete', { messageId });
const statusOf = async ({ messageId }: MessageRecord) =>
	await bench.host.request(bench.account, 'message.status', { messageId });
const untilReceived = async ({ messageId }: MessageRecord) =>
	await bench.host.request(bench.account, 'message.wait', {
		...{ messageId, status: 'RECEIVED', timeoutMs: 120_000 },
	});
const arrived = () => bench.bob.received.map(({ text: words }) => words);

async function goOffline(): Promise<void> {
	const events = await collect(bench, ['session.disconnected']);
	bench.simulator.faults.refuseConnections(true);
	bench.simulator.faults.dropConnections(OWNER);
	await events.next('session.disconnected');
	await events.close();
}

async function goOnline(): Promise<void> {
	bench.simulator.faults.refuseConnections(false);
	bench.clock.skip(MINUTE);
	await untilConnected(bench);
}

/** Whatever might have been sent by now has arrived. */
async function nothingMore(): Promise<void> {
	const { messageId } = await send(bench, text(BOB, 'the last word'));
	await bench.bob.waitForMessage(messageId);
}

test('a message leaves when its time has come, and others go past it', async () => {
	const message = await later('at six', HOUR);
	expect(message).toMatchObject({ status: 'QUEUED', sendAt: expect.stringMatching(/Z$/) });
	await nothingMore();
	expect(arrived()).toEqual(['the last word']);
	bench.clock.skip(HOUR);
	await bench.bob.waitForMessage(message.messageId);
	expect(await statusOf(message)).toMatchObject({ sendAt: message.sendAt });
});

test('nor does it leave before after a restart, and it does when n8n was off at its time', async () => {
	const message = await later('over the night', 2 * DAY);
	await bench.restart();
	await bench.host.resume();
	await untilConnected(bench);
	await nothingMore();
	expect(arrived()).toEqual(['the last word']);
	await bench.host.close();
	bench.clock.skip(3 * DAY);
	await bench.restart();
	await bench.host.resume();
	await bench.bob.waitForMessage(message.messageId);
});

test('a number that does not stay connected is there when its time has come', async () => {
	Object.assign(bench.account.settings, { stayConnected: false });
	const { simulator } = bench;
	const other = await linkAnother(bench, '5511900000003');
	const message = await later('in an hour', HOUR);
	await bench.restart();
	const before = simulator.statistics(other.phone.number).logins;
	await bench.host.resume();
	bench.clock.skip(HOUR);
	await bench.bob.waitForMessage(message.messageId);
	expect(simulator.statistics(other.phone.number).logins).toBe(before);
});

test('what came due while the number was offline leaves first when it is back, by the times', async () => {
	await goOffline();
	await later('at half past', 30 * MINUTE);
	await later('at ten past', 10 * MINUTE);
	await send(bench, text(BOB, 'without a time'));
	await later('tomorrow', DAY);
	bench.clock.skip(HOUR);
	await send(bench, text(BOB, 'asked for last'));
	const order = ['at ten past', 'at half past', 'without a time', 'asked for last'];
	expect(await waiting()).toEqual([...order, 'tomorrow']);
	await goOnline();
	await bench.bob.waitForMessage(({ text: words }) => words === 'asked for last');
	expect(arrived()).toEqual(order);
});

test('what has waited for too long fails, also while the number is offline', async () => {
	await goOffline();
	const events = await collect(bench, ['message.failed']);
	const message = await later('only before noon', 10 * MINUTE, { expireAfterMs: 5 * MINUTE });
	const code = await send(bench, text(BOB, 'your code: 1234', { expireAfterMs: MINUTE }));
	bench.clock.skip(2 * MINUTE);
	const { error } = await events.next(
		'message.failed',
		(event) => event.messageId === code.messageId,
	);
	expect(error?.code).toBe('EXPIRED');
	expect(await statusOf(message)).toMatchObject({ status: 'QUEUED' });
	bench.clock.skip(13 * MINUTE);
	await events.next('message.failed', (event) => event.messageId === message.messageId);
	expect(await statusOf(message)).toMatchObject({
		status: 'FAILED',
		error: { code: 'EXPIRED', message: expect.stringContaining(message.sendAt ?? '') },
	});
	await goOnline();
	await nothingMore();
	expect(arrived()).toEqual(['the last word']);
	await events.close();
});

test('what has waited for too long while n8n was off is not sent', async () => {
	const message = await later('good morning', HOUR, { expireAfterMs: HOUR });
	await bench.host.close();
	bench.clock.skip(3 * HOUR);
	await bench.restart();
	await bench.host.resume();
	await untilConnected(bench);
	await nothingMore();
	expect(arrived()).toEqual(['the last word']);
	expect(await statusOf(message)).toMatchObject({ status: 'FAILED', error: { code: 'EXPIRED' } });
});

test('its time is moved, and it is taken out', async () => {
	const sooner = await later('sooner', DAY);
	const putOff = await later('put off', HOUR);
	const unwanted = await later('unwanted', HOUR);
	const now = await later('now', DAY);
	await editTime(sooner, inMs(HOUR));
	const at = inMs(2 * HOUR);
	expect(await editTime(putOff, at)).toMatchObject({ status: 'QUEUED', sendAt: at });
	expect(await remove(unwanted)).toMatchObject({ status: 'CANCELLED' });
	expect(await editTime(now, inMs(-MINUTE))).toMatchObject({ sendAt: null });
	await bench.bob.waitForMessage(now.messageId);
	bench.clock.skip(HOUR);
	await untilReceived(sooner);
	expect(arrived()).toEqual(['now', 'sooner']);
	expect(await waiting()).toEqual(['put off']);
	bench.clock.skip(HOUR);
	await bench.bob.waitForMessage(putOff.messageId);
	expect(arrived()).toEqual(['now', 'sooner', 'put off']);
	const gone = { code: 'UNKNOWN_MESSAGE' };
	await expect(editTime(putOff, inMs(HOUR))).rejects.toMatchObject(gone);
	await expect(editTime(unwanted, inMs(HOUR))).rejects.toMatchObject(gone);
	await expect(editTime({ messageId: '3EB0' }, inMs(HOUR))).rejects.toMatchObject(gone);
});

test('a message that waits for its turn is put off', async () => {
	await goOffline();
	const message = await send(bench, text(BOB, 'not yet'));
	await editTime(message, inMs(HOUR));
	await goOnline();
	await nothingMore();
	expect(arrived()).toEqual(['the last word']);
	bench.clock.skip(HOUR);
	await bench.bob.waitForMessage(message.messageId);
});

test('the same origin is sent once, at the time that was asked for first', async () => {
	const message = text(BOB, 'once', { sendAt: inMs(HOUR) });
	const first = await send(bench, message);
	expect(await send(bench, { ...message, sendAt: inMs(MINUTE) })).toEqual(first);
});

test.each([
	['', 'Send At is empty.'],
	['tomorrow', 'Send At, "tomorrow", is not a date and time.'],
	['2999-01-01T00:00:00Z', 'more than a year away'],
])('a time "%s" is refused', async (sendAt, message) => {
	const refused = { code: 'INVALID_SETTING', message: expect.stringContaining(message) };
	await expect(send(bench, text(BOB, 'never', { sendAt }))).rejects.toMatchObject(refused);
	const queued = await later('moved to nowhere', HOUR);
	await expect(editTime(queued, sendAt)).rejects.toMatchObject(refused);
});

test('an album comes as one, days after its files were taken in', async () => {
	const sendAt = inMs(3 * DAY);
	const origin = { callId: 'album' };
	const mediaIds: string[] = [];
	for (let i = 0; i < 2; i++) {
		const stored = await bench.host.storeMedia(
			bench.account,
			{ kind: 'image' },
			Readable.from([png()]),
		);
		mediaIds.push(stored.mediaId);
	}
	const album = await send(bench, {
		...{ to: BOB, origin, sendAt },
		content: { type: 'album', images: 2, videos: 0 },
	});
	const parts: MessageRecord[] = [];
	for (const [index, mediaId] of mediaIds.entries()) {
		const content = { type: 'image' as const, mediaId, album: album.messageId };
		parts.push(await send(bench, { ...{ to: BOB, origin, sendAt, content }, part: index + 1 }));
	}
	await later('behind it', 3 * DAY + MINUTE);
	bench.clock.skip(2 * DAY);
	await untilConnected(bench);
	await nothingMore();
	bench.clock.skip(DAY + MINUTE);
	await bench.bob.waitForMessage(({ text: words }) => words === 'behind it');
	const ids = [album, ...parts].map(({ messageId }) => messageId);
	expect(bench.bob.received.map(({ id }) => id).slice(1, -1)).toEqual(ids);
});

test('a status is posted days later for those who were to see it, and deleted for them', async () => {
	await runLater(bench, 'contact.save', { contact: BOB, fullName: 'Bob' });
	const status = await send(bench, {
		...{ to: 'status@broadcast', origin: { callId: 'status' }, sendAt: inMs(3 * DAY) },
		audience: { visibleTo: 'contacts' },
		content: { type: 'statusText', text: 'we are open' },
	});
	bench.clock.skip(3 * DAY);
	await bench.bob.waitForMessage(status.messageId);
	const deletion = await send(bench, {
		...{ to: 'status@broadcast', origin: { callId: 'deletion' } },
		content: { type: 'delete', target: { messageId: status.messageId } },
	});
	await bench.bob.waitForMessage(deletion.messageId);
});
