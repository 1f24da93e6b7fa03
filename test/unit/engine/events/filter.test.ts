import { withJids, wishOf, type Wish } from '../../../../engine/events/filter';
import type {
	Conversation,
	EngineEvent,
	EventFilter,
	EventType,
	TextFilter,
} from '../../../../engine/gateway/contract';
import { EVENTS } from '../../../../nodes/WhatsAppLinkedTrigger/events';

const message = EVENTS['message.incoming'].sample;
const image = { ...message, type: 'image' as const };
const read = EVENTS['message.read'].sample;
const inGroup = { ...message, chat: EVENTS['group.participantsChanged'].sample.chat };
const AT = Date.parse(message.timestamp);
const OWN = '5511900000001';

const isWanted = (event: EngineEvent, filters: Wish['filters'], now = AT) =>
	wishOf({
		events: ['message.incoming', 'message.read', 'session.connected'],
		filters: withJids(filters, OWN),
	})(event, now);

/** Of the event's own type. */
const fits = (event: EngineEvent, filter: EventFilter, now = AT) =>
	isWanted(event, { [event.event as EventType]: filter }, now);

describe('An event is wanted', () => {
	it('if its type is asked for', () => {
		expect(isWanted(image, {})).toBe(true);
		expect(isWanted(EVENTS['message.sent'].sample, {})).toBe(false);
	});

	it('from the kinds of chats that are asked for', () => {
		expect(fits(read, { chatTypes: ['direct'] })).toBe(true);
		expect(fits(inGroup, { chatTypes: ['direct'] })).toBe(false);
	});

	it('of the kinds that are asked for', () => {
		expect(fits(image, { messageTypes: ['image'] })).toBe(true);
		expect(fits(image, { messageTypes: ['text'] })).toBe(false);
	});

	it('unless it was written in a paused conversation, where it is asked for only without these', () => {
		const paused = { ...message.conversation, paused: true } as Conversation;
		const stepAside = { minutes: 60 };
		expect(fits({ ...message, conversation: paused }, { stepAside })).toBe(false);
		expect(fits({ ...message, conversation: paused }, {})).toBe(true);
		expect(fits(message, { stepAside })).toBe(true);
		expect(fits(read, { stepAside })).toBe(true);
	});

	it('whatever the filters of other types say', () => {
		const filter: EventFilter = { chatTypes: ['direct'], messageTypes: ['text'] };
		expect(isWanted({ ...read, chat: inGroup.chat }, { 'message.incoming': filter })).toBe(true);
	});

	it('if it belongs to no chat and nobody sent it, whatever chats and senders are asked for', () => {
		const connected = EVENTS['session.connected'].sample;
		const filter: EventFilter = { chatTypes: ['direct'], chats: [OWN], senders: [OWN] };
		expect(fits(connected, filter)).toBe(true);
	});

	it.each([
		['+55 (11) 90000-0002', true],
		['(11) 90000-0002', true],
		// Without the ninth digit, as WhatsApp has older numbers.
		['551100000002', true],
		['81896604192873@lid', true],
		['5511900000003', false],
		['120363000000000001@g.us', false],
	])('from the chats that are named: %s', (chat, expected) => {
		expect(fits(message, { chats: [OWN, chat] })).toBe(expected);
	});

	it.each([
		['120363000000000001@g.us', true],
		['120363000000000001-group', true],
		['5511900000002', false],
	])('from the groups that are named: %s', (chat, expected) => {
		expect(fits(inGroup, { chats: [chat] })).toBe(expected);
	});

	it('from the channels that are named', () => {
		const id = '120363000000000009@newsletter';
		const chat = { ...inGroup.chat, id, type: 'channel' as const };
		expect(fits({ ...message, chat }, { chats: [` ${id} `] })).toBe(true);
		expect(fits(message, { chats: [id] })).toBe(false);
	});

	it('of the people who are named, and not of others', () => {
		expect(fits(inGroup, { senders: ['5511900000002'] })).toBe(true);
		expect(fits(inGroup, { senders: ['5511900000003'] })).toBe(false);
		expect(fits(inGroup, { notSenders: ['81896604192873@lid'] })).toBe(false);
		expect(fits(inGroup, { notSenders: ['5511900000003'] })).toBe(true);
	});

	it('of people whose number WhatsApp hides by their LID alone', () => {
		const hidden = { ...message, from: { ...message.from, phone: null } };
		expect(fits(hidden, { senders: ['81896604192873@lid'] })).toBe(true);
		expect(fits(hidden, { senders: ['5511900000002'] })).toBe(false);
	});

	it.each<[TextFilter['match'], string, string, boolean]>([
		['contains', 'order', 'My ORDER, please', true],
		['contains', 'pao de acucar', 'Tem Pão de  Açúcar?', true],
		['contains', 'order', 'hello', false],
		['startsWith', '/help', '/HELP me', true],
		['startsWith', '/help', 'need /help', false],
		['regex', String.raw`^order #\d+$`, 'order #42', true],
		['regex', String.raw`^order #\d+$`, 'Order #42', false],
		['regex', String.raw`(?i)^order #\d+$`, 'Order #42', true],
	])('if its text %s "%s": %s', (match, text, said, expected) => {
		expect(fits({ ...message, text: said }, { texts: [{ match, text }] })).toBe(expected);
	});

	it('if one of several texts fits, and not without a text', () => {
		const texts: TextFilter[] = [
			{ match: 'contains', text: 'yes' },
			{ match: 'contains', text: 'no' },
		];
		expect(fits({ ...message, text: 'no' }, { texts })).toBe(true);
		expect(fits({ ...message, text: null }, { texts })).toBe(false);
	});

	it('if one of several that were collected is', () => {
		const texts: TextFilter[] = [{ match: 'regex', text: '^order$' }];
		const other = { ...message, text: 'please' };
		const collected = (...messages: Array<typeof message>) => ({
			...other,
			...{ text: messages.map(({ text }) => text).join('\n'), messages },
		});
		expect(fits(collected({ ...message, text: 'order' }, other), { texts })).toBe(true);
		expect(fits(collected(other, other), { texts })).toBe(false);
	});

	it('or not, in no time, where an expression would keep others busy for years', () => {
		const texts: TextFilter[] = [{ match: 'regex', text: '(a+)+$' }];
		expect(fits({ ...message, text: `${'a'.repeat(60_000)}b` }, { texts })).toBe(false);
	});

	it('of the number itself or of others', () => {
		expect(fits(message, { fromMe: false })).toBe(true);
		expect(fits(message, { fromMe: true })).toBe(false);
	});

	it('where the number is mentioned', () => {
		expect(fits({ ...message, mentionsMe: true }, { mentionsMe: true })).toBe(true);
		expect(fits(message, { mentionsMe: true })).toBe(false);
	});

	it('as long as it is not too old', () => {
		expect(fits(message, { maxAgeMinutes: 10 }, AT + 10 * 60_000)).toBe(true);
		expect(fits(message, { maxAgeMinutes: 10 }, AT + 10 * 60_000 + 1)).toBe(false);
	});
});

describe('A filter is refused in words', () => {
	it.each<[EventFilter, string, string]>([
		[{ chats: ['Bob'] }, 'INVALID_RECIPIENT', '"Bob" is not a phone number or chat ID.'],
		[{ senders: ['12345@g.us'] }, 'INVALID_RECIPIENT', '"12345@g.us" is no person'],
		[
			{ texts: [{ match: 'regex', text: '(?=x)' }] },
			'INVALID_SETTING',
			'"(?=x)" is no regular expression that can be used here: invalid or unsupported Perl syntax',
		],
		[{ texts: [{ match: 'regex', text: '(' }] }, 'INVALID_SETTING', 'missing closing )'],
	])('%j', (filter, code, message) => {
		expect(() => isWanted(image, { 'message.incoming': filter })).toThrow(
			expect.objectContaining({ code, message: expect.stringContaining(message) }),
		);
	});
});
