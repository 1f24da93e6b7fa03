import {
	EngineError,
	type AccountSettings,
	type SendMessage,
} from '../../../../engine/gateway/contract';
import type { UploadedFile } from '../../../../engine/content/outgoing/index';
import { silentLog } from '../../../../engine/log';
import { createFileUploads, type FileUploads } from '../../../../engine/outbox/file-uploads';
import { createLedger, type Ledger } from '../../../../engine/outbox/ledger';
import { createSender, type Sender, type SenderOptions } from '../../../../engine/outbox/sender';
import { NoDevices, QueryTimeout, type WhatsAppSocket } from '../../../../engine/whatsapp/index';
import { createFakeClock, START, type FakeClock } from '../../../support/fake-clock';
import {
	deferred,
	type Deferred,
	HOUR,
	MINUTE,
	NEVER,
	SECOND,
	socketDouble,
	textTo,
	useStores,
} from '../support';

const CHAT = '5511900000002@s.whatsapp.net';
type Prepare = SenderOptions['prepare'];

const stores = useStores();
let clock: FakeClock;
let ledger: Ledger;
let sender: Sender;
let settings: AccountSettings;
let socket: WhatsAppSocket | undefined;
let hold: ReturnType<SenderOptions['hold']>;
/** Files that are on their way to WhatsApp, by their IDs. */
let files: Map<string, Deferred>;
let uploads: FileUploads;
/** Those of which the upload has begun, in that order. */
let uploading: string[];
/** What went to WhatsApp: seconds since the start, and what. */
let sent: Array<[at: number, what: string]>;
let failed: Array<[messageId: string, error: EngineError]>;
let prepare: jest.MockedFunction<Prepare>;
let relay: jest.MockedFunction<WhatsAppSocket['messages']['relay']>;
let showPresence: jest.MockedFunction<WhatsAppSocket['presence']['show']>;
let onSilence: jest.Mock<void, []>;
let onTrouble: jest.Mock<void, [unknown]>;

const record = (what: string) => void sent.push([(clock.now() - START) / SECOND, what]);
const recordingSocket = () =>
	socketDouble({ messages: { relay }, presence: { show: showPresence }, isOpen: () => isOpen });
let isOpen: boolean;

function newSender(): Sender {
	return createSender({
		ledger,
		clock,
		log: silentLog,
		settings: () => settings,
		socket: () => socket,
		hold: () => hold,
		uploads,
		addressesOf: (chat) => [chat],
		prepare,
		fail(messageId, error) {
			failed.push([messageId, error]);
			ledger.advance(messageId, 'FAILED', clock.now(), error.toShape());
		},
		care: { departureOf: () => undefined, onDeparture: () => undefined },
		onNothing: () => undefined,
		onSilence,
		onTrouble,
	});
}

beforeEach(() => {
	clock = createFakeClock();
	clock.setRandom(() => 0);
	ledger = createLedger(stores.open(), clock.now);
	settings = { phone: '', minGapMs: SECOND, maxGapMs: 3 * SECOND, keepContentHours: 24 };
	sent = [];
	failed = [];
	prepare = jest.fn<ReturnType<Prepare>, Parameters<Prepare>>(async ({ chat, request }) => ({
		chat,
		wire: `bytes of ${request.content.type === 'text' ? request.content.text : ''}`,
	}));
	relay = jest.fn<Promise<void>, Parameters<WhatsAppSocket['messages']['relay']>>(
		async (_chat, messageId, wire) => record(`${messageId}: ${wire}`),
	);
	showPresence = jest.fn(async (_chat, presence) => record(presence));
	onSilence = jest.fn();
	onTrouble = jest.fn();
	isOpen = true;
	socket = recordingSocket();
	hold = undefined;
	files = new Map();
	uploads = createFileUploads({
		media: {
			waitsForUpload: (id) => files.has(id),
			upload: async (id) => {
				uploading.push(id);
				await files.get(id)?.promise;
				files.delete(id);
				return {} as UploadedFile;
			},
		},
		socket: () => socket,
	});
	uploading = [];
	sender = newSender();
});

/** Queues a message as the send command does. */
function queue(id: string, more: Partial<SendMessage> = {}): void {
	ledger.enqueue(id, CHAT, textTo(CHAT, id, more), true);
	sender.wake();
}

async function goOnline(): Promise<void> {
	sender.goOnline();
	await clock.settle();
}

const statusOf = (id: string) => ledger.get(id)?.status;
const relayed = () => relay.mock.calls.map(([, messageId]) => messageId);
const relayTimes = () => sent.filter(([, what]) => what.includes(':')).map(([at]) => at);

/** WhatsApp acknowledges the message, as the account then tells ledger and sender. */
function acknowledge(id: string): void {
	ledger.advance(id, 'SENT', clock.now());
	sender.confirm(id);
}

describe('Sending', () => {
	test('waits for the connection', async () => {
		queue('a');
		await clock.advance(HOUR);
		expect(sent).toEqual([]);
		await goOnline();
		expect(relayed()).toEqual(['a']);
	});

	test('hands over what was prepared, and stores it first', async () => {
		prepare.mockResolvedValue({ chat: '222@lid', wire: 'the bytes' });
		relay.mockImplementation(async (chat, messageId, wire) => {
			expect([chat, messageId, wire]).toEqual(['222@lid', 'a', 'the bytes']);
			expect(ledger.get('a')).toMatchObject({ status: 'SENDING', chat: '222@lid' });
			expect(ledger.wire('a')).toBe('the bytes');
		});
		await goOnline();
		queue('a');
		await clock.settle();
		expect(relay).toHaveBeenCalledTimes(1);
		expect(failed).toEqual([]);
		expect(statusOf('a')).toBe('SENDING');
	});

	test('goes in the order of the queue, one at a time', async () => {
		for (const id of ['c', 'a', 'b']) queue(id);
		await goOnline();
		await clock.advance(MINUTE / 4);
		expect(relayed()).toEqual(['c', 'a', 'b']);
	});

	test('waits for one message to be on the wire before it takes the next', async () => {
		settings = { ...settings, minGapMs: 0, maxGapMs: 0 };
		const onTheWire = deferred();
		relay.mockReturnValueOnce(onTheWire.promise);
		queue('a');
		queue('b');
		await goOnline();
		expect(relayed()).toEqual(['a']);
		onTheWire.resolve();
		await clock.advance(0);
		expect(relayed()).toEqual(['a', 'b']);
	});

	test('takes each message once, however often it is woken', async () => {
		await goOnline();
		queue('a');
		for (let times = 0; times < 10; times++) sender.wake();
		await clock.advance(10 * SECOND);
		expect(relayed()).toEqual(['a']);
	});

	test('does nothing without a socket, and goes on when there is one', async () => {
		socket = undefined;
		queue('a');
		await goOnline();
		expect(statusOf('a')).toBe('QUEUED');
		socket = recordingSocket();
		sender.wake();
		await clock.settle();
		expect(relayed()).toEqual(['a']);
	});
});

describe('The pause between two messages', () => {
	test.each([
		['the shortest', 0, 1],
		['in the middle', 0.5, 2],
		['nearly the longest', 0.999, 2.998],
	])('is a matter of chance: %s', async (_where, chance, seconds) => {
		clock.setRandom(() => chance);
		for (const id of ['a', 'b', 'c']) queue(id);
		await goOnline();
		await clock.advance(10 * SECOND);
		expect(relayTimes()).toEqual([0, seconds, 2 * seconds]);
	});

	test('is the shortest one when the longest is set below it', async () => {
		clock.setRandom(() => 0.5);
		settings = { ...settings, minGapMs: 5 * SECOND, maxGapMs: SECOND };
		for (const id of ['a', 'b']) queue(id);
		await goOnline();
		await clock.advance(10 * SECOND);
		expect(relayTimes()).toEqual([0, 5]);
	});

	test('can be none', async () => {
		settings = { ...settings, minGapMs: 0, maxGapMs: 0 };
		for (const id of ['a', 'b', 'c']) queue(id);
		await goOnline();
		expect(relayTimes()).toEqual([0, 0, 0]);
	});

	test('follows the settings as they are by then', async () => {
		for (const id of ['a', 'b', 'c']) queue(id);
		await goOnline();
		settings = { ...settings, minGapMs: 7 * SECOND, maxGapMs: 7 * SECOND };
		await clock.advance(20 * SECOND);
		expect(relayTimes()).toEqual([0, 1, 8]);
	});

	test('is the message’s own where it has one', async () => {
		queue('a', { delayAfterMs: 5 * SECOND });
		queue('b', { delayAfterMs: 0 });
		queue('c');
		await goOnline();
		await clock.advance(10 * SECOND);
		expect(relayTimes()).toEqual([0, 5, 5]);
	});

	test('is over when nothing was sent for long', async () => {
		await goOnline();
		queue('a');
		await clock.advance(HOUR);
		queue('b');
		await clock.settle();
		expect(relayTimes()).toEqual([0, HOUR / SECOND]);
	});

	test('is kept after a new connection', async () => {
		queue('a', { delayAfterMs: 10 * SECOND });
		queue('b');
		await goOnline();
		acknowledge('a');
		await clock.advance(4 * SECOND);
		sender.goOffline();
		await goOnline();
		await clock.advance(HOUR);
		expect(relayTimes()).toEqual([0, 10]);
	});

	test('is not longer when the clock is set back meanwhile', async () => {
		queue('a', { delayAfterMs: 10 * SECOND });
		queue('b');
		await goOnline();
		acknowledge('a');
		sender.goOffline();
		const { now } = clock;
		jest.spyOn(clock, 'now').mockImplementation(() => now() - HOUR);
		await goOnline();
		await clock.advance(10 * SECOND);
		expect(relayed()).toEqual(['a', 'b']);
	});

	test('begins when the message is on the wire, not when it was taken', async () => {
		const onTheWire = deferred();
		relay.mockReturnValueOnce(onTheWire.promise);
		for (const id of ['a', 'b']) queue(id);
		await goOnline();
		await clock.advance(5 * SECOND);
		onTheWire.resolve();
		await clock.advance(SECOND - 1);
		expect(relayed()).toEqual(['a']);
		await clock.advance(1);
		expect(relayed()).toEqual(['a', 'b']);
	});
});

describe('A message that has to wait', () => {
	test('stays where it is when that is found out while it is prepared', async () => {
		const files = deferred();
		prepare.mockImplementationOnce(async ({ chat }) => {
			await files.promise;
			return { chat, wire: 'the bytes' };
		});
		queue('a');
		await goOnline();
		hold = false;
		files.resolve();
		await clock.settle();
		expect(relayed()).toEqual([]);
		expect(statusOf('a')).toBe('QUEUED');

		hold = ({ handedOver }) => !handedOver;
		sender.wake();
		await clock.settle();
		expect(relayed()).toEqual(['a']);
	});
});

describe('While WhatsApp lets the number open no new chats', () => {
	const NEW = '5511900000003@s.whatsapp.net';

	test('messages to new chats wait, and the others go past them', async () => {
		hold = ({ chat }) => chat === CHAT;
		ledger.enqueue('new', NEW, textTo(NEW, 'new'), true);
		for (const id of ['a', 'b']) queue(id);
		await goOnline();
		await clock.advance(HOUR);
		expect(relayed()).toEqual(['a', 'b']);
		expect(statusOf('new')).toBe('QUEUED');

		hold = undefined;
		sender.wake();
		await clock.settle();
		expect(relayed()).toEqual(['a', 'b', 'new']);
	});
});

describe('While the files of a message are uploaded', () => {
	const ANOTHER = '5511900000003@s.whatsapp.net';
	const unreachable = new EngineError('MEDIA_UNREACHABLE', 'No answer.', 'Try again.', true);

	beforeEach(() => {
		settings = { ...settings, minGapMs: 0, maxGapMs: 0 };
	});

	function queueFile(id: string, chat = CHAT): Deferred {
		const file = deferred();
		files.set(id, file);
		const content = { type: 'image', mediaId: id } as const;
		ledger.enqueue(id, chat, { ...textTo(chat, ''), content }, true);
		sender.wake();
		return file;
	}

	function queueTo(chat: string, id: string): void {
		ledger.enqueue(id, chat, textTo(chat, id), true);
		sender.wake();
	}

	test('its chat waits, and others go past it', async () => {
		const image = queueFile('image');
		queue('under it');
		queueTo(ANOTHER, 'elsewhere');
		await goOnline();
		expect(relayed()).toEqual(['elsewhere']);
		image.resolve();
		await clock.settle();
		expect(relayed()).toEqual(['elsewhere', 'image', 'under it']);
	});

	test('those of the next messages are, too: three at a time, and four messages ahead', async () => {
		const images = ['1', '2', '3', '4', '5'].map((id) => queueFile(id));
		await goOnline();
		expect(uploading).toEqual(['1', '2', '3']);
		images[1]?.resolve();
		images[2]?.resolve();
		await clock.settle();
		expect(uploading).toEqual(['1', '2', '3', '4']);
		expect(relayed()).toEqual([]);
		images[0]?.resolve();
		await clock.settle();
		expect(relayed()).toEqual(['1', '2', '3']);
		expect(uploading).toEqual(['1', '2', '3', '4', '5']);
		images[4]?.resolve();
		await clock.settle();
		expect(relayed()).toEqual(['1', '2', '3']);
		images[3]?.resolve();
		await clock.settle();
		expect(relayed()).toEqual(['1', '2', '3', '4', '5']);
	});

	test('those of messages that are queued meanwhile are, too', async () => {
		await goOnline();
		const first = queueFile('first');
		await clock.settle();
		queueFile('second').resolve();
		await clock.settle();
		expect(uploading).toEqual(['first', 'second']);
		expect(relayed()).toEqual([]);
		first.resolve();
		await clock.settle();
		expect(relayed()).toEqual(['first', 'second']);
	});

	test('what may not leave is not uploaded ahead', async () => {
		hold = ({ chat }) => chat === CHAT;
		queueFile('held', ANOTHER);
		queueFile('image');
		await goOnline();
		expect(uploading).toEqual(['image']);
	});

	test('and it is taken out of the queue, the next one leaves', async () => {
		const image = queueFile('image');
		queue('under it');
		await goOnline();
		ledger.cancel('image');
		image.resolve();
		await clock.settle();
		expect(relayed()).toEqual(['under it']);
	});

	test('and the connection ends, they are uploaded once, and the order stays', async () => {
		const image = queueFile('image');
		queue('under it');
		await goOnline();
		sender.goOffline();
		await goOnline();
		expect(relayed()).toEqual([]);
		image.resolve();
		await clock.settle();
		expect(relayed()).toEqual(['image', 'under it']);
		expect(uploading).toEqual(['image']);
	});

	test('and that fails, the message is set aside; one that was ahead is tried in its turn', async () => {
		const first = queueFile('first');
		const second = queueFile('second');
		await goOnline();
		second.reject(unreachable);
		await clock.settle();
		expect(failed).toEqual([]);
		const again = deferred();
		files.set('second', again);
		first.reject(unreachable);
		files.delete('first');
		await clock.settle();
		expect(relayed()).toEqual([]);
		queueTo(ANOTHER, 'elsewhere');
		await clock.settle();
		expect(relayed()).toEqual(['elsewhere']);
		await clock.advance(2 * SECOND);
		expect(relayed()).toEqual(['elsewhere', 'first']);
		again.resolve();
		await clock.settle();
		expect(relayed()).toEqual(['elsewhere', 'first', 'second']);
		expect(uploading).toEqual(['first', 'second', 'second']);
	});
});

describe('"typing..."', () => {
	test('is shown, taken back, and then the message leaves', async () => {
		queue('a', { typingMs: 5 * SECOND });
		await goOnline();
		await clock.advance(MINUTE / 4);
		expect(sent).toEqual([
			[0, 'composing'],
			[5, 'paused'],
			[5, 'a: bytes of a'],
		]);
		expect(showPresence.mock.calls).toEqual([
			[CHAT, 'composing'],
			[CHAT, 'paused'],
		]);
	});

	test('is renewed every 8 seconds, before WhatsApp drops it', async () => {
		queue('a', { typingMs: 20 * SECOND });
		await goOnline();
		await clock.advance(25 * SECOND);
		expect(sent).toEqual([
			[0, 'composing'],
			[8, 'composing'],
			[16, 'composing'],
			[20, 'paused'],
			[20, 'a: bytes of a'],
		]);
	});

	test.each([undefined, 0])('is not shown for %s', async (typingMs) => {
		queue('a', { typingMs });
		await goOnline();
		expect(showPresence).not.toHaveBeenCalled();
		expect(relayed()).toEqual(['a']);
	});

	test('is "recording audio..." before a voice message', async () => {
		queue('a', { typingMs: SECOND, content: { type: 'audio', mediaId: 'media-1' } });
		await goOnline();
		await clock.advance(SECOND);
		expect(showPresence.mock.calls).toEqual([
			[CHAT, 'recording'],
			[CHAT, 'paused'],
		]);
	});

	test('is shown where the message really goes', async () => {
		prepare.mockResolvedValue({ chat: '222@lid', wire: 'the bytes' });
		queue('a', { typingMs: SECOND });
		await goOnline();
		expect(showPresence).toHaveBeenCalledWith('222@lid', 'composing');
	});
});

describe('A message that is taken out of the queue', () => {
	test('during the pause is not sent; the next one is', async () => {
		for (const id of ['a', 'b', 'c']) queue(id);
		await goOnline();
		ledger.cancel('b');
		await clock.advance(SECOND);
		expect(relayed()).toEqual(['a', 'c']);
	});

	test('during "typing..." is not sent, and the next one is not delayed further', async () => {
		queue('a', { typingMs: 5 * SECOND });
		queue('b');
		await goOnline();
		await clock.advance(2 * SECOND);
		ledger.cancel('a');
		await clock.advance(3 * SECOND);
		expect(sent).toEqual([
			[0, 'composing'],
			[5, 'paused'],
			[5, 'b: bytes of b'],
		]);
		expect(statusOf('a')).toBe('CANCELLED');
	});

	test('while it is prepared is not sent', async () => {
		const prepared = deferred<{ chat: string; wire: string }>();
		prepare.mockReturnValueOnce(prepared.promise);
		queue('a');
		await goOnline();
		ledger.cancel('a');
		prepared.resolve({ chat: CHAT, wire: 'bytes' });
		await clock.settle();
		expect(sent).toEqual([]);
		expect(statusOf('a')).toBe('CANCELLED');
	});
});

describe('When the connection ends', () => {
	test('during the pause, the next message waits for the new one', async () => {
		for (const id of ['a', 'b']) queue(id);
		await goOnline();
		acknowledge('a');
		sender.goOffline();
		await clock.advance(HOUR);
		expect(relayed()).toEqual(['a']);
		await goOnline();
		expect(relayed()).toEqual(['a', 'b']);
	});

	test('while a message is prepared, it is prepared anew', async () => {
		prepare.mockReturnValueOnce(NEVER);
		queue('a');
		await goOnline();
		sender.goOffline();
		await goOnline();
		expect(prepare).toHaveBeenCalledTimes(2);
		expect(relayed()).toEqual(['a']);
	});

	test('during "typing...", the typing begins anew', async () => {
		queue('a', { typingMs: 10 * SECOND });
		await goOnline();
		await clock.advance(9 * SECOND);
		sender.goOffline();
		await clock.advance(11 * SECOND);
		await goOnline();
		await clock.advance(10 * SECOND);
		expect(sent).toEqual([
			[0, 'composing'],
			[8, 'composing'],
			[20, 'composing'],
			[28, 'composing'],
			[30, 'paused'],
			[30, 'a: bytes of a'],
		]);
	});

	test('while a message is handed over, it goes again: same ID, same bytes, no second typing', async () => {
		let version = 0;
		prepare.mockImplementation(async ({ chat }) => ({ chat, wire: `bytes, version ${++version}` }));
		relay.mockReturnValueOnce(NEVER);
		queue('a', { typingMs: SECOND });
		await goOnline();
		await clock.advance(SECOND);
		sender.goOffline();
		await goOnline();
		expect(relay.mock.calls).toEqual([
			[CHAT, 'a', 'bytes, version 1', false],
			[CHAT, 'a', 'bytes, version 1', true],
		]);
		expect(showPresence).toHaveBeenCalledTimes(2);
		expect(failed).toEqual([]);
	});

	test('all messages without acknowledgement go again, in order, before the others', async () => {
		settings = { ...settings, minGapMs: 0, maxGapMs: 0 };
		for (const id of ['a', 'b', 'c']) queue(id);
		await goOnline();
		acknowledge('b');
		sender.goOffline();
		queue('d');
		await goOnline();
		expect(relayed()).toEqual(['a', 'b', 'c', 'a', 'c', 'd']);
	});

	test('nobody waits for acknowledgements any more', async () => {
		queue('a');
		await goOnline();
		sender.goOffline();
		expect(clock.due()).toEqual([]);
		await clock.advance(HOUR);
		expect(onSilence).not.toHaveBeenCalled();
	});

	test('with the whole process, what was on its way goes again from the disk', async () => {
		queue('a');
		await goOnline();
		sender = newSender();
		prepare.mockClear();
		await goOnline();
		expect(relay.mock.calls).toEqual([
			[CHAT, 'a', 'bytes of a', false],
			[CHAT, 'a', 'bytes of a', true],
		]);
		expect(prepare).not.toHaveBeenCalled();
	});
});

describe('An error', () => {
	const broken = new Error('anything');
	const refused = new EngineError('NOT_ON_WHATSAPP', 'Nobody is there.', 'Check the number.');
	const passing = new EngineError('TIMEOUT', 'No answer.', 'Try again.', true);

	test.each([
		['that is not known', broken, 'WhatsApp could not be made to take the message.'],
		['that may pass', passing, 'No answer.'],
	])(
		'%s is tried again after 2, 4, 8 and 16 seconds, then the message has failed',
		async (_what, error, message) => {
			relay.mockImplementation(async (_chat, messageId) => {
				record(`${messageId}: tried`);
				throw error;
			});
			queue('a');
			await goOnline();
			await clock.advance(HOUR);
			expect(relayTimes()).toEqual([0, 2, 6, 14, 30]);
			expect(failed).toEqual([['a', expect.any(EngineError)]]);
			expect(ledger.get('a')).toMatchObject({
				status: 'FAILED',
				error: { message, retryable: true },
			});
		},
	);

	test('of an attempt leaves the bytes as they are for the next', async () => {
		relay.mockRejectedValueOnce(broken);
		queue('a');
		await goOnline();
		await clock.advance(2 * SECOND);
		expect(prepare).toHaveBeenCalledTimes(1);
		expect(relay.mock.calls).toEqual([
			[CHAT, 'a', 'bytes of a', false],
			[CHAT, 'a', 'bytes of a', true],
		]);
	});

	test('while a message is prepared counts as an attempt', async () => {
		prepare.mockRejectedValue(broken);
		queue('a');
		await goOnline();
		await clock.advance(HOUR);
		expect(prepare).toHaveBeenCalledTimes(5);
		expect(relay).not.toHaveBeenCalled();
		expect(statusOf('a')).toBe('FAILED');
	});

	test('keeps the order: the others wait while it is tried again', async () => {
		relay.mockRejectedValueOnce(broken);
		for (const id of ['a', 'b']) queue(id);
		await goOnline();
		await clock.advance(HOUR);
		expect(relayed()).toEqual(['a', 'a', 'b']);
	});

	test('of one message does not count for the next', async () => {
		for (let times = 0; times < 4; times++) relay.mockRejectedValueOnce(broken);
		relay.mockResolvedValueOnce();
		for (let times = 0; times < 4; times++) relay.mockRejectedValueOnce(broken);
		for (const id of ['a', 'b']) queue(id);
		await goOnline();
		await clock.advance(HOUR);
		expect(relay).toHaveBeenCalledTimes(10);
		expect(failed).toEqual([]);
	});

	test('that no further attempt can mend fails the message at once', async () => {
		prepare.mockRejectedValueOnce(refused);
		for (const id of ['a', 'b']) queue(id);
		await goOnline();
		expect(failed).toEqual([['a', refused]]);
		expect(relayed()).toEqual(['b']);
		await clock.advance(HOUR);
		expect(prepare).toHaveBeenCalledTimes(2);
	});

	test('of the disk is told and waited out: neither message nor connection are to blame', async () => {
		const full = new EngineError('STORE_FAILED', 'The disk of n8n is full.', 'Free some.', true);
		const next = jest.spyOn(ledger, 'next').mockImplementation(() => {
			throw full;
		});
		queue('a');
		await goOnline();
		await clock.advance(MINUTE - 1);
		expect(onTrouble).toHaveBeenCalledWith(full);
		next.mockRestore();
		expect(relayed()).toEqual([]);
		await clock.advance(10 * SECOND);
		expect(relayed()).toEqual(['a']);
		expect(onSilence).not.toHaveBeenCalled();
	});

	test('of the disk is no attempt: the message waits until there is room', async () => {
		const full = new EngineError('STORE_FAILED', 'The disk of n8n is full.', 'Free some.', true);
		const markSending = jest.spyOn(ledger, 'markSending').mockImplementation(() => {
			throw full;
		});
		queue('a');
		await goOnline();
		await clock.advance(HOUR);
		expect(failed).toEqual([]);
		markSending.mockRestore();
		await clock.advance(MINUTE);
		expect(relayed()).toEqual(['a']);
	});

	const full = new EngineError('STORE_FAILED', 'The disk of n8n is full.', 'Free some.', true);

	test.each<[string, () => void]>([
		['of the disk in the middle of handing it over', () => relay.mockRejectedValueOnce(full)],
		[
			'of the disk right after another one',
			() => {
				relay.mockRejectedValueOnce(broken);
				const { requeueUnconfirmed } = ledger;
				jest
					.spyOn(ledger, 'requeueUnconfirmed')
					.mockImplementation(requeueUnconfirmed)
					.mockImplementationOnce(() => {
						throw full;
					});
			},
		],
	])('%s leaves the message the next to go', async (_what, fault) => {
		await goOnline();
		fault();
		queue('a');
		await clock.settle();
		expect(relayed()).toEqual(['a']);
		expect(onTrouble).toHaveBeenCalledWith(full);
		queue('b');
		await clock.advance(10 * SECOND);
		expect(relayed()).toEqual(['a', 'a', 'b']);
		expect(failed).toEqual([]);
	});

	test('of one message leaves those that are on their way alone', async () => {
		await goOnline();
		queue('a');
		await clock.advance(SECOND);
		relay.mockRejectedValueOnce(broken);
		queue('b');
		await clock.advance(10 * SECOND);
		expect(relayed()).toEqual(['a', 'b', 'b']);
	});

	test('after the connection ended is no attempt', async () => {
		for (let times = 0; times < 20; times++) {
			prepare.mockReturnValueOnce(NEVER);
			queue('a');
			await goOnline();
			sender.goOffline();
			await clock.settle();
		}
		await goOnline();
		expect(failed).toEqual([]);
		expect(relayed()).toEqual(['a']);
	});

	test('an instant before the connection ends is none either, and costs the next one no pause', async () => {
		relay.mockImplementationOnce(async () => {
			isOpen = false;
			throw new Error('Connection Closed');
		});
		queue('a');
		queue('b');
		await goOnline();
		expect(relayed()).toEqual(['a']);
		sender.goOffline();
		isOpen = true;
		await goOnline();
		expect(relayed()).toEqual(['a', 'a']);
		expect(clock.now()).toBe(START);
		expect(failed).toEqual([]);
	});

	test('is also that the message is not on the wire after 90 seconds', async () => {
		relay.mockReturnValueOnce(NEVER);
		queue('a');
		await goOnline();
		await clock.advance(90 * SECOND);
		expect(relayed()).toEqual(['a']);
		await clock.advance(2 * SECOND);
		expect(relayed()).toEqual(['a', 'a']);
	});
});

describe('When WhatsApp does not answer what it is asked on the way', () => {
	test('all wait, longer each time, and then go in their order', async () => {
		for (let times = 0; times < 8; times++) prepare.mockRejectedValueOnce(new QueryTimeout());
		for (const id of ['a', 'b']) queue(id);
		await goOnline();
		await clock.advance(HOUR);
		expect(relayed()).toEqual(['a', 'b']);
		expect(relayTimes()).toEqual([256, 257]);
		expect(failed).toEqual([]);
	});

	test('for an hour, the message has failed, and the next one has its time', async () => {
		relay.mockImplementation(async (_chat, messageId) => {
			if (messageId === 'a') throw new QueryTimeout();
		});
		for (const id of ['a', 'b']) queue(id);
		await goOnline();
		await clock.advance(HOUR);
		expect(failed).toEqual([]);
		await clock.advance(5 * MINUTE);
		expect(ledger.get('a')).toMatchObject({
			status: 'FAILED',
			error: { code: 'TIMEOUT', retryable: true },
		});
		expect(relayed().at(-1)).toBe('b');
		expect(failed).toHaveLength(1);
	});

	test('the next message has an hour of its own, also when the first was taken out', async () => {
		prepare.mockRejectedValue(new QueryTimeout());
		for (const id of ['a', 'b']) queue(id);
		await goOnline();
		await clock.advance(55 * MINUTE);
		ledger.cancel('a');
		await clock.advance(55 * MINUTE);
		expect(failed).toEqual([]);
		await clock.advance(20 * MINUTE);
		expect(ledger.get('b')).toMatchObject({ status: 'FAILED', error: { code: 'TIMEOUT' } });
	});

	test('the pauses are short again after a message went out', async () => {
		for (let times = 0; times < 8; times++) relay.mockRejectedValueOnce(new QueryTimeout());
		queue('a');
		await goOnline();
		await clock.advance(HOUR);
		relay.mockRejectedValueOnce(new QueryTimeout());
		queue('b');
		await clock.advance(2 * SECOND);
		expect(relayed().slice(-2)).toEqual(['b', 'b']);
	});
});

describe('When a media host fails, or WhatsApp tells no devices of the recipient', () => {
	const ANOTHER = '5511900000003@s.whatsapp.net';
	const unreachable = new EngineError('MEDIA_UNREACHABLE', 'No host.', 'Try again.', true);
	/** The message of which every attempt fails, after so long. */
	let troubled: string | undefined;
	let attemptMs: number;

	beforeEach(() => {
		settings = { ...settings, minGapMs: 0, maxGapMs: 0 };
		troubled = 'a';
		attemptMs = 0;
	});

	const faults: Array<[string, EngineError | NoDevices, () => void]> = [
		[
			'a media host fails',
			unreachable,
			() => {
				const usual = prepare.getMockImplementation() as Prepare;
				prepare.mockImplementation(async (message, connection) => {
					if (message.messageId !== troubled) return await usual(message, connection);
					record(`${message.messageId}: tried`);
					if (attemptMs > 0) await clock.sleep(attemptMs);
					throw unreachable;
				});
			},
		],
		[
			'there are no devices',
			new NoDevices(),
			() =>
				relay.mockImplementation(async (_chat, messageId) => {
					record(`${messageId}: tried`);
					if (messageId === troubled) throw new NoDevices();
				}),
		],
	];

	function queueTo(chat: string, id: string): void {
		ledger.enqueue(id, chat, textTo(chat, id), true);
		sender.wake();
	}

	describe.each(faults)('%s', (_what, error, arrange) => {
		beforeEach(arrange);

		test('the message is tried for an hour, then it has failed', async () => {
			queue('a');
			await goOnline();
			await clock.advance(HOUR);
			expect(relayTimes().slice(0, 8)).toEqual([0, 2, 4, 8, 16, 32, 64, 128]);
			expect(failed).toEqual([]);
			await clock.advance(5 * MINUTE);
			expect(ledger.get('a')).toMatchObject({
				status: 'FAILED',
				error: { code: error instanceof EngineError ? error.code : 'REJECTED', retryable: true },
			});
			expect(failed).toHaveLength(1);
		});

		test('others go past it, but not those of its chat', async () => {
			queue('a');
			queue('b');
			queueTo(ANOTHER, 'c');
			await goOnline();
			expect(statusOf('c')).toBe('SENDING');
			await clock.advance(MINUTE);
			queueTo(ANOTHER, 'd');
			await clock.settle();
			expect(statusOf('d')).toBe('SENDING');
			expect(['a', 'b'].map(statusOf)).toEqual(['QUEUED', 'QUEUED']);
			troubled = undefined;
			await clock.advance(MINUTE);
			expect(relayed().slice(-2)).toEqual(['a', 'b']);
			expect(failed).toEqual([]);
		});

		test('it is tried at once over a new connection', async () => {
			queue('a');
			await goOnline();
			await clock.advance(10 * MINUTE);
			sender.goOffline();
			troubled = undefined;
			await goOnline();
			expect(statusOf('a')).toBe('SENDING');
		});

		test('it can be taken out, and the next one goes', async () => {
			queue('a');
			queue('b');
			await goOnline();
			ledger.advance('a', 'FAILED', clock.now());
			await clock.advance(2 * SECOND);
			expect(statusOf('b')).toBe('SENDING');
		});
	});

	test('where an attempt takes long, the others get as much time as it', async () => {
		faults[0]?.[2]();
		attemptMs = MINUTE;
		queue('a');
		queueTo(ANOTHER, 'c');
		await goOnline();
		await clock.advance(MINUTE);
		expect(statusOf('c')).toBe('SENDING');
		await clock.advance(30 * SECOND);
		queueTo(ANOTHER, 'd');
		await clock.settle();
		expect(statusOf('d')).toBe('SENDING');
	});

	test('the name that it goes to rests like the one that was asked for', async () => {
		prepare.mockImplementation(async ({ request }) => ({
			chat: '222@lid',
			wire: request.content.type === 'text' ? request.content.text : '',
		}));
		relay.mockImplementationOnce(async () => {
			throw new NoDevices();
		});
		queue('a');
		queue('b');
		queueTo('222@lid', 'c');
		await goOnline();
		expect(relayed()).toEqual(['a']);
		await clock.advance(2 * SECOND);
		expect(relayed()).toEqual(['a', 'a', 'b', 'c']);
	});

	test('a file that is gone fails its message at once', async () => {
		const gone = new EngineError('MEDIA_UNREACHABLE', 'The file is not there.', 'Run it again.');
		prepare.mockRejectedValueOnce(gone);
		queue('a');
		await goOnline();
		expect(failed).toEqual([['a', gone]]);
	});
});

describe('Messages that WhatsApp has not acknowledged', () => {
	const ids = Array.from({ length: 25 }, (_, index) => `m${index}`);

	beforeEach(() => {
		settings = { ...settings, minGapMs: 0, maxGapMs: 0 };
	});

	test('are 20 at most; each acknowledgement lets one more go', async () => {
		for (const id of ids) queue(id);
		await goOnline();
		expect(relayed()).toEqual(ids.slice(0, 20));
		acknowledge('m7');
		await clock.settle();
		expect(relayed()).toEqual(ids.slice(0, 21));
		for (const id of ids.slice(0, 5)) acknowledge(id);
		await clock.settle();
		expect(relayed()).toEqual(ids);
	});

	test('make no room when the acknowledgement is for another message', async () => {
		for (const id of ids) queue(id);
		await goOnline();
		sender.confirm('somebody else’s');
		sender.confirm('m24');
		await clock.settle();
		expect(relayed()).toHaveLength(20);
	});

	test('mean after 30 seconds that the connection is dead', async () => {
		await goOnline();
		queue('a');
		await clock.advance(30 * SECOND - 1);
		expect(onSilence).not.toHaveBeenCalled();
		await clock.advance(1);
		expect(onSilence).toHaveBeenCalledTimes(1);
	});

	test('mean nothing while WhatsApp hands over what had waited for the login: they may come behind it', async () => {
		let movedAt: number | undefined;
		const drain = { ...socketDouble({}).drain, movedAt: () => movedAt };
		socket = socketDouble({ messages: { relay }, isOpen: () => true, drain });
		await goOnline();
		queue('a');
		for (let second = 0; second < 300; second += 10) {
			movedAt = clock.now();
			await clock.advance(10 * SECOND);
		}
		expect(onSilence).not.toHaveBeenCalled();
		movedAt = undefined;
		await clock.advance(30 * SECOND);
		expect(onSilence).toHaveBeenCalledTimes(1);
	});

	test('mean nothing while the message is not on the wire yet: WhatsApp is still asked for devices and keys', async () => {
		const onTheWire = deferred();
		relay.mockReturnValueOnce(onTheWire.promise);
		await goOnline();
		queue('a');
		await clock.advance(60 * SECOND);
		onTheWire.resolve();
		await clock.advance(30 * SECOND - 1);
		expect(onSilence).not.toHaveBeenCalled();
		await clock.advance(1);
		expect(onSilence).toHaveBeenCalledTimes(1);
	});

	test('are 20 at most, also when others are queued meanwhile', async () => {
		prepare.mockImplementation(async ({ chat }) => {
			sender.wake();
			return { chat, wire: 'bytes' };
		});
		for (const id of ids) queue(id);
		await goOnline();
		await clock.settle();
		expect(relayed()).toEqual(ids.slice(0, 20));
	});

	test('mean nothing once they are acknowledged', async () => {
		await goOnline();
		queue('a');
		await clock.advance(29 * SECOND);
		acknowledge('a');
		expect(clock.due()).toEqual([]);
		await clock.advance(HOUR);
		expect(onSilence).not.toHaveBeenCalled();
	});

	test('are not those whose acknowledgement came before they were handed over', async () => {
		const onTheWire = deferred();
		relay.mockReturnValueOnce(onTheWire.promise);
		for (const id of ['a', 'b']) queue(id);
		await goOnline();
		acknowledge('a');
		onTheWire.resolve();
		await clock.settle();
		acknowledge('b');
		await clock.advance(HOUR);
		expect(onSilence).not.toHaveBeenCalled();
		expect(relayed()).toEqual(['a', 'b']);
		expect(statusOf('a')).toBe('SENT');
	});
});

describe('A message that ends every connection it is sent over', () => {
	beforeEach(() => {
		settings = { ...settings, minGapMs: 0, maxGapMs: 0 };
	});

	test('fails after the tenth, and the next one goes on', async () => {
		queue('poison');
		for (let connections = 0; connections < 10; connections++) {
			expect(statusOf('poison')).not.toBe('FAILED');
			await goOnline();
			sender.goOffline();
		}
		expect(statusOf('poison')).toBe('FAILED');
		queue('next');
		await goOnline();
		expect(relayed().at(-1)).toBe('next');
	});

	test('is not one that WhatsApp has answered for in between', async () => {
		for (let connections = 0; connections < 30; connections++) {
			queue(`m${connections}`);
			await goOnline();
			acknowledge(`m${connections}`);
			sender.goOffline();
		}
		expect(failed).toEqual([]);
	});
});

describe('A message that WhatsApp does not take for now', () => {
	const TOO_LONG = new EngineError('TIMEOUT', 'For an hour', 'Later', true);

	test('waits longer each time, up to five minutes, and fails after an hour', async () => {
		settings = { ...settings, minGapMs: 0, maxGapMs: 0 };
		relay.mockImplementation(async (_chat, messageId, wire) => {
			record(`${messageId}: ${wire}`);
			clock.after(0, () => sender.postpone(messageId, TOO_LONG));
		});
		await goOnline();
		queue('a');
		await clock.advance(2 * HOUR);
		const times = relayTimes();
		const pauses = times.slice(1).map((at, i) => at - (times[i] ?? 0));
		expect(pauses.slice(0, 4)).toEqual([2, 2, 4, 8]);
		expect(Math.max(...pauses)).toBe(300);
		expect(failed).toEqual([['a', TOO_LONG]]);
		expect(statusOf('a')).toBe('FAILED');
		expect(times.at(-1)).toBeGreaterThan(3_300);
		expect(times.at(-1)).toBeLessThan(4_200);
	});

	test('is tried alone until one is taken, and then the others go on in their order', async () => {
		settings = { ...settings, minGapMs: 0, maxGapMs: 0 };
		await goOnline();
		for (const id of ['a', 'b', 'c']) queue(id);
		await clock.settle();
		for (const id of ['a', 'b', 'c']) sender.postpone(id, TOO_LONG);
		await clock.advance(2 * SECOND);
		expect(relayed()).toEqual(['a', 'b', 'c', 'a']);
		acknowledge('a');
		await clock.settle();
		expect(relayed()).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
	});

	test('goes out again under its ID, with the same bytes', async () => {
		await goOnline();
		queue('a');
		await clock.settle();
		sender.postpone('a', TOO_LONG);
		await clock.advance(2 * SECOND);
		const [first, second] = relay.mock.calls;
		expect(second?.slice(0, 3)).toEqual(first?.slice(0, 3));
		expect(prepare).toHaveBeenCalledTimes(1);
	});

	test('keeps nobody else waiting for longer once it was taken', async () => {
		await goOnline();
		queue('a');
		await clock.settle();
		sender.postpone('a', TOO_LONG);
		await clock.advance(2 * SECOND);
		acknowledge('a');
		queue('b');
		await clock.advance(SECOND);
		expect(relayed()).toEqual(['a', 'a', 'b']);
	});

	test.each(['unknown', 'acknowledged'])('is none that is not on its way (%s)', async (id) => {
		await goOnline();
		queue('acknowledged');
		await clock.settle();
		acknowledge('acknowledged');
		sender.postpone(id, TOO_LONG);
		expect(sender.sendAgain(id)).toBe(false);
		await clock.advance(HOUR);
		expect(relayed()).toEqual(['acknowledged']);
	});
});

test('A message that WhatsApp wants once more is sent again once', async () => {
	await goOnline();
	queue('a');
	await clock.settle();
	expect(sender.sendAgain('a')).toBe(true);
	await clock.advance(SECOND);
	expect(relayed()).toEqual(['a', 'a']);
	expect(sender.sendAgain('a')).toBe(false);
	await clock.advance(SECOND);
	expect(relayed()).toEqual(['a', 'a']);
});
