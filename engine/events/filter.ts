import { RE2JS, RE2JSSyntaxException } from 're2js';
import { isAddressOf } from '../contacts/people';
import { chatType, parseChat } from '../content/jid';
import { plainText } from '../content/plain-text';
import {
	EngineError,
	type Collect,
	type EngineEvent,
	type EventFilter,
	type IncomingMessageEvent,
	type IncomingType,
	type Subscription,
	type TextFilter,
} from '../gateway/contract';

/** What a subscription asks for. */
export type Wish = Pick<Subscription, 'events'> & { filters: NonNullable<Subscription['filters']> };

/** Whether a subscription asks for an event: for its type, and for what the filter of that type says of it. */
export type IsWanted = (event: EngineEvent, now: number) => boolean;

/** How a subscription collects messages, and whether a message is the last of them, whatever came before. */
export interface CollectWish extends Collect {
	isLast(message: IncomingMessageEvent): boolean;
}

/** Errors: INVALID_SETTING for what is no regular expression. */
export function wishOf({ events, filters }: Wish): IsWanted {
	const tests = new Map(events.map((type) => [type, testsOf(filters[type] ?? {})]));
	return (event, now) => {
		const its = tests.get(event.event);
		return its !== undefined && partsOf(event).some((part) => its.every((test) => test(part, now)));
	};
}

/** Undefined: each message comes by itself. Errors: as `wishOf`. */
export function collectWishOf({ events, filters }: Wish): CollectWish | undefined {
	const collect = events.includes('message.incoming') && filters['message.incoming']?.collect;
	if (!collect) return undefined;
	const { endWords = [], endTypes = [] } = collect;
	const words = endWords.map(textTest);
	return {
		...collect,
		isLast(message) {
			const { text } = message;
			if (text !== null && words.some((fit) => fit(text))) return true;
			return typesIn(message)?.some((type) => endTypes.includes(type)) ?? false;
		},
	};
}

/** The same filters with JIDs for what people wrote. `own`: as in `parseRecipient`. Error: INVALID_RECIPIENT. */
export function withJids(filters: Wish['filters'], own: string | null): Wish['filters'] {
	const jids = (written: string[] | undefined) => written?.map((text) => parseChat(text, own));
	const people = (written: string[] | undefined) => jids(written)?.map(requirePerson);
	const read = ({ chats, senders, notSenders, ...others }: EventFilter) => ({
		...others,
		chats: jids(chats),
		senders: people(senders),
		notSenders: people(notSenders),
	});
	const types = Object.entries(filters).map(([type, filter]) => [type, read(filter)]);
	return Object.fromEntries(types) as Wish['filters'];
}

// --- Tests ----------------------------------------------------------------------------------------------------------

function testsOf(filter: EventFilter): IsWanted[] {
	const { chatTypes, messageTypes, chats, senders, notSenders, fromMe, mentionsMe } = filter;
	const { texts, stepAside, maxAgeMinutes } = filter;
	const fits = texts?.map(textTest);
	return [
		chatTypes && about('chat', ({ type }) => chatTypes.includes(type)),
		messageTypes &&
			((event: EngineEvent) => typesIn(event)?.some((type) => messageTypes.includes(type)) ?? true),
		albumTest(filter.albums === 'collected'),
		answerTest(filter.answers === 'included'),
		chats &&
			about('chat', (chat) => chats.some((jid) => chat.id === jid || isAddressOf(chat, jid))),
		senders && about('from', (from) => senders.some((jid) => isAddressOf(from, jid))),
		notSenders && about('from', (from) => !notSenders.some((jid) => isAddressOf(from, jid))),
		fits && about('text', (text) => text !== null && fits.some((fit) => fit(text))),
		fromMe !== undefined && about('fromMe', (isOwn) => isOwn === fromMe),
		mentionsMe !== undefined && about('mentionsMe', (isMentioned) => isMentioned === mentionsMe),
		stepAside && isNotPaused,
		maxAgeMinutes !== undefined &&
			((event: EngineEvent, now: number) =>
				now - Date.parse(event.timestamp) <= maxAgeMinutes * 60_000),
	].filter((test) => test !== undefined && test !== false);
}

/** Messages that were collected were asked for one by one. */
function partsOf(event: EngineEvent): readonly EngineEvent[] {
	return ('messages' in event && event.messages) || [event];
}

/** Of a collected album its files count, too. Undefined for what is no message. */
function typesIn(event: EngineEvent): IncomingType[] | undefined {
	if (!('type' in event)) return undefined;
	return [event.type, ...(event.album?.items ?? []).map(({ type }) => type)];
}

/** An album is told twice: by its messages, and as one event. */
function albumTest(collected: boolean): IsWanted {
	return (event) => {
		if (event.event !== 'message.incoming') return true;
		if (event.album?.items) return collected;
		return !(collected && (event.type === 'album' || event.parent?.kind === 'album'));
	};
}

/** Who gets all answers has got those that are left when they came. */
function answerTest(included: boolean): IsWanted {
	return (event) => !('answer' in event) || event.answer !== (included ? 'left' : 'taken');
}

/** As it was when the event came in. */
function isNotPaused(event: EngineEvent): boolean {
	return !('conversation' in event) || event.conversation?.paused !== true;
}

/** What events have in a field, those that have it. */
type FieldOf<Name extends string, Event = EngineEvent> =
	Event extends Record<Name, infer Value> ? Value : never;

function about<Name extends string>(name: Name, test: (value: FieldOf<Name>) => boolean): IsWanted {
	return (event) =>
		!(name in event) || test((event as unknown as Record<Name, FieldOf<Name>>)[name]);
}

function textTest({ match, text: wanted }: TextFilter): (text: string) => boolean {
	if (match === 'regex') {
		const expression = compiled(wanted);
		return (text) => expression.test(text);
	}
	const words = plainText(wanted);
	return match === 'contains'
		? (text) => plainText(text).includes(words)
		: (text) => plainText(text).startsWith(words);
}

/** In time that grows with the text alone: no message can keep it busy, whatever the expression. */
function compiled(expression: string): RE2JS {
	try {
		return RE2JS.compile(expression);
	} catch (error) {
		if (!(error instanceof RE2JSSyntaxException)) throw error;
		throw new EngineError(
			'INVALID_SETTING',
			`"${expression.slice(0, 60)}" is no regular expression that can be used here: ${error.getDescription()}.`,
			'Expressions are those of RE2: without look-ahead, look-behind and references back. (?i) at the beginning ignores case.',
		);
	}
}

function requirePerson(jid: string): string {
	if (chatType(jid) === 'direct') return jid;
	throw new EngineError(
		'INVALID_RECIPIENT',
		`"${jid}" is no person, and only people send messages.`,
		'Use phone numbers with country code, or IDs that end in @lid. For groups and channels use Only These Chats.',
	);
}
