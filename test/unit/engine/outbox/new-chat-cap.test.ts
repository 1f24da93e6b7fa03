import {
	capUntil,
	newChatsOf,
	NO_CAP,
	UNKNOWN_MS,
	withoutAnswer,
	withRefusal,
	withWords,
	type CapRecord,
} from '../../../../engine/outbox/new-chat-cap';
import type { NewChatCap } from '../../../../engine/whatsapp/index';

const DAY = 24 * 60 * 60_000;
const NOW = Date.parse('2026-11-30T12:00:00Z');
const ENDS = NOW + 20 * DAY;
const SECOND = 1_000;

const words = (more: Partial<NewChatCap> = {}): NewChatCap => ({
	...{ status: 'NONE', used: 12, max: 50, endsAt: ENDS, saidAt: NOW },
	...more,
});
const CAPPED = words({ status: 'CAPPED', used: 50 });
const told = (said: NewChatCap, before = NO_CAP, now = NOW) => withWords(before, said, now);
const untilOf = (record: CapRecord, now = NOW) => capUntil(record, now);

describe('A number', () => {
	test('may start new chats until something else is known', () => {
		expect(untilOf(NO_CAP)).toBeUndefined();
		expect(newChatsOf(NO_CAP, NOW)).toBeNull();
	});

	test.each<[string, Partial<NewChatCap>, number | undefined]>([
		['below its cap may', {}, undefined],
		['that is warned may', { status: 'SECOND_WARNING', used: 45 }, undefined],
		['at its cap may not, until the period ends', { status: 'CAPPED', used: 50 }, ENDS],
		[
			'that WhatsApp calls capped may not, whatever its numbers',
			{ status: 'CAPPED', used: 1 },
			ENDS,
		],
		['at its cap by the numbers may not', { status: undefined, used: 50 }, ENDS],
		['above its cap by the numbers may not', { status: 'FIRST_WARNING', used: 53 }, ENDS],
		['that WhatsApp does not hold to its numbers may', { status: 'NONE', used: 53 }, undefined],
		[
			'of which the cap is not known may',
			{ status: undefined, max: undefined, used: 5 },
			undefined,
		],
		['whose period is over may', { status: 'CAPPED', endsAt: NOW }, undefined],
		[
			'whose period has no end waits an hour',
			{ status: 'CAPPED', endsAt: undefined },
			NOW + UNKNOWN_MS,
		],
		[
			'whose period ends in years waits an hour',
			{ status: 'CAPPED', endsAt: NOW + 900 * DAY },
			NOW + UNKNOWN_MS,
		],
	])('%s', (_what, more, until) => {
		expect(untilOf(told(words(more)))).toBe(until);
	});

	test('is free when WhatsApp says so, and when the period ends', () => {
		const capped = told(CAPPED);
		expect(untilOf(told(words({ saidAt: NOW + SECOND }), capped, NOW + SECOND))).toBeUndefined();
		expect(untilOf(capped, ENDS)).toBeUndefined();
	});

	test('is what WhatsApp said last, in whichever order it comes', () => {
		const capped = told(CAPPED);
		expect(told(words({ saidAt: NOW - SECOND }), capped)).toBe(capped);
		const free = told(words({ saidAt: NOW }), NO_CAP);
		expect(told(words({ status: 'CAPPED', saidAt: NOW - SECOND }), free)).toBe(free);
	});

	test('is not stuck with words from the future', () => {
		const ahead = told(words({ status: 'CAPPED', saidAt: NOW + 300 * DAY }));
		expect(untilOf(told(words({ saidAt: NOW + SECOND }), ahead, NOW + SECOND))).toBeUndefined();
	});
});

describe('A refusal', () => {
	const refused = (before: CapRecord, now = NOW) => withRefusal(before, now, now);

	test('counts for an hour where nothing is known', () => {
		const record = withoutAnswer(refused(NO_CAP));
		expect(record).toMatchObject({ until: NOW + UNKNOWN_MS, isGuess: true, isAsked: false });
		expect(newChatsOf(record, NOW)).toEqual({
			...{ used: null, max: null, status: 'CAPPED' },
			until: new Date(NOW + UNKNOWN_MS).toISOString(),
		});
	});

	test('counts until the end of the period that WhatsApp has told of before', () => {
		expect(refused(told(words()))).toMatchObject({ until: ENDS, isGuess: false });
	});

	test('does not make a longer time shorter', () => {
		const capped = { ...told(CAPPED), until: ENDS + DAY };
		expect(untilOf(refused(capped))).toBe(ENDS + DAY);
	});

	test('counts until the end that the answer says', () => {
		const later = { ...CAPPED, saidAt: NOW + SECOND };
		const record = withWords(refused(NO_CAP), later, NOW + SECOND);
		expect(record).toMatchObject({ until: ENDS, isGuess: false, isAsked: false });
	});

	test('counts for an hour where the answer says that there are chats left', () => {
		const answer = words({ used: 49, saidAt: NOW + SECOND });
		const record = withWords(refused(told(words())), answer, NOW + SECOND);
		expect(record).toMatchObject({ until: NOW + SECOND + UNKNOWN_MS, isGuess: true });
		const lifted = withWords(record, { ...answer, saidAt: NOW + 5 * SECOND }, NOW + 5 * SECOND);
		expect(untilOf(lifted)).toBeUndefined();
	});

	test('is not undone by what WhatsApp said before it', () => {
		const record = refused(NO_CAP);
		expect(told(words({ saidAt: NOW - SECOND }), record)).toBe(record);
	});
});

describe('For people', () => {
	const shown = (said: NewChatCap, now = NOW) => newChatsOf(told(said), now);
	const end = new Date(ENDS).toISOString();

	test('it is what WhatsApp said', () => {
		expect(shown(words())).toEqual({ used: 12, max: 50, until: end, status: 'NONE' });
		expect(shown(CAPPED)).toEqual({ used: 50, max: 50, until: end, status: 'CAPPED' });
	});

	test('what is not known is null', () => {
		const said = words({ status: undefined, max: undefined, endsAt: undefined });
		expect(shown(said)).toEqual({ used: 12, max: null, until: null, status: null });
	});

	test('what was used in a period that is over says nothing', () => {
		expect(shown(CAPPED, ENDS)).toEqual({ used: null, max: 50, until: null, status: 'NONE' });
	});
});

describe('A warning', () => {
	test.each<[string, Partial<NewChatCap>, string | null]>([
		['is known by its level and its period', { status: 'FIRST_WARNING' }, `FIRST_WARNING ${ENDS}`],
		['is known by its level', { status: 'SECOND_WARNING', endsAt: undefined }, 'SECOND_WARNING '],
		['is none where the cap is reached', { status: 'SECOND_WARNING', used: 50 }, null],
		['is none where there is none', {}, null],
		['is none when its period is over', { status: 'FIRST_WARNING', endsAt: NOW - 1 }, null],
	])('%s', (_what, more, warning) => {
		expect(told(words(more)).warning).toBe(warning);
	});
});
