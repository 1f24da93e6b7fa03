import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Execution } from '../../../scripts/n8n/rest.mjs';
import {
	actionNode,
	recipient,
	TRIGGER_NAME,
	whatsAppTrigger,
	workflow,
} from '../../../scripts/n8n/workflows.mjs';
import { readQrPicture } from '../../simulator/page/qr-picture';
import {
	codeIn,
	createCredential,
	link,
	outputOf,
	runNode,
	sendFrom,
	useFeatures,
	useStage,
	WITHIN_MS,
} from '../harness';

/** The features of the queue and of the number itself: from the node in a real n8n to the simulated WhatsApp. */
useFeatures('session');

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);
/** Is linked by a QR code. */
const SCANNED = stage.number(3);
const LOGGED_OUT = stage.number(4);
const FORGOTTEN = stage.number(5);
/** Has a name of its own for n8n. */
const NAMED = stage.number(6);
/** Mark what comes in as read. */
const READER = stage.number(7);
const VIEWER = stage.number(8);
const SCANNED_AS_TEXT = stage.number(9);
const TYPED = stage.number(10);
/** Nobody has written to these two. */
const STRANGER = stage.number(11);
const LAST_NEW = stage.number(12);
/** Has limits of its own. */
const CAREFUL = stage.number(13);

afterEach(() => stage.simulator.faults.clear());

/** What an operation without fields, or with these, puts out. */
async function itemsOf(
	resource: string,
	operation: string,
	parameters = {},
	of = stage.credential,
) {
	return await outputOf(stage, actionNode(of, resource, operation, parameters));
}

async function statusOf(operation: string, of = stage.credential) {
	const [item] = await itemsOf('session', operation, {}, of);
	return item?.json;
}

const waiting = async (parameters: object = { returnAll: true }) =>
	(await itemsOf('queue', 'getAll', parameters)).map(({ json }) => json);

/** Messages that wait, as the number is offline. */
async function queue(...texts: string[]): Promise<string[]> {
	const { faults } = stage.simulator;
	faults.refuseConnections(true);
	faults.dropConnections(OWNER);
	const ids: string[] = [];
	for (const text of texts) {
		// Without this the node waits a moment for the connection.
		const message = { to: CONTACT, text, options: { waitFor: 'QUEUED' } };
		const { messageId, status } = await sendFrom(stage, stage.credential, message);
		expect(status).toBe('QUEUED');
		ids.push(String(messageId));
	}
	return ids;
}

/** What the contact gets once the number is online again. */
async function gets(text: string): Promise<(string | null)[]> {
	stage.simulator.faults.refuseConnections(false);
	await statusOf('reconnect');
	const { messageId } = await sendFrom(stage, stage.credential, { to: CONTACT, text });
	await stage.contact.waitForMessage(String(messageId), WITHIN_MS);
	return stage.contact.received.map((message) => message.text);
}

test('Queued messages', async () => {
	const [first, second] = await queue('first', 'second');
	expect(await waiting()).toMatchObject([
		{ messageId: first, status: 'QUEUED', preview: 'first' },
		{ messageId: second, status: 'QUEUED', preview: 'second' },
	]);
	expect(await waiting({ limit: 1 })).toMatchObject([{ messageId: first }]);
	expect(await statusOf('getStatus')).toMatchObject({ connected: false, queueLength: 2 });
	expect(await gets('third')).toEqual(['first', 'second', 'third']);
	expect(await waiting()).toEqual([]);
});

test('Message at a time', async () => {
	const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();
	const later = async (text: string, sendAt: string) => {
		const parameters = { to: recipient(CONTACT), text, options: { sendAt } };
		const [item] = await itemsOf('message', 'sendText', parameters);
		return item?.json ?? {};
	};
	const tomorrow = inMs(24 * 60 * 60_000);
	const { messageId, ...record } = await later('tomorrow, or sooner', tomorrow);
	expect(record).toMatchObject({ status: 'QUEUED', sendAt: tomorrow });
	const unwanted = await later('unwanted', tomorrow);
	const inTime = await later('in a moment', inMs(3_000));
	await stage.contact.waitForMessage(String(inTime.messageId), WITHIN_MS);
	expect(await waiting()).toMatchObject([
		{ messageId, sendAt: tomorrow, preview: 'tomorrow, or sooner' },
		{ messageId: unwanted.messageId },
	]);
	await itemsOf('queue', 'delete', { messageId: unwanted.messageId });
	const sendAt = inMs(3_000);
	const [moved] = await itemsOf('queue', 'editTime', { messageId, sendAt });
	expect(moved?.json).toMatchObject({ messageId, status: 'QUEUED', sendAt });
	await stage.contact.waitForMessage(String(messageId), WITHIN_MS);
	expect(await waiting()).toEqual([]);
	expect(stage.contact.received.map(({ text }) => text)).not.toContain('unwanted');
});

test('Message that expires', async () => {
	const { faults } = stage.simulator;
	faults.refuseConnections(true);
	faults.dropConnections(OWNER);
	// It was to leave an hour ago.
	const sendAt = new Date(Date.now() - 3_600_000).toISOString();
	const node = actionNode(stage.credential, 'message', 'sendText', {
		...{ to: recipient(CONTACT), text: 'good morning', options: { sendAt, expiresAfter: 30 } },
	});
	const { status, error } = await runNode(stage, node);
	expect(status).toBe('error');
	expect(error?.message).toMatch(/was to leave by .* and could not/);
	expect(await gets('good evening')).not.toContain('good morning');
});

/** Sends a text with options, and returns its message ID. */
async function sent(text: string, options: object): Promise<string> {
	const parameters = { to: recipient(CONTACT), text, options };
	const [item] = await itemsOf('message', 'sendText', parameters);
	return String(item?.json.messageId);
}

test('Messages of a campaign', async () => {
	const campaign = 'Spring sale';
	const one = { what: 'campaign', campaign };
	const { contact } = stage;

	const [paused] = await itemsOf('queue', 'pause', one);
	expect(paused?.json).toMatchObject({ paused: true, campaign, waiting: 0 });
	const first = await sent('first offer', { campaign });
	const second = await sent('second offer', { campaign: ' SPRING sale ' });
	const unwanted = await sent('unwanted offer', { campaign });
	const answer = await sent('an answer', {});
	await contact.waitForMessage(answer, WITHIN_MS);
	const listed = await waiting({ returnAll: true, options: { campaign } });
	expect(listed).toMatchObject([
		{ messageId: first, campaign, priority: 'low' },
		{ messageId: second, campaign },
		{ messageId: unwanted },
	]);
	await itemsOf('queue', 'delete', { messageId: unwanted });
	const [resumed] = await itemsOf('queue', 'resume', one);
	expect(resumed?.json).toMatchObject({ paused: false, campaign, since: null, waiting: 2 });
	const last = sent('last offer', { campaign, waitFor: 'READ', waitTimeout: 60 });
	const { id } = await contact.waitForMessage(({ text }) => text === 'last offer', WITHIN_MS);
	await contact.read(id);
	expect(await last).toBe(id);
	const [counts] = await itemsOf('queue', 'getStatistics');
	expect(counts?.json).toMatchObject({
		...{ campaign, paused: false, queued: 0, sending: 0, sent: 3, received: 3, read: 1 },
		...{ played: 0, failed: 0, expired: 0, optedOut: 0, cancelled: 1, total: 4 },
	});
	const [none] = await itemsOf('queue', 'getStatistics', { options: { campaign: 'Autumn' } });
	expect(none?.json).toMatchObject({ campaign: 'Autumn', total: 0, firstQueuedAt: null });
	const texts = contact.received.map(({ text }) => text);
	expect(texts.slice(texts.indexOf('an answer'))).toEqual([
		...['an answer', 'first offer', 'second offer', 'last offer'],
	]);
});

test('Pause and resume the queue', async () => {
	await itemsOf('queue', 'pause', { what: 'queue' });
	const messageId = await sent('whenever', { priority: 'low' });
	await sent('at once', { priority: 'high' });
	expect(await statusOf('getStatus')).toMatchObject({
		...{ connected: true, queueLength: 2, queuePaused: expect.any(String) },
		summary: expect.stringContaining('The queue is paused; 2 messages wait in it.'),
	});
	expect((await waiting()).map(({ preview }) => preview)).toEqual(['at once', 'whenever']);
	await itemsOf('queue', 'resume', { what: 'queue' });
	await stage.contact.waitForMessage(messageId, WITHIN_MS);
	const texts = stage.contact.received.map(({ text }) => text);
	expect(texts.slice(-2)).toEqual(['at once', 'whenever']);
	expect(await statusOf('getStatus')).toMatchObject({ queuePaused: null });
});

test('Take a message out of the queue', async () => {
	const [unwanted, wanted] = await queue('unwanted', 'wanted');
	const [taken] = await itemsOf('queue', 'delete', { messageId: unwanted });
	expect(taken?.json).toMatchObject({ deleted: true, messageId: unwanted, status: 'CANCELLED' });
	expect(await waiting()).toMatchObject([{ messageId: wanted }]);
	expect((await gets('behind it')).slice(-2)).toEqual(['wanted', 'behind it']);
});

test('Clear the queue', async () => {
	await queue('one', 'two', 'three');
	expect(await itemsOf('queue', 'clear')).toMatchObject([{ json: { deleted: true, count: 3 } }]);
	expect(await waiting()).toEqual([]);
	const got = await gets('after all');
	for (const text of ['one', 'two', 'three']) expect(got).not.toContain(text);
});

test('Connection status', async () => {
	expect(await statusOf('getStatus')).toMatchObject({
		state: 'LINKED',
		connected: true,
		phone: OWNER,
		queueLength: 0,
		onlineSince: expect.stringMatching(/Z$/),
		lastMessageOut: expect.stringMatching(/Z$/),
		summary: expect.stringContaining(`+${OWNER} has been connected`),
	});
	const unlinked = await createCredential(stage.rest, '');
	expect(await statusOf('getStatus', unlinked)).toMatchObject({ state: 'UNLINKED', phone: null });
});

test('Number restricted', async () => {
	const events = ['session.restricted', 'session.restrictionLifted', 'session.limitReached'];
	const trigger = whatsAppTrigger(stage.credential, events);
	const published = await stage.rest.createWorkflow(workflow('Is told', trigger));
	await stage.rest.publish(published);
	/** What the workflow was started with. */
	const told = async (event: string, reason: string) => {
		const items = ({ output }: Execution) => (output[TRIGGER_NAME] ?? []).map(({ json }) => json);
		const isIt = (json: Record<string, unknown>) =>
			json['event'] === event && [json['reason'], json['limit']].includes(reason);
		const started = await stage.rest.executionWhere(published.id, event, WITHIN_MS, (one) =>
			items(one).some(isIt),
		);
		return items(started).find(isIt);
	};
	const writeTo = async (to: string) => {
		const message = { to, text: 'Hello', options: { waitFor: 'QUEUED' } };
		return String((await sendFrom(stage, stage.credential, message)).messageId);
	};
	const phone = stage.simulator.phone(OWNER);
	const at = Math.floor(Date.now() / 1000) * 1000 + 3 * 86_400_000;
	const until = new Date(at).toISOString();

	phone.restrict(at);
	expect(await told('session.restricted', 'reachOutTimelock')).toMatchObject({
		...{ until, text: expect.stringContaining('may start no new chats until') },
	});
	const stranger = await stage.simulator.contact(STRANGER);
	const held = await writeTo(STRANGER);
	expect(await statusOf('getStatus')).toMatchObject({ restrictedUntil: until, queueLength: 1 });
	phone.restrict(undefined);
	expect(await told('session.restrictionLifted', 'reachOutTimelock')).toBeDefined();
	await stranger.waitForMessage(held, WITHIN_MS);

	const newChats = { used: 20, max: 20, until };
	phone.limitNewChats({ total: 20, used: 19, until: at });
	expect(await told('session.limitReached', 'newChatCap')).toMatchObject({
		...{ ...newChats, used: 19, level: 'warning', waiting: 0 },
	});
	const last = await stage.simulator.contact(LAST_NEW);
	await last.waitForMessage(await writeTo(LAST_NEW), WITHIN_MS);
	expect(await told('session.restricted', 'newChatCap')).toMatchObject({ until });
	expect(await statusOf('getStatus')).toMatchObject({
		newChats: { ...newChats, status: 'CAPPED' },
		summary: expect.stringContaining('(20 of 20)'),
	});
	phone.limitNewChats(undefined);
	expect(await told('session.restrictionLifted', 'newChatCap')).toBeDefined();
});

test('Limits of the number', async () => {
	const minutes = (ms: number) => new Date(Date.now() + ms).toISOString().slice(11, 16);
	const limits = { newChatsPerDay: 1, newChatsPerHour: 0, messagesPerHour: 0, startSlowly: false };
	const careful = await link(stage, CAREFUL, { care: limits });
	const stranger = await stage.simulator.contact(stage.number(14));
	const say = async (to: string, text: string) => {
		const message = { to, text, options: { waitFor: 'QUEUED' } };
		return String((await sendFrom(stage, careful, message)).messageId);
	};
	await stage.contact.waitForMessage(await say(CONTACT, 'a new chat'), WITHIN_MS);
	const held = await say(stranger.number, 'one too many');
	const got = async (reason: string) => {
		for (;;) {
			const status = await statusOf('getStatus', careful);
			const waiting = status?.['waiting'] as { reason: string }[];
			if (waiting.some((one) => one.reason === reason)) return status;
		}
	};
	expect(await got('NEW_CHAT_LIMIT')).toMatchObject({
		queueLength: 1,
		limits: {
			messagesPerDay: { used: 1, max: 1000 },
			newChatsPerDay: { used: 1, max: 1 },
			newChatsPerHour: { used: 1, max: null },
		},
		waiting: [{ reason: 'NEW_CHAT_LIMIT', count: 1, until: expect.stringMatching(/Z$/) }],
		summary: expect.stringContaining('1 of them waits for the limit of new chats.'),
	});
	const quiet = { quietFrom: minutes(-3_600_000), quietTo: minutes(3_600_000), timeZone: 'UTC' };
	const set = async (options: object) => {
		const data = { phone: CAREFUL, minPause: 0, maxPause: 0, keepContentHours: 24, options };
		await stage.rest.updateCredential({ ...careful, type: 'whatsAppLinkedApi', data });
	};
	await set({ care: { ...limits, newChatsPerDay: 0, ...quiet } });
	expect(await got('QUIET_HOURS')).toMatchObject({ waiting: [{ count: 1 }] });
	await set({});
	await statusOf('getStatus', careful);
	await stranger.waitForMessage(held, WITHIN_MS);
	const wrong = await createCredential(stage.rest, '', {
		care: { quietFrom: '25:00', quietTo: '8' },
	});
	const node = actionNode(wrong, 'session', 'getStatus', {});
	expect((await runNode(stage, node)).error?.message).toBe(
		'Care for the Number > Quiet From is "25:00", which is no time of day.',
	);
});

test('Reconnect', async () => {
	const { logins } = stage.simulator.statistics(OWNER);
	expect(await statusOf('reconnect')).toMatchObject({ state: 'LINKED', connected: true });
	expect(stage.simulator.statistics(OWNER).logins).toBe(logins + 1);
	expect(stage.simulator.connections(OWNER)).toBe(1);
});

test('Restart', async () => {
	const { logins } = stage.simulator.statistics(OWNER);
	expect(await statusOf('restart')).toMatchObject({ state: 'LINKED', connected: true });
	expect(stage.simulator.statistics(OWNER).logins).toBe(logins + 1);
	const messageId = await stage.contact.sendText(OWNER, 'After the restart');
	await untilReceipt({ id: messageId });
	expect(await gets('still here')).toContain('still here');
});

/** What a number of ours says of a message that it got. */
async function untilReceipt(expected: Readonly<Record<string, string>>): Promise<void> {
	await stage.simulator.traffic.waitFor(
		({ direction, stanza: { tag, attrs } }) =>
			direction === 'in' &&
			tag === 'receipt' &&
			Object.entries(expected).every(([name, value]) => attrs[name] === value),
		WITHIN_MS,
	);
}

test('Device', async () => {
	expect(await statusOf('getDevice')).toEqual({
		...{ phone: OWNER, lid: stage.simulator.phone(OWNER).lid, platform: 'android' },
		...{ system: 'Android', app: 'WhatsApp', deviceName: 'Mac OS', deviceId: 1 },
	});
});

test('Auto-read messages', async () => {
	await link(stage, READER, { read: {} });
	await untilReceipt({ id: await stage.contact.sendText(READER, 'Hello'), type: 'read' });
});

test('Auto-read statuses', async () => {
	await link(stage, VIEWER, { read: { messages: false, statuses: true } });
	const id = await stage.contact.postStatus('At the beach', [VIEWER]);
	await untilReceipt({ id, type: 'read', to: 'status@broadcast' });
});

test('Name of the linked device', async () => {
	const other = await link(stage, NAMED, { device: { name: 'Shop bot' } });
	expect(await statusOf('getDevice', other)).toMatchObject({ deviceName: 'Shop bot' });
	expect(stage.simulator.phone(NAMED).devices()).toMatchObject([{ name: 'Shop bot' }]);
	const endless = await createCredential(stage.rest, '', { device: { name: 'x'.repeat(51) } });
	const node = actionNode(endless, 'session', 'getStatus', {});
	expect((await runNode(stage, node)).error?.message).toBe(
		'The name of the linked device has 51 characters.',
	);
});

test('Link by QR code', async () => {
	const toLink = await createCredential(stage.rest, '');
	const [shown] = await itemsOf('session', 'getQrCode', {}, toLink);
	expect(shown?.json).toMatchObject({ state: 'WAITING', text: expect.any(String) });
	const picture = await stage.rest.binary(shown?.binary?.['data']);
	await stage.simulator.phone(SCANNED).scan(readQrPicture(picture));
	await stage.rest.credentialIsGood(toLink, WITHIN_MS);
	// The editor's schema is that of the code.
	const again = await runNode(stage, actionNode(toLink, 'session', 'getQrCode', {}));
	expect(again.items[0]?.json).toMatchObject({
		state: 'LINKED',
		phone: SCANNED,
		hint: expect.stringContaining('linked already'),
	});
});

test('QR code as text', async () => {
	const toLink = await createCredential(stage.rest, '');
	const [shown] = await itemsOf('session', 'getQrCode', {}, toLink);
	await stage.simulator.phone(SCANNED_AS_TEXT).scan(String(shown?.json['text']));
	await stage.rest.credentialIsGood(toLink, WITHIN_MS);
	expect(await statusOf('getStatus', toLink)).toMatchObject({ phone: SCANNED_AS_TEXT });
});

test('Pairing code', async () => {
	const toLink = await createCredential(stage.rest, TYPED);
	const { message } = await stage.rest.testCredential(toLink);
	await stage.simulator.phone(TYPED).typeCode(codeIn(message));
	await stage.rest.credentialIsGood(toLink, WITHIN_MS);
	expect(await statusOf('getStatus', toLink)).toMatchObject({ state: 'LINKED', phone: TYPED });
});

test('Log out', async () => {
	const other = await link(stage, LOGGED_OUT);
	expect(await statusOf('logOut', other)).toMatchObject({ state: 'UNLINKED', connected: false });
	expect(stage.simulator.phone(LOGGED_OUT).devices()).toEqual([]);
});

test('Log out and delete all data', async () => {
	const other = await link(stage, FORGOTTEN);
	const folder = join(stage.n8n.home, '.n8n', 'whatsapp-linked', other.id);
	expect(existsSync(folder)).toBe(true);
	expect(await statusOf('forget', other)).toMatchObject({
		deleted: true,
		state: 'UNLINKED',
		phone: null,
	});
	expect(stage.simulator.phone(FORGOTTEN).devices()).toEqual([]);
	expect(existsSync(folder)).toBe(false);
});
