import { createLogs, idOf, kindOf, redactJid, silentLog, type Log } from '../../../engine/log';
import { EngineError, type LogLine } from '../../../engine/gateway/contract';

const MINUTE = 60_000;

let time: number;
let lines: LogLine[];
let log: Log;

beforeEach(() => {
	time = 0;
	lines = [];
	log = createLogs(
		(line) => lines.push(line),
		() => time,
	).of('credential1');
});

describe('a line', () => {
	it('has a level, an account, a sentence and facts', () => {
		log.warn('Something happened', { code: 428, wasOpen: true, inMs: 1_000 });
		expect(lines).toEqual([
			{
				level: 'warn',
				account: 'credential1',
				sentence: 'Something happened',
				facts: { code: 428, wasOpen: true, inMs: 1_000 },
			},
		]);
	});

	it('about the engine as a whole has no account', () => {
		createLogs(
			(line) => lines.push(line),
			() => time,
		)
			.of()
			.debug('Something happened');
		expect(lines).toEqual([{ level: 'debug', sentence: 'Something happened', facts: {} }]);
	});

	it('leaves out facts that are not known', () => {
		log.info('Something happened', { code: undefined, attempt: 0 });
		expect(lines[0]?.facts).toEqual({ attempt: 0 });
	});

	it('cannot be given a text from elsewhere: that does not compile', () => {
		const words = String('hello');
		const state = 'LINKED' as 'LINKED' | 'UNLINKED';
		log.info('The state is known', { state, jid: redactJid(words), id: idOf(words) });
		// @ts-expect-error -- The sentence is a text from elsewhere.
		log.info(words);
		// @ts-expect-error -- A part of the sentence is.
		log.info(`They said ${words}`);
		// @ts-expect-error -- A fact is.
		log.info('They said something', { words });
		// @ts-expect-error -- So it is inside of something else.
		log.info('They said something', { what: { words } });
		// @ts-expect-error -- An error may quote anything.
		log.info('It failed', { error: new Error(words) });
		expect(lines).toHaveLength(6);
	});
});

describe('many lines', () => {
	const tell = (count: number) => {
		for (let i = 0; i < count; i++) log.debug('A stranger did something', { i });
	};

	it('with one sentence are twenty in a minute, and the last of them says so', () => {
		tell(1_000);
		expect(lines).toHaveLength(20);
		expect(lines[18]?.facts).toEqual({ i: 18 });
		expect(lines[19]?.facts).toEqual({ i: 19, lastOfMinute: true });
	});

	it('are told again after the minute, and how many were left out', () => {
		tell(1_000);
		time = MINUTE - 1;
		tell(1);
		time = MINUTE;
		tell(2);
		expect(lines.slice(20).map(({ facts }) => facts)).toEqual([{ i: 0, leftOut: 981 }, { i: 1 }]);
	});

	it('hold up neither other sentences nor other accounts', () => {
		const logs = createLogs(
			(line) => lines.push(line),
			() => time,
		);
		log = logs.of('credential1');
		tell(1_000);
		log.debug('Something else happened');
		logs.of('credential2').debug('A stranger did something');
		expect(lines.slice(20).map(({ account, sentence }) => [account, sentence])).toEqual([
			['credential1', 'Something else happened'],
			['credential2', 'A stranger did something'],
		]);
	});
});

test('the silent log takes everything', () => {
	expect(() => silentLog.error('Something happened')).not.toThrow();
});

test.each([
	['5511900000002@s.whatsapp.net', '…0002@s.whatsapp.net'],
	['5511900000002:17@s.whatsapp.net', '…0002@s.whatsapp.net'],
	['100000000000007@lid', '…0007@lid'],
	['120363000000000001@g.us', '…0001@g.us'],
	['5511900000002-1600000000@g.us', '…0002@g.us'],
	['status@broadcast', '…@broadcast'],
	// Its last digits are most of it.
	['1234567@s.whatsapp.net', '…@s.whatsapp.net'],
	['5511900000002@somebody.wrote.this', '…0002@…'],
	['5511900000002', '…@…'],
	['hello', '…@…'],
	['', '…@…'],
])('of the address %s the log gets %s', (jid, told) => {
	expect(redactJid(jid)).toBe(told);
});

test.each([
	['3EB0C431C26A1916E07A', '3EB0C431C26A1916E07A'],
	['AC9B1D2E3F405162738495A6B7C8D9E0', 'AC9B1D2E3F405162738495A6B7C8D9E0'],
	['call me at 5511900000002', 'unusual'],
	['5511900000002', 'unusual'],
	['55119000000025511900000002', 'unusual'],
	[`A${'0'.repeat(1_000)}`, 'unusual'],
])('of the message ID %s the log gets %s', (id, told) => {
	expect(idOf(id)).toBe(told);
});

describe('an error', () => {
	const quoting = (more: object) => Object.assign(new Error('5511900000002 said hello'), more);

	test.each([
		['of the engine', new EngineError('IN_USE', '+5511900000002 is in use', ''), 'IN_USE'],
		['of the program', new TypeError('5511900000002 is not a function'), 'TypeError'],
		['of the system', quoting({ code: 'ENOSPC' }), 'Error ENOSPC'],
		['of Baileys', quoting({ output: { statusCode: 408 } }), 'Error 408'],
		['of WhatsApp', quoting({ data: 429, output: { statusCode: 500 } }), 'Error 429'],
		['whose code is a number', quoting({ code: 5511900000002, data: 5511900000002 }), 'Error'],
		['whose code is a text', quoting({ code: '5511900000002', name: 'hello there' }), 'object'],
		['that is a text', '5511900000002 said hello', 'string'],
		['that is nothing', undefined, 'undefined'],
	])('%s is told by its kind alone', (_, error, told) => {
		expect(kindOf(error)).toBe(told);
	});
});
